import type { LayerEntry } from '../image/layer-facts.ts';

/** Numbers, hash and mode of an entry in the table, and the object that reads them. */
const FIXED = 240;

/** About how many bytes an entry takes in memory: what an attacker can make large are its names. */
export function factBytesOf({ path, target, content }: LayerEntry): number {
  let bytes = FIXED + textBytes(path);
  if (target !== undefined) bytes += textBytes(target);
  if (content?.kind === 'script') bytes += textBytes(content.interpreter);
  if (content?.kind === 'elf') {
    const { interpreter = '', soname = '', runpath = '', needed } = content.elf;
    bytes += FIXED + textBytes(interpreter) + textBytes(soname) + textBytes(runpath);
    for (const name of needed) bytes += textBytes(name) + 3;
  }
  const said =
    content?.kind === 'elf'
      ? content.elf.build
      : content !== undefined && 'jar' in content
        ? content.jar
        : undefined;
  if (said !== undefined) bytes += FIXED + textBytes(JSON.stringify(said));
  return bytes;
}

/** Two bytes a character at most, in the table and as the string that is read from it. */
function textBytes(text: string): number {
  return 4 * text.length;
}
