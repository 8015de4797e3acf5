import { joinPath } from '../../../image/tree/place.ts';
import { absolutePath } from '../../path-lookup.ts';
import { spend } from '../budget.ts';
import type { Chain } from '../chain.ts';
import { matchesPattern } from './pattern.ts';

/** Paths that one command may list. */
const MAX_LISTED = 2000;
/** Entries of the image that are looked at for it. */
const MAX_SEEN = 20_000;

interface Where {
  readonly chain: Pick<Chain, 'tree' | 'budget'>;
  readonly cwd: string;
}

/** The lines that `ls` or `find` prints of the image's files; undefined for other commands, and where there are too many. */
export function listedFiles(words: readonly string[], where: Where): readonly string[] | undefined {
  const [name, ...rest] = words;
  if (name === 'ls') return namesListed(rest, where);
  return name === 'find' ? pathsFound(rest, where) : undefined;
}

/** `ls`, `ls -1 FOLDER`, `ls FOLDER/*.sh`: of each folder its names, of each file its path as it was given. */
function namesListed(words: readonly string[], { chain, cwd }: Where): readonly string[] | undefined {
  const options = words.filter((word) => /^-./.test(word)).join('');
  // Long lists and those of folders below are no names.
  if (/[lRsi]|--(?!color|sort)/.test(options)) return undefined;
  const operands = words.filter((word) => !/^-./.test(word));
  const lines: string[] = [];
  for (const operand of operands.length === 0 ? ['.'] : operands) {
    const found = chain.tree.resolve(absolutePath(operand, cwd).slice(1));
    if (found.kind !== 'found') continue;
    const isFolder = found.node.entry.kind === 'directory' && !options.includes('d');
    const names = isFolder ? chain.tree.children(found.node.path) : [operand];
    spend(chain.budget, 1 + names.length);
    for (const one of names) if (/[aAf]/.test(options) || !isFolder || !one.startsWith('.')) lines.push(one);
    if (lines.length > MAX_LISTED) return undefined;
  }
  return lines;
}

/**
 * `find FOLDER… -name PATTERN -type f`: what lies in the folders and below. Of its tests only names and kinds are known: what
 * others leave out is listed as well.
 */
export function pathsFound(words: readonly string[], { chain, cwd }: Where): readonly string[] | undefined {
  const first = words.findIndex((word) => /^[-(!]/.test(word));
  const folders = first === -1 ? words : words.slice(0, first);
  const tests = first === -1 ? [] : words.slice(first);
  const after = (test: RegExp): string | undefined => tests[tests.findIndex((word) => test.test(word)) + 1];
  const isPlain = !tests.some((word) => /^(?:-o|-or|!|-not|\()$/.test(word));
  const pattern = isPlain && tests.includes('-name') ? after(/^-name$/) : undefined;
  const kind = isPlain && tests.includes('-type') ? after(/^-type$/) : undefined;
  const lines: string[] = [];
  let seen = 0;
  const open = (folders.length === 0 ? ['.'] : folders)
    .map((folder) => ({ folder, path: absolutePath(folder, cwd) }))
    .reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const found = chain.tree.resolve(next.path.slice(1));
    if (found.kind !== 'found') continue;
    const { entry, path } = found.node;
    const names = entry.kind === 'directory' ? chain.tree.children(path) : [];
    seen += 1 + names.length;
    if (!spend(chain.budget, 1 + names.length) || seen > MAX_SEEN || lines.length > MAX_LISTED)
      return undefined;
    const isKind = kind === undefined || entry.kind === { f: 'file', d: 'directory', l: 'symlink' }[kind];
    const name = next.folder.slice(next.folder.lastIndexOf('/') + 1);
    if (isKind && (pattern === undefined || matchesPattern(pattern, name) !== false)) lines.push(next.folder);
    const below = next.folder.replace(/\/+$/, '');
    for (const one of names.toReversed())
      open.push({ folder: `${below}/${one}`, path: `/${joinPath(path, one)}` });
  }
  return lines;
}
