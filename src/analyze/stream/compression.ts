import { isFrame, isSkippable } from './zstd.ts';

export type Compression = 'none' | 'gzip' | 'zstd' | 'xz' | 'bzip2';

/**
 * What the first bytes of a blob say about its compression; the media type is not asked, it may lie. The same
 * magic numbers as container engines go by (moby's and containerd's DetectCompression).
 */
export function detectCompression(head: Uint8Array): Compression {
  if (head[0] === 0x1f && head[1] === 0x8b && head[2] === 0x08) return 'gzip';
  // A skippable frame may come first, as zstd:chunked writers do.
  if (isFrame(head) || isSkippable(head)) return 'zstd';
  if (head[0] === 0xfd && head[1] === 0x37 && head[2] === 0x7a && head[3] === 0x58) return 'xz';
  if (head[0] === 0x42 && head[1] === 0x5a && head[2] === 0x68) return 'bzip2';
  return 'none';
}
