import { NOT_LISTED } from '../../explanation.ts';
import { absolutePath, directory } from '../../path-lookup.ts';
import { oneLine } from '../../printable.ts';
import { LineIndex } from '../../program-text/line-index.ts';
import { spend } from '../budget.ts';
import type { Chain, Environment, Invocation } from '../chain.ts';
import { firstGroup } from '../first-group.ts';
import { isFile, isFolder, type Steps, textOf } from '../managers/service-files.ts';
import { globFiles } from '../shell/file-globs.ts';
import type { Server } from './server.ts';

const MAX_WORDS = 128;
const MAX_FILES = 1000;
/** Characters of one file of settings. */
export const MAX_TEXT = 256 * 1024;
/** Folders of one variable. */
const MAX_FOLDERS = 20;

/** Those that it reads unasked, those among the words of its command, and what they include; each once. */
export function settingsFiles(
  chain: Chain,
  { argv, environment }: Invocation,
  { files, include }: Pick<Server, 'files' | 'include'>,
  steps: Steps,
): readonly string[] {
  const { cwd } = environment;
  const below = argv
    .slice(1, MAX_WORDS)
    .flatMap(({ value = '' }) => (value === '' ? [] : absolutePath(value, cwd)))
    .filter((path) => isFolder(chain, path));
  const named = files.flatMap((file) =>
    file.startsWith('%') ? below.map((one) => one + file.slice(1)) : file,
  );
  const unasked = named.flatMap((file) =>
    withVariable(file, environment).flatMap((whole) =>
      matching(chain, whole, whole.startsWith('./') ? cwd : '/', steps),
    ),
  );
  const words = argv.slice(1, MAX_WORDS).flatMap(({ value }) => value ?? []);
  const told = words.flatMap((word) =>
    matching(chain, word.replace(/^-{1,2}[\w-]{1,40}=|^config_file=|^-[fcD](?=\/)/, ''), cwd),
  );
  const found = new Set<string>();
  const asked = new Set<string>();
  const pending = [...told, ...unasked].map((path) => ({ path, root: directory(path) }));
  for (let next = pending.shift(); next !== undefined && found.size < MAX_FILES; next = pending.shift()) {
    const { path, root } = next;
    if (found.has(path)) continue;
    found.add(path);
    const text = include === undefined ? undefined : textOf(chain, path)?.slice(0, MAX_TEXT);
    if (text === undefined || include === undefined) continue;
    const index = new LineIndex(text);
    for (const match of text.matchAll(include)) {
      if (isComment(index, match.index)) continue;
      const pattern = firstGroup(match)?.trim() ?? '';
      const question = `${directory(path)} ${root} ${pattern}`;
      if (asked.has(question)) continue;
      asked.add(question);
      if (!spend(chain.budget, 10)) return [...found];
      // Relative to the file, to the first file's folder, or to the one above it (ServerRoot).
      const included = [directory(path), root, directory(root)]
        .map((folder) => matching(chain, pattern, folder, steps))
        .find((paths) => paths.length > 0);
      for (const one of included ?? []) pending.push({ path: one, root });
    }
  }
  return [...found];
}

/** Whether what begins at an index stands in a comment. */
export function isComment(index: LineIndex, at: number): boolean {
  const start = index.lineStart(at);
  return /^\s{0,200}[#;]/.test(index.text.slice(start, Math.max(start, Math.min(at, start + 200)) + 1));
}

/**
 * What texts of settings define; the first of a name counts.
 *
 * @param pattern with flag `g`; its groups are a name and its value
 */
export function definedIn(texts: readonly string[], pattern: RegExp): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const text of texts)
    for (const [, name = '', value = ''] of text.matchAll(pattern))
      if (!found.has(name)) found.set(name, value);
  return found;
}

/** A path in each of the folders that a variable names: `$PGDATA/x`. None where it is not set. */
export function withVariable(file: string, { variables }: Environment): readonly string[] {
  const [, name, rest = ''] = /^\$(\w+)([^]*)$/.exec(file) ?? [];
  if (name === undefined) return [file];
  return (variables.get(name) ?? '')
    .split(':', MAX_FOLDERS)
    .flatMap((folder) => (folder === '' ? [] : folder + rest));
}

/** The files that a path, a pattern or a folder stands for. */
export function matching(chain: Chain, pattern: string, folder: string, steps?: Steps): readonly string[] {
  if (pattern === '' || pattern.startsWith('-') || pattern.length > 1000) return [];
  const whole = isFolder(chain, absolutePath(pattern, folder)) ? `${pattern}/*` : pattern;
  const files = globFiles(chain, whole, folder, MAX_FILES);
  if (files === undefined) steps?.problem(`of ${oneLine(whole, 100)} ${NOT_LISTED}`);
  return (files ?? []).filter((path) => isFile(chain, path));
}
