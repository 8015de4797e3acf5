import type { Instruction } from '../explanation.ts';
import { parseRow } from '../history/row.ts';
import { absolutePath, plain } from '../path-lookup.ts';

/** Words of one instruction that are tried as the beginning of its destination. */
const MAX_WORDS = 20;
const MAX_LENGTH = 4096;

/**
 * Where a COPY or ADD may have written, without leading slash; '' for the root. Several, where the row does not tell
 * which spaces belong to a name. Undefined when the row does not say it.
 *
 * @param folder the working directory in force, absolute; undefined when it is not known
 */
export function destinationsOf(
  { source, keyword }: Instruction,
  folder: string | undefined,
): readonly string[] | undefined {
  if (source === undefined) return undefined;
  // Which shell is in force matters only to RUN.
  const row = parseRow(source, '/bin/sh -c');
  if (row.keyword !== keyword) return undefined;
  const argument = row.argument.replace(/^(?:--\S+ +)+/, '');
  const named = candidates(argument);
  const found: string[] = [];
  for (const name of named) {
    // Not replaced, or not for Linux: where it leads is not recorded.
    if (/[$"'\\]/.test(name) || /^[A-Za-z]:/.test(name) || name.length > MAX_LENGTH) return undefined;
    if (!name.startsWith('/') && folder === undefined) return undefined;
    found.push(plain(absolutePath(name, folder ?? '/')));
  }
  return found.length === 0 ? undefined : found;
}

function candidates(argument: string): readonly string[] {
  // The classic builder and buildah: a checksum (or an address) for the sources, then the destination whole.
  const whole = /^\S+ in (\S.*)$/s.exec(argument)?.[1];
  if (whole !== undefined) return [whole.trim()];
  // BuildKit: sources and destination joined by spaces.
  const words = argument.split(' ').filter((word) => word !== '');
  const last = words.slice(1).slice(-MAX_WORDS);
  return last.map((_, from) => last.slice(from).join(' '));
}
