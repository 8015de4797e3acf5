import type { Appended } from '../../image/layer-facts.ts';

/** What begins so can be run or unpacked by whoever knows where it begins. */
const BEGINNINGS: readonly (readonly [what: string, magic: Buffer])[] = (
  [
    ['elf', '\x7fELF'],
    ['script', '#!/'],
    ['gzip', '\x1f\x8b\x08'],
    ['zip', 'PK\x03\x04'],
    ['xz', '\xfd7zXZ\0'],
    ['zstd', '\x28\xb5\x2f\xfd'],
    ['bzip2', 'BZh9'],
    ['7z', "7z\xbc\xaf'\x1c"],
    ['squashfs', 'hsqs'],
  ] as const
).map(([what, magic]) => [what, Buffer.from(magic, 'latin1')]);

/** Zero bytes that may fill up to the next block. */
const MAX_PADDING = 4096;

/** What stands behind the end of a file's own format, if it is something that can be run or unpacked. */
export function appendedAt(bytes: Buffer, end: number): Appended | undefined {
  let at = end;
  while (at < bytes.length && at < end + MAX_PADDING && bytes[at] === 0) at++;
  const found = BEGINNINGS.find(([, magic]) => bytes.subarray(at, at + magic.length).equals(magic));
  return found === undefined ? undefined : { what: found[0], offset: at };
}

/** The last bytes of pictures. Their formats are not walked: the two must stand together. */
const PICTURE_ENDS: Readonly<Record<string, Buffer>> = {
  png: Buffer.from('IEND\xaeB\x60\x82', 'latin1'),
  jpeg: Buffer.from([0xff, 0xd9]),
  gif: Buffer.from([0x00, 0x3b]),
};
/** Ends that are looked at: in a picture's own bytes they come up by chance. */
const MAX_ENDS = 4096;

/** The same for a picture, whole in memory. */
export function appendedToPicture(bytes: Buffer, format: string): Appended | undefined {
  const end = PICTURE_ENDS[format];
  if (end === undefined) return undefined;
  let at = bytes.indexOf(end);
  for (let count = 0; at >= 0 && count < MAX_ENDS; count++) {
    const behind = at + end.length;
    const found = BEGINNINGS.find(([, magic]) => bytes.subarray(behind, behind + magic.length).equals(magic));
    if (found !== undefined) return { what: found[0], offset: behind };
    at = bytes.indexOf(end, at + 1);
  }
  return undefined;
}
