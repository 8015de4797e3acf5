import { type FileHandle, open, rm } from 'node:fs/promises';
import { BLOCK, isZeroBlock, parseHeader } from '../../base/tar/header.ts';
import type { Misfit, Place } from '../place.ts';
import type { ScratchOptions } from '../scratch-file.ts';
import { indexTar, type TarIndex } from './tar-index.ts';
import { type OuterCompression, unpackArchive } from './unpack.ts';

/**
 * A tar archive, plain or compressed with gzip or zstd, told by its first bytes. Its members are read where they
 * lie; a compressed one is decompressed to a temporary file first. When the file is none of these, the answer is
 * what it is instead. `title` names it in messages. Its headers are read when first asked for.
 */
export async function openArchive(
  path: string,
  title: string,
  options: ScratchOptions,
): Promise<Place | Misfit> {
  const head = await readHead(path);
  const compression = outerCompression(head);
  if (compression === undefined) {
    return parseHeader(head) === undefined ? describeFile(head) : tarPlace(path, title, options);
  }
  const unpacked = await unpackArchive(path, title, compression, options);
  if (unpacked === undefined) return { is: `a ${compression} file with no tar archive in it` };
  return { ...tarPlace(unpacked, title, options), close: () => rm(unpacked, { force: true }) };
}

function tarPlace(path: string, title: string, { limits }: ScratchOptions): Place {
  let indexing: Promise<TarIndex> | undefined;
  const index = (): Promise<TarIndex> => {
    indexing ??= withFile(path, async (file) =>
      indexTar(file, (await file.stat()).size, limits, `the archive ${title}`),
    );
    return indexing;
  };
  return {
    kind: 'archive',
    path,
    find: async (name) => {
      const member = (await index()).find(name);
      return member === undefined ? undefined : { path, ...member };
    },
    topNames: async () => (await index()).topNames,
    endsEarly: async () => (await index()).endsEarly,
    close: async () => undefined,
  };
}

async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, 'r');
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

async function readHead(path: string): Promise<Buffer> {
  return withFile(path, async (file) => {
    const head = Buffer.alloc(BLOCK);
    const { bytesRead } = await file.read(head, 0, BLOCK, 0);
    return head.subarray(0, bytesRead);
  });
}

function outerCompression(head: Buffer): OuterCompression | undefined {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head.length < 4) return undefined;
  const magic = head.readUInt32LE(0);
  // A zstd frame, or a skippable one before it (RFC 8878, 3.1).
  return magic === 0xfd2fb528 || magic >>> 4 === 0x184d2a5 ? 'zstd' : undefined;
}

function describeFile(head: Buffer): Misfit {
  const magic = head.subarray(0, 4).toString('latin1');
  if (head.length === 0) return { is: 'an empty file' };
  if (head.length === BLOCK && isZeroBlock(head)) return { is: 'an empty tar archive' };
  if (head.subarray(0, 6).equals(Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0])))
    return compressed('an', 'xz');
  if (magic.startsWith('BZh')) return compressed('a', 'bzip2');
  if (magic === 'PK\u0003\u0004') {
    return { is: 'a zip archive', advice: () => 'Unpack it first, and name what is in it.' };
  }
  if (magic === '\u007fELF') return { is: 'an ELF program' };
  return { is: 'a file that is no tar archive' };
}

/** By what clearpull does not unpack itself. */
function compressed(article: string, tool: string): Misfit {
  return {
    is: `${article} ${tool}-compressed file`,
    advice: (name) =>
      `Decompress it first: ${name === undefined ? `COMMAND | ${tool} -dc` : `${tool} -dc ${name}`} | clearpull -`,
  };
}
