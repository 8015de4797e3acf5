import { absolutePath } from '../path-lookup.ts';
import { spend } from './budget.ts';
import type { Chain } from './chain.ts';
import { matchesPattern } from './shell/pattern.ts';

/** Files that one search comes to, and names that are looked at for it. */
const MAX_FOUND = 64;
const MAX_NAMES = 5000;
/** Tests of find(1) that take a word, by what of a path they are held against. */
const NAME_TESTS = /^-i?(?<of>name|path|wholename)$/;

/**
 * The files that `find FOLDER … -name PATTERN` prints, as it prints them; undefined where they are too many, or are not known. Tests of
 * other things than names are taken as met.
 *
 * @param words without the program's own name
 */
export function foundFiles(
  { tree, budget }: Pick<Chain, 'tree' | 'budget'>,
  words: readonly (string | undefined)[],
  cwd: string,
): readonly string[] | undefined {
  const options = words.findIndex((word) => word === undefined || /^[-(!]/.test(word));
  const folders = options < 0 ? words : words.slice(0, options);
  const tests = options < 0 ? [] : words.slice(options);
  const told = tests.flatMap((word, at) => {
    const groups = NAME_TESTS.exec(word ?? '')?.groups;
    return groups === undefined ? [] : [{ of: groups['of'], pattern: tests[at + 1] }];
  });
  if (told.some(({ pattern }) => pattern === undefined)) return undefined;
  const meets = (path: string, name: string): boolean =>
    told.every(({ of, pattern = '' }) => matchesPattern(pattern, of === 'name' ? name : path) !== false);
  const pending = (folders.length === 0 ? ['.'] : folders).map((folder) => ({
    path: folder ?? '',
    told: true,
  }));
  const found: string[] = [];
  let names = 0;
  for (const { path, told: isTold } of pending) {
    const resolved = tree.resolve(absolutePath(path, cwd).slice(1));
    if (resolved.kind !== 'found') continue;
    if (resolved.node.entry.kind !== 'directory') {
      if (meets(path, path.slice(path.lastIndexOf('/') + 1))) found.push(path);
      if (found.length > MAX_FOUND) return undefined;
      continue;
    }
    // find(1) goes into no link.
    if (!isTold && resolved.via.length > 0) continue;
    const below = tree.children(resolved.node.path);
    names += below.length;
    if (names > MAX_NAMES || !spend(budget, below.length)) return undefined;
    for (const name of below) pending.push({ path: `${path.replace(/\/$/, '')}/${name}`, told: false });
  }
  return found;
}

/** The names of files that `find …` and `ls …` print; undefined for another command, and where they are not known. */
export function filesPrinted(
  [name, ...words]: readonly string[],
  chain: Pick<Chain, 'tree' | 'budget'>,
  cwd: string,
): readonly string[] | undefined {
  if (name === 'find')
    return words.some((word) => /^-(?:exec|ok|print0?f|fprint|ls)/.test(word))
      ? undefined
      : foundFiles(chain, words, cwd);
  if (name !== 'ls' || words.some((word) => /^-\w{0,20}[lRnogs]/.test(word))) return undefined;
  const operands = words.filter((word) => !word.startsWith('-'));
  const listed = (operands.length === 0 ? ['.'] : operands).flatMap((operand) => {
    const found = chain.tree.resolve(absolutePath(operand, cwd).slice(1));
    if (found.kind !== 'found') return [];
    return found.node.entry.kind === 'directory' ? chain.tree.children(found.node.path) : [operand];
  });
  return listed.length <= MAX_FOUND && spend(chain.budget, listed.length) ? listed : undefined;
}
