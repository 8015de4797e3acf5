import { crc32, createInflateRaw } from 'node:zlib';
import type { BlobInput } from './blob-input.ts';
import { outputBytesAfter } from './output-size.ts';
import { runEngine } from './run-engine.ts';

/** A header's file name and comment have no bound in the format. */
const MAX_HEADER_BYTES = 1024 * 1024;
const FLAG = { headerCrc: 2, extra: 4, name: 8, comment: 16 };
const FIXED_HEADER_BYTES = 10;
const TRAILER_BYTES = 8;

/**
 * Decodes gzip members one behind the other (RFC 1952) up to the first bytes that do not start another one;
 * those stay in `input`.
 *
 * @throws an Error that says what is damaged; what the input or `take` throws
 */
export async function gunzip(input: BlobInput, take: (chunk: Buffer) => void): Promise<void> {
  let chunkSize = outputBytesAfter(undefined);
  while (isMember(await input.peek(3))) {
    await skipHeader(input);
    let crc = 0;
    let size = 0;
    await runEngine(createInflateRaw({ chunkSize }), input, (chunk) => {
      crc = crc32(chunk, crc);
      size += chunk.length;
      take(chunk);
    });
    const trailer = await input.peek(TRAILER_BYTES);
    if (trailer.length < TRAILER_BYTES) throw new Error('unexpected end of file');
    if (trailer.readUInt32LE(0) !== crc) throw new Error('incorrect data check');
    if (trailer.readUInt32LE(4) !== size % 2 ** 32) throw new Error('incorrect length check');
    await input.skip(TRAILER_BYTES);
    chunkSize = outputBytesAfter(size);
  }
}

function isMember(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
}

async function skipHeader(input: BlobInput): Promise<void> {
  const flags = (await input.peek(FIXED_HEADER_BYTES))[3] ?? 0;
  let length = FIXED_HEADER_BYTES;
  if ((flags & FLAG.extra) !== 0) {
    const head = await input.peek(length + 2);
    length += 2 + (head.length < length + 2 ? 0 : head.readUInt16LE(length));
  }
  if ((flags & FLAG.name) !== 0) length = await endOfText(input, length);
  if ((flags & FLAG.comment) !== 0) length = await endOfText(input, length);
  if ((flags & FLAG.headerCrc) !== 0) length += 2;
  if ((await input.skip(length)) < length) throw new Error('unexpected end of file');
}

/** Where the text that starts at `from` has its terminating zero behind it. */
async function endOfText(input: BlobInput, from: number): Promise<number> {
  let searched = from;
  for (;;) {
    const head = await input.peek(searched + 1);
    if (head.length <= searched) throw new Error('unexpected end of file');
    const zero = head.indexOf(0, searched);
    if (zero !== -1) return zero + 1;
    searched = head.length;
    if (searched > MAX_HEADER_BYTES) throw new Error(`a header is longer than ${MAX_HEADER_BYTES} bytes`);
  }
}
