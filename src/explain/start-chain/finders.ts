import { absolutePath } from '../path-lookup.ts';
import type { Argument, Chain, Follower } from './chain.ts';
import { known } from './chain.ts';
import { foundFiles } from './found-files.ts';
import { mayRunWords } from './programs/may-run-words.ts';

const MAX_FILES = 200;
/** Files that one `-exec … ;` is followed with. */
const MAX_CALLS = 20;

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
    return { children };
  }
  if (program.name !== 'find') return undefined;
  const at = invocation.argv.findIndex(({ value }) => /^-(?:exec|execdir|ok|okdir)$/.test(value ?? ''));
  if (at === -1) return { children: [] };
  const rest = invocation.argv.slice(at + 1);
  const end = rest.findIndex(({ value }) => value === ';' || value === '+' || value === '\\;');
  const argv = (end === -1 ? rest : rest.slice(0, end)).map((argument) =>
    argument.value?.includes('{}') ? { text: argument.value } : argument,
  );
  const named = argv[0]?.value;
  const files =
    named !== undefined && mayRunWords(chain, named, invocation.environment)
      ? foundFiles(
          chain,
          invocation.argv.slice(1, at + 1).map(({ value }) => value),
          invocation.environment.cwd,
        )
      : undefined;
  if (files === undefined || files.length === 0)
    return { children: argv.length === 0 ? [] : chain.run({ ...invocation, argv }) };
  const calls = rest[end]?.value === '+' ? [files] : files.slice(0, MAX_CALLS).map((file) => [file]);
  const children = calls.flatMap((call) =>
    chain.run({
      ...invocation,
      argv: rest.slice(0, end === -1 ? undefined : end).flatMap((word) => put(word, call)),
    }),
  );
  return {
    children,
    ...(calls.length < files.length &&
      rest[end]?.value !== '+' && {
        unknown: `it is run with ${files.length} files, of which the first ${MAX_CALLS} were followed`,
      }),
  };
};

/** A word with files in the place of `{}`. */
function put(word: Argument, files: readonly string[]): readonly Argument[] {
  const { value } = word;
  if (value?.includes('{}') !== true) return [word];
  return value === '{}' ? files.map(known) : [known(value.replaceAll('{}', () => files[0] ?? ''))];
}

function isPlainFile(chain: Chain, path: string): boolean {
  const resolution = chain.tree.resolve(path);
  return (
    resolution.kind === 'found' &&
    resolution.node.entry.kind === 'file' &&
    (resolution.node.entry.mode & 0o111) === 0
  );
}
