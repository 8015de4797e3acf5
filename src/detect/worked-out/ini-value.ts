import { contentOf } from './files.ts';
import type { Machine } from './machine.ts';
import { Dict, List, linesOf, OpenFile, shown, UNKNOWN, type Value } from './value.ts';

const MAX_FILES = 20;
/** Characters of a setting of several lines. */
const MAX_SETTING = 20_000;

/** Puts the sections and settings of what a `configparser` reads into it; undefined for a method that reads none. */
export function readSettings(
  machine: Machine,
  into: Dict,
  method: string,
  [given = UNKNOWN]: readonly Value[],
): Value | undefined {
  if (!/^read(?:_string|_file)?$/.test(method)) return undefined;
  const sources = given instanceof List ? given.items.slice(0, MAX_FILES) : [given];
  for (const source of sources) {
    const text =
      method === 'read_string'
        ? source
        : source instanceof OpenFile
          ? source.content()
          : contentOf(machine, source);
    putSections(
      into,
      (linesOf(text) ?? []).filter((line) => typeof line === 'string'),
    );
  }
  machine.changes++;
  return null;
}

function putSections(into: Dict, lines: readonly string[]): void {
  let section = new Dict();
  let key: string | undefined;
  for (const line of lines) {
    const head = /^\[([^\]\n]{1,200})\]/.exec(line)?.[1];
    const [, name, value = ''] = /^([^\s:=#;][^:=\n]{0,200}?)\s{0,9}[:=]\s{0,9}(.*)$/m.exec(line) ?? [];
    if (head !== undefined) {
      section = new Dict();
      into.entries.set(head, section);
    } else if (name !== undefined) {
      key = name.toLowerCase();
      section.entries.set(key, value.trimEnd());
    } else if (key !== undefined && /^\s+\S/.test(line)) {
      // A value goes on in lines that are indented.
      section.entries.set(
        key,
        `${shown(section.entries.get(key) ?? '')}\n${line.trim()}`.slice(0, MAX_SETTING),
      );
    }
  }
}
