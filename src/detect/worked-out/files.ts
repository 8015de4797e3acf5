import type { Machine } from './machine.ts';
import type { Call } from './parts.ts';
import { CUT_HOLE, joinedTexts, List, OpenFile, UNFOLLOWED, UNKNOWN, type Value } from './value.ts';

const MAX_FILE = 256 * 1024;
const MAX_FILES = 100;

/** What a file of the image holds, where it can be read; one that the program wrote itself comes first. */
export function contentOf(machine: Machine, path: Value): Value {
  if (typeof path !== 'string') return UNKNOWN;
  if (path === '__file__') return machine.text;
  const text = machine.files.get(path)?.text ?? machine.readFile(path);
  return text === undefined || text.length > MAX_FILE ? UNKNOWN : text;
}

export function writeFile(machine: Machine, path: Value, value: Value, at: number, appends = false): void {
  if (machine.muted > 0) return;
  machine.handsOn = true;
  machine.isMissed ||= value === UNFOLLOWED || (typeof value === 'string' && value.includes(CUT_HOLE));
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

/** Methods of an opened file, or of a path. */
export function fileMethod(
  machine: Machine,
  of: OpenFile | string,
  member: string,
  { args, at }: Call,
): Value {
  const path = typeof of === 'string' ? of : of.path;
  const [value = UNKNOWN] = args;
  switch (member) {
    case 'open':
      return new OpenFile(path);
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
      if (typeof text !== 'string') return UNKNOWN;
      const lines = text.split(/(?<=\n)/);
      return member === 'readline' ? (lines[0] ?? '') : new List(lines);
    }
    default:
      return of;
  }
}
