import { dirname, resolve } from 'node:path';
import { isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument } from 'yaml';
import { didYouMean } from '../../base/did-you-mean.ts';
import { ClearpullError } from '../../base/errors.ts';
import { visible } from '../../base/visible.ts';
import { configKeyOf, type OptionSpec } from '../options/option-spec.ts';
import type { ConfigEntry, ConfigFile } from './config-file.ts';

const EXAMPLE = 'It looks like: fail-on: review';

/**
 * A configuration file's text (YAML 1.2, of which JSON is a part): a map from option names without dashes to
 * values. An unknown key, a value of the wrong type, and in an untrusted file a key that it may not set are
 * errors. Paths are relative to the file. Throws `usage`, naming file and line.
 */
export function parseConfig(
  text: string,
  path: string,
  trusted: boolean,
  options: readonly OptionSpec[],
): ConfigFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  const [broken] = document.errors;
  const lineAt = (offset: number | undefined): number => lines.linePos(offset ?? 0).line || 1;
  if (broken !== undefined) {
    throw wrong(path, lineAt(broken.pos[0]), `is no YAML: ${broken.message.split('\n', 1)[0]}`, EXAMPLE);
  }
  const root = document.contents;
  const entries = new Map<string, ConfigEntry>();
  if (root === null || (isScalar(root) && root.value === null)) return { path, trusted, entries };
  if (!isMap(root)) throw wrong(path, 1, 'is no map of settings', EXAMPLE);
  const known = new Map(options.flatMap((option) => keyed(option)));
  for (const pair of root.items as readonly Pair[]) {
    const key = isScalar(pair.key) ? String(pair.key.value) : '';
    const line = lineAt(isScalar(pair.key) ? pair.key.range?.[0] : undefined);
    // For editors: it says where the schema lies.
    if (key === '$schema') continue;
    const option = known.get(key);
    if (option === undefined) throw unknownKey(path, line, key, [...known.keys()]);
    if (!trusted && option.project === undefined) throw notFromHere(path, line, key);
    const value = valueOf(option, plainValue(pair.value), dirname(path));
    if (value === undefined) {
      throw wrong(path, line, `has a value at "${key}" that it cannot take`, `It takes ${expected(option)}.`);
    }
    entries.set(key, { value, line });
  }
  return { path, trusted, entries };
}

function keyed(option: OptionSpec): readonly (readonly [string, OptionSpec])[] {
  const key = configKeyOf(option);
  return key === undefined ? [] : [[key, option]];
}

/** Scalars and lists of them; anything else (maps, aliases) is nothing that a setting could be. */
function plainValue(node: unknown): unknown {
  if (isScalar(node)) return node.value;
  return isSeq(node) ? node.items.map((item) => (isScalar(item) ? item.value : undefined)) : undefined;
}

function valueOf(option: OptionSpec, value: unknown, folder: string): unknown {
  const { type, choices, range: [least, most] = [0, Number.MAX_SAFE_INTEGER] } = option;
  if (type === 'switch') return typeof value === 'boolean' ? value : undefined;
  if (type === 'number') {
    return Number.isInteger(value) && Number(value) >= least && Number(value) <= most ? value : undefined;
  }
  if (type === 'list') {
    const items = (Array.isArray(value) ? value : [value]).map((item) => textOf(option, item, folder));
    return items.includes(undefined) ? undefined : items;
  }
  if (type === 'choice') return typeof value === 'string' && choices?.includes(value) ? value : undefined;
  return textOf(option, value, folder);
}

function textOf(option: OptionSpec, value: unknown, folder: string): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  return option.value === 'FILE' || option.value === 'FOLDER' ? resolve(folder, value) : value;
}

function expected({ type, choices, range, value }: OptionSpec): string {
  if (type === 'switch') return 'true or false';
  if (type === 'number') return `a whole number from ${range?.[0] ?? 0} to ${range?.[1] ?? 'any'}`;
  if (type === 'choice') return `one of ${choices?.join(', ')}`;
  return type === 'list' ? `a list of ${value}` : `a text, ${value}`;
}

function unknownKey(path: string, line: number, key: string, known: readonly string[]): ClearpullError {
  // As the flag has it.
  const positive = known.find((one) => key === `no-${one}`);
  const meant = positive ?? didYouMean(key, known);
  return wrong(
    path,
    line,
    `has an unknown key "${key.slice(0, 100)}"`,
    meant === undefined ? 'All keys: docs/config.md, or clearpull help check' : `Did you mean "${meant}"?`,
  );
}

function notFromHere(path: string, line: number, key: string): ClearpullError {
  return wrong(
    path,
    line,
    `sets "${key}", which a file in the current folder may not: whoever wrote this folder could turn the ` +
      'check against you',
    `If the file is yours, say so: --config ${path}. To go on without it: --config none`,
  );
}

function wrong(path: string, line: number, what: string, hint?: string): ClearpullError {
  const details = hint === undefined ? {} : { hint: visible(hint) };
  return new ClearpullError('usage', `${visible(path)}:${line} ${visible(what)}.`, details);
}
