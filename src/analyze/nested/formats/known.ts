import type { ArchiveFormat } from '../archive-format.ts';

/*
 * Formats that are told and not read: no library for them is well kept and without native code that would be handed
 * an attacker's bytes. Each is listed as not looked into wherever it is met.
 */

function known(name: string, about: string, magic: string, also?: (head: Buffer) => boolean): ArchiveFormat {
  const bytes = Buffer.from(magic, 'latin1');
  return {
    name,
    about,
    first: magic.charAt(0),
    begins: (head) => head.subarray(0, bytes.length).equals(bytes) && (also === undefined || also(head)),
  };
}

export const NOT_READ: readonly ArchiveFormat[] = [
  // The version stands behind four letters, with which a text may begin.
  known(
    'squashfs',
    'a file system in a file: snaps, AppImages',
    'hsqs',
    (head) => head[28] === 4 && head[29] === 0,
  ),
  known('7z', '`.7z`', "7z\xbc\xaf'\x1c"),
  known('rar', '`.rar`', 'Rar!\x1a\x07'),
  known('lzip', '`.lz`', 'LZIP\x01'),
  known('lz4', '`.lz4`', '\x04\x22\x4d\x18'),
  known(
    'compress',
    '`.Z`',
    '\x1f\x9d',
    (head) => ((head[2] ?? 0) & 0x60) === 0 && ((head[2] ?? 0) & 0x1f) <= 16,
  ),
  known('cabinet', '`.cab`', 'MSCF\0\0\0\0'),
  known('xar', 'packages of macOS (`.pkg`)', 'xar!\0'),
];
