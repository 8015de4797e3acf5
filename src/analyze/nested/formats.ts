import type { ArchiveFormat } from './archive-format.ts';
import { ar } from './formats/ar.ts';
import { bzip2 } from './formats/bzip2.ts';
import { cpio } from './formats/cpio.ts';
import { gzip } from './formats/gzip.ts';
import { NOT_READ } from './formats/known.ts';
import { rpm } from './formats/rpm.ts';
import { selfExtracting } from './formats/self-extracting.ts';
import { tar } from './formats/tar.ts';
import { xz } from './formats/xz.ts';
import { zip } from './formats/zip.ts';
import { zstd } from './formats/zstd.ts';

/** Every format of archives that is told, those that are read first. */
export const ARCHIVE_FORMATS: readonly ArchiveFormat[] = [
  zip,
  gzip,
  selfExtracting,
  xz,
  bzip2,
  zstd,
  ar,
  cpio,
  rpm,
  tar,
  ...NOT_READ,
];

/** The formats that a file with a first byte may have, in order: nearly all files are told by one look. */
const BY_FIRST_BYTE: readonly (readonly ArchiveFormat[])[] = Array.from({ length: 256 }, (_, byte) =>
  ARCHIVE_FORMATS.filter(({ first }) => first?.includes(String.fromCharCode(byte)) !== false),
);

/** What a file is by its first bytes; undefined for most. */
export function formatOf(head: Buffer): ArchiveFormat | undefined {
  return BY_FIRST_BYTE[head[0] ?? 0]?.find(({ begins }) => begins(head));
}
