import type { InflateRaw, ZstdDecompress } from 'node:zlib';
import { freeMemoryEndingWith } from '../../base/free-memory.ts';
import type { BlobInput } from './blob-input.ts';

/**
 * Feeds one zlib stream until what it decodes has ended, and gives back the bytes behind that end. Node's own
 * handling of what follows would lose data: createGunzip() drops the output made together with trailing
 * garbage, and createZstdDecompress() drops every frame but the first.
 *
 * Where an end falls together with the end of a write, inflate takes nothing of the next one, while zstd goes
 * on with the next frame in the same engine: the same data comes out either way.
 *
 * Of damaged data, everything that came out before the damage is taken. (An asynchronous iterator over the engine
 * would drop what it has not yet been asked for, and how much that is depends on timing.)
 *
 * @param take called with what comes out, which is gone when it returns; while it runs, the next output is already being
 *   made
 * @throws what zlib, the input or `take` throws
 */
export async function runEngine(
  engine: InflateRaw | ZstdDecompress,
  input: BlobInput,
  take: (chunk: Buffer) => void,
): Promise<void> {
  const taking = takeAll(engine, take);
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
      input.letGo(chunk);
    }
  } finally {
    engine.destroy();
  }
}

/** Resolves when the engine has ended, and rejects when it or `take` fails. */
function takeAll(engine: InflateRaw | ZstdDecompress, take: (chunk: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let pending: Buffer[] = [];
    const takePending = (): void => {
      const chunks = pending;
      pending = [];
      try {
        for (const chunk of chunks) {
          take(chunk);
          // An engine fills a buffer piece by piece, and never goes back to one that is full.
          freeMemoryEndingWith(chunk);
        }
      } catch (error) {
        engine.destroy();
        reject(error);
      }
    };
    engine.on('data', (chunk: Buffer) => {
      // Not here and now: once this callback returns, the engine starts on its next output in another thread.
      if (pending.push(chunk) === 1) queueMicrotask(takePending);
    });
    engine.once('end', () => {
      takePending();
      resolve();
    });
    engine.once('error', (error) => {
      takePending();
      reject(error);
    });
  });
}

function written(engine: InflateRaw | ZstdDecompress, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    engine.write(bytes, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
