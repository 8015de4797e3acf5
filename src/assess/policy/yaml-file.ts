import { isMap, isPair, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import { didYouMean } from '../../base/did-you-mean.ts';
import { ClearpullError } from '../../base/errors.ts';
import { visible } from '../../base/visible.ts';
import { isMissing, neededWords } from './schema-words.ts';

const MAX_BYTES = 1024 * 1024;

/** A kind of file that people write by hand. */
export interface FileKind<T> {
  /** `policy`, `ignore file`. */
  readonly noun: string;
  readonly schema: z.ZodType<T>;
  /** The keys that may stand at a path, for "did you mean". */
  keysAt(path: readonly PropertyKey[]): readonly string[];
  /** What such a file looks like, for errors that have no better hint. */
  readonly hint: string;
}

/** A file's content, and what is needed to point into it. */
export interface YamlFile<T> {
  readonly data: T;
  /** Line (from 1) of what stands at a path, or of the innermost above it that exists. */
  lineOf(path: readonly PropertyKey[]): number | undefined;
  /** An error that names the file, and the line of what stands at `path`. */
  error(what: string, path?: readonly PropertyKey[], hint?: string): ClearpullError;
}

/**
 * Parses YAML 1.2 (of which JSON is a part) into what the schema describes. `name` is what people call the
 * file. Throws `policy-invalid`, naming the line; an unknown key says what it may have meant.
 */
export function parseYamlFile<T>(text: string, name: string, kind: FileKind<T>): YamlFile<T> {
  const fail = (what: string, line?: number, hint = kind.hint, cause?: unknown): ClearpullError =>
    invalid(`The ${kind.noun} ${visible(name)}`, what, line, hint, cause);
  if (text.length > MAX_BYTES) throw fail('is larger than 1 MiB');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = document.errors[0];
  if (broken !== undefined) {
    throw fail(`is no YAML: ${lowerFirst(broken.message)}`, lines.linePos(broken.pos[0]).line);
  }
  if (document.contents === null) throw fail('is empty');
  const lineOf = (path: readonly PropertyKey[]): number | undefined => lineAt(document.contents, path, lines);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw fail('expands to too much through aliases', undefined, undefined, error);
  }
  const parsed = kind.schema.safeParse(value);
  if (!parsed.success) {
    // A key that is mistyped is also a key that is missing; the first says more.
    const { issues } = parsed.error;
    const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
    const problem = describe(issue as z.core.$ZodIssue, kind);
    throw fail(problem.what, lineOf(problem.path), problem.hint);
  }
  return {
    data: parsed.data,
    lineOf,
    error: (what, path, hint) => fail(what, path === undefined ? undefined : lineOf(path), hint),
  };
}

interface Problem {
  readonly path: readonly PropertyKey[];
  readonly what: string;
  readonly hint?: string;
}

function describe(issue: z.core.$ZodIssue, kind: Pick<FileKind<unknown>, 'noun' | 'keysAt'>): Problem {
  if (issue.path.length === 0 && issue.code === 'invalid_type') {
    return { path: [], what: 'is no map of keys and values' };
  }
  const where = issue.path.length === 0 ? `the ${kind.noun}` : `"${issue.path.map(String).join('.')}"`;
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const known = kind.keysAt(issue.path);
    const meant = didYouMean(key, known);
    return {
      path: [...issue.path, key],
      what: `has an unknown key "${key.slice(0, 100)}"`,
      hint: meant === undefined ? `Known here: ${known.join(', ')}.` : `Did you mean "${meant}"?`,
    };
  }
  if (issue.code === 'invalid_union') {
    const inner = issue.errors.flat().find((one) => one.code === 'invalid_value') ?? issue.errors[0]?.[0];
    if (inner !== undefined) return describe({ ...inner, path: [...issue.path, ...inner.path] }, kind);
  }
  if (issue.code === 'invalid_value') {
    const [only, ...others] = issue.values.map(String);
    const needed = others.length === 0 ? only : `one of ${[only, ...others].join(', ')}`;
    return { path: issue.path, what: `needs ${needed} at ${where}` };
  }
  if (isMissing(issue)) {
    const above = issue.path.slice(0, -1);
    const at = above.length === 0 ? '' : ` at "${above.map(String).join('.')}"`;
    return { path: issue.path, what: `has no "${String(issue.path.at(-1))}"${at}` };
  }
  // Messages that a schema gives itself are kept.
  const needed = issue.message.startsWith('needs ') ? undefined : neededWords(issue);
  return {
    path: issue.path,
    what:
      needed === undefined ? `is wrong at ${where}: ${lowerFirst(issue.message)}` : `${needed} at ${where}`,
  };
}

function lineAt(root: Node | null, path: readonly PropertyKey[], lines: LineCounter): number | undefined {
  let node: unknown = root;
  let offset = root?.range?.[0];
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === step);
      if (pair === undefined) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value;
    } else {
      const items: unknown = (node as { items?: unknown } | null)?.items;
      node = Array.isArray(items) ? items[Number(step)] : undefined;
      if (node === undefined) break;
      offset = (node as Node).range?.[0] ?? offset;
    }
  }
  return offset === undefined ? undefined : lines.linePos(offset).line;
}

function invalid(
  file: string,
  what: string,
  line: number | undefined,
  hint: string,
  cause: unknown,
): ClearpullError {
  const where = line === undefined ? '' : ` (line ${line})`;
  return new ClearpullError('policy-invalid', `${file} ${visible(what)}${where}.`, {
    hint: visible(hint),
    ...(cause === undefined ? {} : { cause }),
  });
}

function lowerFirst(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  return line.charAt(0).toLowerCase() + line.slice(1).replace(/\.$/, '');
}
