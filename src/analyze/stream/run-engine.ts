import type { InflateRaw, ZstdDecompress } from 'node:zlib';
import type { BlobInput } from './blob-input.ts';

/**
 * Feeds one zlib stream until what it decodes has ended, and gives back the bytes behind that end. Node's own
 * handling of what follows would lose data: createGunzip() drops the output made together with trailing
 * garbage, and createZstdDecompress() drops every frame but the first.
 *
 * Where an end falls together with the end of a write, inflate takes nothing of the next one, while zstd goes
 * on with the next frame in the same engine: the same data comes out either way.
 *
 * @param take called with what comes out; while it runs, the next output is already being made
 * @throws what zlib, the input or `take` throws
 */
export async function runEngine(
  engine: InflateRaw | ZstdDecompress,
  input: BlobInput,
  take: (chunk: Buffer) => void,
): Promise<void> {
  const taking = (async () => {
    for await (const chunk of engine) take(chunk as Buffer);
  })();
  // Its failure reaches the caller through the race or an await; never as an unhandled one.
  taking.catch(() => undefined);
  try {
    let before = 0;
    for (;;) {
      const chunk = await input.next();
      if (chunk === undefined) {
        engine.end();
        await taking;
        return;
      }
      await Promise.race([written(engine, chunk), taking]);
      const used = engine.bytesWritten - before;
      if (used < chunk.length) {
        await taking;
        input.unread(chunk.subarray(used));
        return;
      }
      before += chunk.length;
    }
  } finally {
    engine.destroy();
  }
}

function written(engine: InflateRaw | ZstdDecompress, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    engine.write(bytes, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
