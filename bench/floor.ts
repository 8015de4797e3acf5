import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { createGunzip } from 'node:zlib';
import { layersOf } from './images/layers-of.ts';

/**
 * The machine's floor: what any tool must do that verifies an image. The same Node, as many workers, and only
 * gunzip and sha256 of both sides of the same layers. Run as `node bench/floor.ts LAYOUT WORKERS`.
 */
async function verify(path: string): Promise<number> {
  const outer = createHash('sha256');
  const inner = createHash('sha256');
  let bytes = 0;
  const file = createReadStream(path, { highWaterMark: 1024 * 1024 });
  file.on('data', (chunk) => outer.update(chunk));
  await pipeline(file, createGunzip({ chunkSize: 1024 * 1024 }), async (chunks) => {
    for await (const chunk of chunks) {
      inner.update(chunk as Buffer);
      bytes += (chunk as Buffer).length;
    }
  });
  outer.digest();
  inner.digest();
  return bytes;
}

interface Share {
  readonly paths: readonly string[];
  readonly next: Int32Array;
}

if (isMainThread) {
  const paths = layersOf(process.argv[2] ?? '').map(({ path }) => path);
  const next = new Int32Array(new SharedArrayBuffer(4));
  const workers = Array.from(
    { length: Number(process.argv[3] ?? 2) },
    () => new Worker(fileURLToPath(import.meta.url), { workerData: { paths, next } satisfies Share }),
  );
  await Promise.all(workers.map((worker) => new Promise((resolve) => worker.on('exit', resolve))));
} else {
  const { paths, next } = workerData as Share;
  for (let at = Atomics.add(next, 0, 1); at < paths.length; at = Atomics.add(next, 0, 1)) {
    await verify(paths[at] ?? '');
  }
}
