import type { StartStep } from '../../explain/explanation.ts';
import type { ImageTree } from '../../image/tree/image-tree.ts';
import type { ImageView } from '../detector.ts';
import { clip } from '../text/lines.ts';
import type { Service, ServiceCommand, ServiceFile, ServiceView } from './service.ts';

/** Files read for one service; an image has a handful. */
const MAX_FILES = 200;
const MAX_COMMANDS = 200;

export function serviceView(view: ImageView, service: Service): ServiceView {
  return {
    view,
    files: service.files.flatMap((name) => filesNamed(view, name)).slice(0, MAX_FILES),
    commands: commandsOf(view, service.programs),
    variable: (name) => {
      const found = view.configTexts.find(({ path, key }) => path === 'ENV' && key === name);
      if (found === undefined) return undefined;
      const value = found.text.slice(name.length + 1);
      return { value, evidence: { path: 'ENV', excerpt: clip(found.text) } };
    },
  };
}

/** Whether one of the programs is in the image at all. */
export function isPresent(view: ImageView, programs: readonly string[]): boolean {
  return programs.some((name) => (namesOf(view.tree).get(name) ?? []).length > 0);
}

function filesNamed(view: ImageView, name: string): readonly ServiceFile[] {
  const key = name.startsWith('*') ? name.slice(1) : name;
  const paths = (name.startsWith('*') ? endingsOf(view.tree) : namesOf(view.tree)).get(key) ?? [];
  return paths.slice(0, MAX_FILES).flatMap((path): readonly ServiceFile[] => {
    const text = view.text(path);
    if (text === undefined) return [];
    const layer = view.tree.get(path)?.contentLayer;
    const at: ServiceFile['at'] = (line, excerpt) => ({
      path: `/${path}`,
      ...(layer !== undefined && { layer }),
      line,
      excerpt: clip(excerpt.trim()),
    });
    return [{ path, text, at }];
  });
}

function commandsOf(view: ImageView, programs: readonly string[]): readonly ServiceCommand[] {
  const wanted = new Set(programs);
  const found: ServiceCommand[] = [];
  const pending: StartStep[] = [...view.explanation.startChain].reverse();
  for (let step = pending.pop(); step !== undefined && found.length < MAX_COMMANDS; step = pending.pop()) {
    pending.push(...[...step.children].reverse());
    const text = step.runs ?? step.command;
    const name = baseName(step.path ?? step.what);
    if (!wanted.has(name) && !text.split(/\s/, 8).some((word) => wanted.has(baseName(word)))) continue;
    const inFile = step.file.startsWith('/');
    const layer = inFile ? view.tree.get(step.file.slice(1))?.contentLayer : undefined;
    const evidence = {
      path: step.file,
      ...(layer !== undefined && { layer }),
      ...(step.line !== undefined && { line: step.line }),
      excerpt: clip(text),
    };
    found.push({ text, evidence });
  }
  return found;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

type Names = ReadonlyMap<string, readonly string[]>;
const names = new WeakMap<ImageTree, Names>();
const endings = new WeakMap<ImageTree, Names>();

/** The files of a tree by their names, in tree order; made once for all services. */
function namesOf(tree: ImageTree): Names {
  return remembered(names, tree, (path) => baseName(path));
}

/** The files of a tree by the end of their names: `.conf`. */
function endingsOf(tree: ImageTree): Names {
  return remembered(endings, tree, (path) => {
    const name = baseName(path);
    const dot = name.lastIndexOf('.');
    return dot <= 0 ? undefined : name.slice(dot);
  });
}

function remembered(
  memo: WeakMap<ImageTree, Names>,
  tree: ImageTree,
  keyOf: (path: string) => string | undefined,
): Names {
  const known = memo.get(tree);
  if (known !== undefined) return known;
  const made = new Map<string, string[]>();
  for (const [path, { entry }] of tree.nodes) {
    if (entry.kind !== 'file') continue;
    const key = keyOf(path);
    if (key === undefined) continue;
    const paths = made.get(key);
    if (paths === undefined) made.set(key, [path]);
    else paths.push(path);
  }
  memo.set(tree, made);
  return made;
}
