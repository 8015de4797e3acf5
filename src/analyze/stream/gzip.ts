import { crc32, createInflateRaw } from 'node:zlib';
import type { BlobInput } from './blob-input.ts';
import { isGzipMember, readGzipHeader } from './gzip-header.ts';
import { outputBytesAfter } from './output-size.ts';
import { runEngine } from './run-engine.ts';

const TRAILER_BYTES = 8;

/**
 * Decodes gzip members one behind the other (RFC 1952) up to the first bytes that do not start another one;
 * those stay in `input`.
 *
 * @throws an Error that says what is damaged; what the input or `take` throws
 */
export async function gunzip(input: BlobInput, take: (chunk: Buffer) => void): Promise<void> {
  let chunkSize = outputBytesAfter(undefined);
  while (isGzipMember(await input.peek(3))) {
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

async function skipHeader(input: BlobInput): Promise<void> {
  const reading = readGzipHeader();
  let step = reading.next();
  while (!step.done) step = reading.next(await input.peek(step.value));
  const { length } = step.value;
  if ((await input.skip(length)) < length) throw new Error('unexpected end of file');
}
