import { baseName } from '../../base/base-name.ts';
import type { TreeNode } from '../../image/tree/image-tree.ts';
import type { StartStepKind } from '../explanation.ts';
import { environmentOf } from '../history/config-values.ts';
import { lookUpFile, lookUpProgram } from '../path-lookup.ts';
import { oneLine } from '../printable.ts';
import type { Chain, Environment, Program } from './chain.ts';

const CHANGED_PATH = "PATH was changed to something not known: looked up in the image's own";

/** Programs that hold many others and go by the name that they are called by. */
const MULTI_CALL = new Set(['busybox', 'toybox', 'busybox.static', 'coreutils', 'toolbox']);

/** Finds a program in the image, by the rules of execvp(3). */
export function findProgram(chain: Chain, name: string, environment: Environment): Program {
  const set = environment.variables.get('PATH');
  // A PATH that the script changed to something not known: the image's own is the best guess, and it says so.
  const guessed = set === null && !name.includes('/');
  const path = set ?? environmentOf(chain.config).get('PATH');
  const what = oneLine(name, 300);
  const short = baseName(name);
  chain.budget.workLeft -= name.includes('/') ? 1 : Math.min(1000, (path?.length ?? 0) / 2);
  const lookup = lookUpProgram(chain.tree, name, {
    cwd: environment.cwd,
    ...(path === undefined ? {} : { path }),
  });
  if (lookup.kind === 'missing') {
    return {
      kind: guessed ? 'program' : 'missing',
      what,
      name: short,
      unknown: guessed ? CHANGED_PATH : lookup.why,
    };
  }
  const { node } = lookup;
  const found = { what, name: short, fileName: baseName(node.path), path: `/${node.path}`, node };
  const problems = [lookup.executable ? '' : 'the file is not executable', guessed ? CHANGED_PATH : ''];
  const unknown = problems.filter((problem) => problem !== '').join('; ') || undefined;
  return { ...found, kind: kindOf(chain, node, short), ...(unknown === undefined ? {} : { unknown }) };
}

/** The file at a path, to be read rather than executed: `sh FILE`, `. FILE`, `python FILE`. */
export function findFile(chain: Chain, name: string, cwd: string): Program {
  const lookup = lookUpFile(chain.tree, name, cwd);
  const what = oneLine(name.replace(/\/{2,}/g, '/'), 300);
  if (lookup.kind === 'missing') return { kind: 'missing', what, name: baseName(name), unknown: lookup.why };
  const { node } = lookup;
  return {
    kind: fileKind(node),
    what,
    name: baseName(name),
    fileName: baseName(node.path),
    path: `/${node.path}`,
    node,
  };
}

/** What a file is that an interpreter reads: whatever it holds, it is taken for a script, but for what is compiled. */
function fileKind({ entry: { content } }: TreeNode): StartStepKind {
  if (content?.kind === 'elf') return 'elf';
  return content?.kind === 'archive' && content.jar !== undefined ? 'program' : 'script';
}

function kindOf(chain: Chain, node: TreeNode, name: string): StartStepKind {
  const content = node.entry.content;
  if (isApplet(chain, node, name)) return 'applet';
  if (content?.kind === 'elf') return 'elf';
  if (content?.kind === 'script' || content?.kind === 'text') return 'script';
  if (content === undefined && chain.text(node.path)?.startsWith('#!')) return 'script';
  return 'program';
}

function isApplet(chain: Chain, node: TreeNode, name: string): boolean {
  if (MULTI_CALL.has(name)) return false;
  if (MULTI_CALL.has(baseName(node.path)) || MULTI_CALL.has(baseName(node.hardlinkTo ?? ''))) return true;
  // Hard links have no direction: in busybox's own image /bin/busybox is a link to another applet.
  const busybox = chain.tree.get('bin/busybox');
  return busybox?.entry.sha256 !== undefined && busybox.entry.sha256 === node.entry.sha256;
}
