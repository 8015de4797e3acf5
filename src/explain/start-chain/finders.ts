import { NOT_LISTED } from '../explanation.ts';
import { absolutePath } from '../path-lookup.ts';
import { type Argument, type Chain, type Follower, type Invocation, known } from './chain.ts';
import { runAll, withItem } from './fan-out.ts';
import { needsValue } from './round-steps.ts';
import { pathsFound } from './shell/listed-files.ts';

const MAX_FILES = 500;

/** Follows programs that run other programs which they find or are told by an option: `run-parts`, `find -exec`. */
export const followFinder: Follower = (invocation, program, chain) => {
  if (program.name === 'run-parts') {
    const folder = invocation.argv.slice(1).findLast((argument) => !argument.text.startsWith('-'))?.value;
    if (folder === undefined) return { children: [], unknown: 'which folder it runs comes from a variable' };
    const resolution = chain.tree.resolve(absolutePath(folder, invocation.environment.cwd).slice(1));
    if (resolution.kind !== 'found') return { children: [], unknown: `${folder} is not in the image` };
    const { path: parent } = resolution.node;
    // Debian keeps its folders of cron with a `.placeholder` in each, which run-parts passes over.
    const names = chain.tree
      .children(parent)
      .filter((name) => !(name.startsWith('.') && isPlainFile(chain, `${parent}/${name}`)));
    const children = names.slice(0, MAX_FILES).flatMap((name) => {
      const path = `/${parent}/${name}`.replace('//', '/');
      return chain.run({ ...invocation, argv: [known(path)] });
    });
    return names.length > MAX_FILES ? { children, unknown: `of ${folder} ${NOT_LISTED}` } : { children };
  }
  if (program.name !== 'find') return undefined;
  const at = invocation.argv.findIndex(({ value }) => /^-(?:exec|execdir|ok|okdir)$/.test(value ?? ''));
  if (at === -1) return { children: [] };
  const rest = invocation.argv.slice(at + 1);
  const end = rest.findIndex(({ value }) => value === ';' || value === '+' || value === '\\;');
  const argv = end === -1 ? rest : rest.slice(0, end);
  if (argv.length === 0) return { children: [] };
  const unknown = argv.map((word) => (word.value?.includes('{}') ? { text: word.value } : word));
  const children = chain.run({ ...invocation, argv: unknown });
  // Only where it matters: what is found may be thousands of files.
  const found = children.some(needsValue) ? filesFound(chain, invocation, at) : undefined;
  if (found === undefined) return { children };
  return { children: runAll(chain, invocation, filled(argv, found, rest[end]?.value === '+')) };
};

function filesFound(
  chain: Chain,
  { argv, environment }: Invocation,
  at: number,
): readonly string[] | undefined {
  const words = argv.slice(1, at).flatMap(({ value }) => value ?? []);
  if (words.length < at - 1) return undefined;
  const paths = pathsFound(words, { chain, cwd: environment.cwd });
  return paths?.length === 0 ? undefined : paths;
}

/** A command with what is found in the place of `{}`: with one path after another, or all of them at its end. */
function* filled(
  argv: readonly Argument[],
  paths: readonly string[],
  atOnce: boolean,
): Generator<readonly Argument[]> {
  if (atOnce) yield [...argv.filter(({ value }) => value !== '{}'), ...paths.map(known)];
  else for (const path of paths) yield argv.map((word) => withItem(word, '{}', path));
}

function isPlainFile(chain: Chain, path: string): boolean {
  const resolution = chain.tree.resolve(path);
  return (
    resolution.kind === 'found' &&
    resolution.node.entry.kind === 'file' &&
    (resolution.node.entry.mode & 0o111) === 0
  );
}
