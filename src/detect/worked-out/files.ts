import { absolutePath, directory } from '../../explain/path-lookup.ts';
import { matchesPattern } from '../../explain/start-chain/shell/pattern.ts';
import { LISTING_MARK } from '../../image/listing-mark.ts';
import { callValue } from './call-value.ts';
import type { Machine } from './machine.ts';
import type { Call } from './parts.ts';
import { pathOf } from './paths.ts';
import { isCut, joinedTexts, List, linesOf, OpenFile, UNFOLLOWED, UNKNOWN, type Value } from './value.ts';

const MAX_FILE = 256 * 1024;
const MAX_FILES = 100;

/** What a file of the image holds, where it can be read; one that the program wrote itself comes first. */
export function contentOf(machine: Machine, path: Value): Value {
  if (isCut(path)) return UNFOLLOWED;
  if (typeof path !== 'string') return UNKNOWN;
  if (path === '__file__' || path === machine.file) return machine.text;
  const text = machine.files.get(path)?.text ?? machine.imageText(path);
  if (text === undefined) return UNKNOWN;
  return text.length <= MAX_FILE && machine.budget.pays(text.length >> 3) ? text : UNFOLLOWED;
}

export function opened(machine: Machine, path: string): OpenFile {
  return new OpenFile(path, () => contentOf(machine, path));
}

/** The names in a folder of the image, those that `accepts` where it is given. */
export function namesIn(machine: Machine, folder: Value, accepts = (_name: string): boolean => true): Value {
  if (typeof folder !== 'string' || !folder.startsWith('/')) return UNKNOWN;
  const names = machine.imageText(LISTING_MARK + folder)?.split('\n');
  if (names === undefined) return UNKNOWN;
  return machine.budget.pays(names.length) ? new List(names.filter(accepts)) : UNFOLLOWED;
}

/** The paths that a pattern in the last part of a path comes to. */
export function pathsLike(machine: Machine, pattern: Value): Value {
  if (typeof pattern !== 'string' || !pattern.startsWith('/') || pattern.length > 300) return UNKNOWN;
  const folder = directory(pattern);
  const last = pattern.slice(pattern.lastIndexOf('/') + 1);
  // One that cannot be told may be any of them.
  const names = namesIn(machine, folder, (name) => matchesPattern(last, name) !== false);
  if (!(names instanceof List)) return names;
  return new List(names.items.map((name) => (typeof name === 'string' ? absolutePath(name, folder) : name)));
}

export function writeFile(machine: Machine, path: Value, value: Value, at: number, appends = false): void {
  if (machine.muted > 0) return;
  machine.handsOn = true;
  machine.isMissed ||= isCut(value);
  if (typeof path !== 'string' || typeof value !== 'string') return;
  const before = machine.files.get(path);
  if (before === undefined && machine.files.size >= MAX_FILES) {
    machine.unfollowed = true;
    return;
  }
  const text = appends ? `${before?.text ?? ''}${value}` : value;
  if (text.length <= MAX_FILE)
    machine.files.set(path, { path, text, line: before?.line ?? machine.lineAt(at) });
}

/** Lines for each of which a function is called. */
const MAX_CALLED = 200;

/** `createReadStream(FILE).on('data', f)`, `createInterface({ input }).on('line', f)`: a function gets what is read. */
function readBy(machine: Machine, of: OpenFile | string, event: Value, then: Value, at: number): void {
  if (!(of instanceof OpenFile)) return;
  const text = of.content();
  const lines = event === 'line' ? (linesOf(text) ?? [UNKNOWN]) : [text];
  const given = lines.length > MAX_CALLED ? [...lines.slice(0, MAX_CALLED), UNFOLLOWED] : lines;
  if (event === 'line' || event === 'data') for (const line of given) callValue(machine, then, [line], at);
}

/** Methods of an opened file, or of a path. */
export function fileMethod(
  machine: Machine,
  of: OpenFile | string,
  member: string,
  { args, at }: Call,
): Value {
  const path = typeof of === 'string' ? of : of.path;
  const [value = UNKNOWN, then] = args;
  switch (member) {
    case 'on':
    case 'once':
      if (then !== undefined) readBy(machine, of, value, then, at);
      return of;
    case 'open':
      return opened(machine, path);
    case 'write':
    case 'write_text':
    case 'write_bytes':
      writeFile(machine, path, value, at, member === 'write');
      return UNKNOWN;
    case 'writelines':
      if (value instanceof List) writeFile(machine, path, joinedTexts(value.items), at, true);
      return UNKNOWN;
    case 'read':
    case 'read_text':
    case 'read_bytes':
      return contentOf(machine, path);
    case 'readline':
    case 'readlines': {
      const text = contentOf(machine, path);
      const lines = linesOf(text);
      if (lines === undefined) return UNKNOWN;
      return member === 'readline' ? (lines[0] ?? '') : new List([...lines]);
    }
    case 'iterdir':
      return pathsLike(machine, `${path}/*`);
    case 'glob':
      return pathsLike(machine, pathOf([path, value]));
    case 'with_name':
      return pathOf([directory(path), value]);
    case 'joinpath':
      return pathOf([path, ...args]);
    default:
      return of;
  }
}
