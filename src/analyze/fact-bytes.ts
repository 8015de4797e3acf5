import type { LayerEntry } from '../image/layer-facts.ts';

/** Keys, numbers, mode and hash of an entry. */
const FIXED = 240;
const PLAIN = /^[\x20-\x7e]*$/;

/**
 * About how many bytes an entry takes as JSON: what an attacker can make large are its names. A layer's facts
 * must stay below what one string of JavaScript can hold (2^29 characters).
 */
export function factBytesOf({ path, target, content }: LayerEntry): number {
  let bytes = FIXED + textBytes(path);
  if (target !== undefined) bytes += textBytes(target);
  if (content?.kind === 'script') bytes += textBytes(content.interpreter);
  if (content?.kind === 'elf') {
    const { interpreter = '', soname = '', runpath = '', needed } = content.elf;
    bytes += FIXED + textBytes(interpreter) + textBytes(soname) + textBytes(runpath);
    for (const name of needed) bytes += textBytes(name) + 3;
  }
  return bytes;
}

/** JSON writes a control character as six. */
function textBytes(text: string): number {
  return PLAIN.test(text) ? text.length : 6 * text.length;
}
