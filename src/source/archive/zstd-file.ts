import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createZstdDecompress } from 'node:zlib';

/**
 * What a file of zstd frames holds, one frame behind the other (RFC 8878), skippable ones passed over. Node's own
 * stream stops without a word behind the first one when the next lies in the same chunk.
 *
 * @throws an Error that says what is damaged, or the file system's
 */
export async function* readZstdFile(path: string, chunkSize: number): AsyncGenerator<Buffer> {
  const { size } = await stat(path);
  for (let at = 0; at < size; ) {
    const input = createReadStream(path, { start: at, highWaterMark: chunkSize });
    const engine = createZstdDecompress({ chunkSize });
    input.on('error', (error) => engine.destroy(error));
    input.pipe(engine);
    try {
      for await (const chunk of engine) yield chunk as Buffer;
    } finally {
      input.destroy();
      engine.destroy();
    }
    if (engine.bytesWritten === 0) throw new Error('a zstd frame takes no bytes');
    at += engine.bytesWritten;
  }
}
