const MAGIC = Buffer.from('\xff Go buildinf:', 'latin1');
/** What Go puts around the modules, so that they can be found in a running program. */
const START = Buffer.from('3077af0c9274080241e1c107e6d618e6', 'hex');
const END = Buffer.from('f932433186182072008242104116d8f2', 'hex');

/** The text that Go keeps of modules and settings: lines with tabs, between two markers. */
export function goModInfo(lines: readonly (readonly string[])[]): Buffer {
  const text = lines.map((line) => `${line.join('\t')}\n`).join('');
  return Buffer.concat([START, Buffer.from(text), END]);
}

/** Go's build information as since Go 1.18: both strings follow the header, each behind its length. */
export function goBuildInfo(version: string, mod: Buffer): Buffer {
  return Buffer.concat([header(8, 2), string(Buffer.from(version)), string(mod)]);
}

/**
 * The form before Go 1.18, 64 bits, little-endian: pointers to strings, which are pointers and lengths.
 *
 * @param address where the bytes will be in memory
 */
export function pointedGoBuildInfo(version: string, mod: Buffer, address: number): Buffer {
  const texts = [Buffer.from(version), mod];
  const headersAt = address + 32;
  const textsAt = headersAt + 32;
  const pointers = Buffer.alloc(16 + 32);
  let at = textsAt;
  for (const [i, text] of texts.entries()) {
    pointers.writeBigUInt64LE(BigInt(headersAt + i * 16), i * 8);
    pointers.writeBigUInt64LE(BigInt(at), 16 + i * 16);
    pointers.writeBigUInt64LE(BigInt(text.length), 24 + i * 16);
    at += text.length;
  }
  return Buffer.concat([header(8, 0).subarray(0, 16), pointers, ...texts]);
}

function header(pointerSize: number, flags: number): Buffer {
  return Buffer.concat([MAGIC, Buffer.from([pointerSize, flags]), Buffer.alloc(16)]);
}

function string(text: Buffer): Buffer {
  const length: number[] = [];
  let left = text.length;
  for (; left >= 0x80; left = Math.floor(left / 128)) length.push((left % 128) | 0x80);
  return Buffer.concat([Buffer.from([...length, left]), text]);
}
