import { createZstdDecompress } from 'node:zlib';
import type { BlobInput } from './blob-input.ts';
import { outputBytesAfter } from './output-size.ts';
import { runEngine } from './run-engine.ts';

const SKIPPABLE_HEADER_BYTES = 8;

/**
 * Decodes zstd frames one behind the other (RFC 8878) up to the first bytes that do not start another one;
 * those stay in `input`. Skippable frames are passed over.
 *
 * @throws an Error that says what is damaged; what the input or `take` throws
 */
export async function unzstd(input: BlobInput, take: (chunk: Buffer) => void): Promise<void> {
  let chunkSize = outputBytesAfter(undefined);
  for (;;) {
    const head = await input.peek(SKIPPABLE_HEADER_BYTES);
    if (isSkippable(head)) {
      if (head.length < SKIPPABLE_HEADER_BYTES) throw new Error('unexpected end of file');
      const length = SKIPPABLE_HEADER_BYTES + head.readUInt32LE(4);
      if ((await input.skip(length)) < length) throw new Error('unexpected end of file');
    } else if (isFrame(head)) {
      let size = 0;
      await runEngine(createZstdDecompress({ chunkSize }), input, (chunk) => {
        size += chunk.length;
        take(chunk);
      });
      chunkSize = outputBytesAfter(size);
    } else return;
  }
}

/** True for the magic number of a frame with content (RFC 8878, 3.1.1). */
export function isFrame(head: Uint8Array): boolean {
  return head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd;
}

/** True for the sixteen magic numbers of skippable frames (RFC 8878, 3.1.2). */
export function isSkippable(head: Uint8Array): boolean {
  return (head[0] ?? 0) >> 4 === 0x5 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18;
}
