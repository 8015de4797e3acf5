import type { EntryRow } from '../image/entries/entry-table.ts';

/** Numbers, hash and mode of an entry in the table, the object that reads them, its place in the merged tree. Measured. */
const FIXED = 480;
/** Of an ELF file's facts. */
const ELF = 240;

/** About how many bytes an entry takes in memory: what an attacker can make large are its names. */
export function factBytesOf({ path, target, content }: EntryRow): number {
  let bytes = FIXED + textBytes(path);
  if (target !== undefined) bytes += textBytes(target);
  if (content?.kind === 'script') bytes += textBytes(content.interpreter);
  if (content?.kind === 'elf') {
    const { interpreter = '', soname = '', runpath = '', needed } = content.elf;
    bytes += ELF + textBytes(interpreter) + textBytes(soname) + textBytes(runpath);
    for (const name of needed) bytes += textBytes(name) + 3;
  }
  return bytes;
}

/** In the table, and as the string that is read from it. */
function textBytes(text: string): number {
  return 2 * Buffer.byteLength(text);
}
