import { Readable } from 'node:stream';
import { constants, createGzip, gzipSync, zstdCompressSync } from 'node:zlib';
import type { LargeLayer } from './large-layout.ts';
import { piped } from './packed.ts';
import { type Random, randomSource } from './random.ts';
import { padded, tarHeader } from './tar.ts';

const MiB = 1024 * 1024;
const END = Buffer.alloc(1024);

/**
 * A layer of one file of so many MiB (up to 8 GiB, what an octal size holds). Made in no time: the file is one
 * block of bytes again and again, each a gzip member of its own.
 */
export function hugeFileLayer(mebibytes: number): LargeLayer {
  const BLOCK_MIB = 16;
  const blocks = Math.ceil(mebibytes / BLOCK_MIB);
  const size = blocks * BLOCK_MIB * MiB;
  return {
    createdBy: `COPY data.bin /srv/data.bin # ${mebibytes} MiB`,
    async *gzip(told) {
      // Mostly zeros: only its length is asked for, and the rest would only be time.
      const block = Buffer.alloc(BLOCK_MIB * MiB);
      block.set(mixedBytes(MiB));
      const packed = gzipSync(block, { level: 1 });
      const header = tarHeader({ name: 'srv/data.bin', size });
      told?.(header);
      yield gzipSync(header);
      for (let i = 0; i < blocks; i++) {
        told?.(block);
        yield packed;
      }
      told?.(END);
      yield gzipSync(END);
    },
    tells: true,
  };
}

/** A layer of archives that come to so many MiB each: gzip, and zstd and xz that refer back as far as is allowed. */
export function archivesLayer(mebibytes: number): LargeLayer {
  const BLOCK_MIB = 16;
  return {
    createdBy: `COPY archives /srv/ # ${mebibytes} MiB each`,
    async *gzip() {
      const block = mixedBytes(BLOCK_MIB * MiB);
      const packed = gzipSync(block, { level: 1 });
      const members = Math.ceil(mebibytes / BLOCK_MIB);
      const size = packed.length * members;
      yield gzipSync(tarHeader({ name: 'srv/data.gz', size }));
      const again = gzipSync(packed, { level: 0 });
      for (let i = 0; i < members; i++) yield again;
      yield gzipSync(Buffer.alloc((512 - (size % 512)) % 512));
      const whole = Buffer.concat(Array.from({ length: 6 }, () => block));
      const windows: readonly (readonly [name: string, data: Buffer])[] = [
        [
          'srv/data.zst',
          zstdCompressSync(whole, {
            params: { [constants.ZSTD_c_windowLog]: 26, [constants.ZSTD_c_compressionLevel]: 1 },
          }),
        ],
        ['srv/data.xz', piped('xz', whole, '--lzma2=preset=0,dict=64MiB')],
      ];
      for (const [name, data] of windows) {
        yield gzipSync(Buffer.concat([tarHeader({ name, size: data.length }), padded(data)]), { level: 1 });
      }
      yield gzipSync(END);
    },
  };
}

/** A layer of so many small files as applications bring them: mostly modules, some texts, each with its own name and bytes. */
export function smallFilesLayer(count: number, first = 0): LargeLayer {
  return {
    createdBy: `RUN npm ci # ${count} files`,
    gzip: (told) => gzipped(smallFiles(first, count), told),
    tells: true,
  };
}

/**
 * A layer of so many scripts of an application of its own, 10 kB each: all of them are kept for detectors, as far as there is
 * room for the texts of a layer.
 */
export function scriptsLayer(count: number, first = 0): LargeLayer {
  return {
    createdBy: `COPY src /app/src # ${count} scripts`,
    gzip: (told) => gzipped(scripts(first, count), told),
    tells: true,
  };
}

async function* gzipped(
  chunks: Iterable<Buffer>,
  told: ((plain: Buffer) => void) | undefined,
): AsyncIterable<Buffer> {
  const heard = function* (): Generator<Buffer> {
    for (const chunk of chunks) {
      told?.(chunk);
      yield chunk;
    }
  };
  yield* Readable.from(heard()).pipe(createGzip({ level: 1 }));
}

const SCRIPT_BYTES = 10_000;

function* scripts(first: number, count: number): Generator<Buffer> {
  const random = randomSource(11);
  const all = Buffer.from(words(random, 400_000));
  for (let i = first; i < first + count; i++) {
    const from = random.below(all.length - SCRIPT_BYTES);
    const data = Buffer.concat([Buffer.from(`// ${i}\n`), all.subarray(from, from + SCRIPT_BYTES)]);
    yield Buffer.concat([
      tarHeader({ name: `app/src/part-${i % 500}/file-${i}.js`, size: data.length }),
      padded(data),
    ]);
  }
  yield END;
}

/** Of a hundred files: what installers brought, documentation, and five of the application's own. */
const SHARES: readonly (readonly [count: number, folder: string, ending: string])[] = [
  [57, 'app/node_modules/package', 'js'],
  [20, 'usr/lib/python3/dist-packages/module', 'py'],
  [18, 'usr/share/doc/package', 'txt'],
  [4, 'app/src/part', 'ts'],
  [1, 'opt/data/set', 'json'],
];
const PLACES = SHARES.flatMap(([count, folder, ending]) =>
  Array.from({ length: count }, () => ({ folder, ending })),
);
const WORDS =
  'const return function import export default value index length config module request response handler error result options string number object array map filter push join split trim slice'.split(
    ' ',
  );

/** Bytes of a small file's text. */
const MIN_TEXT = 140;
const MAX_TEXT = 2000;

function* smallFiles(first: number, count: number): Generator<Buffer> {
  const random = randomSource(7);
  const text = Buffer.from(words(random, 40_000));
  // Many files a chunk, or the pipe costs more than the files.
  let chunk: Buffer[] = [];
  let bytes = 0;
  for (let i = first; i < first + count; i++) {
    const { folder, ending } = PLACES[i % PLACES.length] ?? { folder: 'srv', ending: 'txt' };
    // A serial number, and a piece of the text for the rest.
    const serial = Buffer.from(`// ${i}\n`);
    const length = MIN_TEXT + random.below(MAX_TEXT - MIN_TEXT);
    const from = random.below(text.length - length);
    const data = Buffer.concat([serial, text.subarray(from, from + length)]);
    const name = `${folder}-${i % 500}/lib/file-${i}.${ending}`;
    chunk.push(tarHeader({ name, size: data.length }), padded(data));
    bytes += data.length + 1024;
    if (bytes < MiB) continue;
    yield Buffer.concat(chunk);
    chunk = [];
    bytes = 0;
  }
  yield Buffer.concat([...chunk, END]);
}

function words(random: Random, count: number): string {
  // Joining an array of the words takes half as long again.
  let text = '';
  for (let i = 0; i < count; i++) text += random.pick(WORDS) + (i % 9 === 8 ? ';\n' : ' ');
  return text;
}

/** Bytes that compress about as programs do. */
function mixedBytes(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = 1;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    bytes[i] = i % 4 < 2 ? state >>> 24 : (i >>> 6) & 0xff;
  }
  return bytes;
}
