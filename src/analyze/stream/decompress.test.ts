import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../base/digest.ts';
import { DEFAULT_LIMITS, type Limits } from '../../base/limits.ts';
import { type DecompressResult, decompress } from './decompress.ts';

interface Options {
  readonly size?: number;
  readonly limits?: Partial<Limits>;
}

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    yield bytes.subarray(at, at + size);
    yield new Uint8Array(0);
  }
}

async function run(
  bytes: Buffer,
  { size = 1 << 20, limits = {} }: Options = {},
): Promise<{ result: DecompressResult; out: Buffer }> {
  const chunks: Buffer[] = [];
  const result = await decompress(pieces(bytes, size), (chunk) => chunks.push(Buffer.from(chunk)), {
    limits: { ...DEFAULT_LIMITS, ...limits },
    algorithm: 'sha256',
  });
  expect(result.digest).toBe(digestOf(bytes));
  expect(result.compressedBytes).toBe(bytes.length);
  const out = Buffer.concat(chunks);
  expect(result.bytes).toBe(out.length);
  return { result, out };
}

const reasons = ({ unknowns }: DecompressResult): string[] => unknowns.map(({ reason }) => reason);

/** Bytes that do not compress to nothing, the same each time. */
function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let i = 0, state = 1; i < length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    bytes[i] = i % 3 === 0 ? 0x61 : state >>> 24;
  }
  return bytes;
}

const TEXT = noise(12_000);
const MORE = noise(3_000).reverse();
const SIZES = [1 << 20, 1000, 7, 1];
const skippable = Buffer.concat([Buffer.from('5e2a4d1805000000', 'hex'), Buffer.from('12345')]);
const gzipWithFields = (() => {
  const plain = gzipSync(TEXT);
  const header = Buffer.from(plain.subarray(0, 10));
  header[3] = 2 | 4 | 8 | 16;
  const fields = Buffer.from('\x03\0abcname\0comment\0\0\0', 'latin1');
  return Buffer.concat([header, fields, plain.subarray(10)]);
})();

describe('decompress', () => {
  it.each<[string, Buffer, Buffer, string]>([
    ['nothing', Buffer.alloc(0), Buffer.alloc(0), 'none'],
    ['three bytes', Buffer.from([0x1f, 0x8b, 7]), Buffer.from([0x1f, 0x8b, 7]), 'none'],
    ['plain bytes', TEXT, TEXT, 'none'],
    ['gzip', gzipSync(TEXT), TEXT, 'gzip'],
    ['gzip with every optional field', gzipWithFields, TEXT, 'gzip'],
    ['gzip of nothing', gzipSync(''), Buffer.alloc(0), 'gzip'],
    [
      'two gzip members',
      Buffer.concat([gzipSync(TEXT), gzipSync(MORE)]),
      Buffer.concat([TEXT, MORE]),
      'gzip',
    ],
    ['zstd', zstdCompressSync(TEXT), TEXT, 'zstd'],
    [
      'zstd with a checksum',
      zstdCompressSync(TEXT, { params: { [constants.ZSTD_c_checksumFlag]: 1 } }),
      TEXT,
      'zstd',
    ],
    ['zstd behind a skippable frame', Buffer.concat([skippable, zstdCompressSync(TEXT)]), TEXT, 'zstd'],
    [
      'zstd frames and skippable ones',
      Buffer.concat([
        zstdCompressSync(TEXT),
        skippable,
        skippable,
        zstdCompressSync(''),
        zstdCompressSync(MORE),
        skippable,
      ]),
      Buffer.concat([TEXT, MORE]),
      'zstd',
    ],
  ])('reads %s whole, however it is cut', async (_, bytes, expected, compression) => {
    for (const size of SIZES) {
      const { result, out } = await run(bytes, { size });
      expect(out.equals(expected), `pieces of ${size}`).toBe(true);
      expect(result).toMatchObject({ compression, broken: false, unknowns: [] });
    }
  });

  it.each([
    ['gzip', gzipSync(TEXT), Buffer.from('garbage')],
    ['gzip', gzipSync(TEXT), Buffer.alloc(1000)],
    ['gzip', gzipSync(TEXT), Buffer.from([0x1f])],
    ['gzip', gzipSync(TEXT), Buffer.from([0x1f, 0x8b, 9, 0, 0])],
    ['zstd', zstdCompressSync(TEXT), Buffer.from('garbage')],
    ['zstd', Buffer.concat([zstdCompressSync(TEXT), skippable]), Buffer.from([0x28])],
  ])('keeps all data of %s with garbage behind it, and counts that', async (kind, data, garbage) => {
    // Where a zstd frame ends with a piece, the garbage counts as a damaged further frame.
    for (const size of kind === 'gzip' ? SIZES : SIZES.slice(0, 1)) {
      const { result, out } = await run(Buffer.concat([data, garbage]), { size });
      expect(out.equals(TEXT), `pieces of ${size}`).toBe(true);
      expect(reasons(result)).toEqual(['trailing-data']);
      expect(result.unknowns[0]?.detail).toMatch(new RegExp(`^${garbage.length} bytes `));
      expect(result.broken).toBe(false);
    }
  });

  it.each([
    ['gzip', Buffer.concat([gzipSync(TEXT), Buffer.from('1f8b0800ffffffffffffffffffff', 'hex')])],
    ['gzip', Buffer.concat([gzipSync(TEXT), gzipSync(MORE).subarray(0, 5)])],
    ['zstd', Buffer.concat([zstdCompressSync(TEXT), Buffer.from('28b52ffdffffffff', 'hex')])],
    ['zstd', Buffer.concat([zstdCompressSync(TEXT), Buffer.from('502a4d18ffffffff00', 'hex')])],
  ])('keeps all data of %s before a damaged second part', async (_, bytes) => {
    for (const size of SIZES) {
      const { result, out } = await run(bytes, { size });
      expect(out.equals(TEXT), `pieces of ${size}`).toBe(true);
      expect(reasons(result)).toEqual(['decompression-failed']);
      expect(result.broken).toBe(true);
    }
  });

  it.each([
    ['gzip', gzipSync(TEXT)],
    ['zstd', zstdCompressSync(TEXT, { params: { [constants.ZSTD_c_checksumFlag]: 1 } })],
  ])('notices wherever %s is cut off or damaged, and still tells the digest', async (_, bytes) => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 10, max: bytes.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, flip) => {
          const cut = await run(bytes.subarray(0, at), { size: 500 });
          expect(reasons(cut.result)).toEqual(['decompression-failed']);
          expect(cut.result.broken).toBe(true);
          expect(TEXT.subarray(0, cut.out.length).equals(cut.out)).toBe(true);
          const damaged = Buffer.from(bytes);
          damaged[at] = (damaged[at] ?? 0) ^ flip;
          const { result, out } = await run(damaged, { size: 500 });
          // A flipped bit of a header may mean nothing; then the data is right.
          expect(result.unknowns.length > 0 || out.equals(TEXT)).toBe(true);
        },
      ),
      { seed: 5, numRuns: 60 },
    );
  });

  it('reads more than one buffer of output', async () => {
    const big = noise(3_000_000);
    for (const bytes of [gzipSync(big), zstdCompressSync(big), gzipSync(Buffer.alloc(5_000_000))]) {
      for (const size of [1 << 20, 1 << 16]) {
        const { result, out } = await run(Buffer.concat([bytes, bytes]), { size });
        expect(result.unknowns).toEqual([]);
        expect(out.subarray(0, out.length / 2).equals(out.subarray(out.length / 2))).toBe(true);
        expect([6_000_000, 10_000_000]).toContain(out.length);
      }
    }
  });

  it('says that it does not read xz and bzip2', async () => {
    for (const magic of ['fd377a585a0000', '425a6839314159']) {
      const { result } = await run(Buffer.from(magic, 'hex'), { size: 1 });
      expect(reasons(result)).toEqual(['unsupported-compression']);
      expect(result.broken).toBe(true);
    }
  });
});

describe('memory', () => {
  const MIB = 1 << 20;

  it.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ])('lets go of what %s made as soon as it is taken', async (_, pack) => {
    const chunks: Buffer[] = [];
    const bytes = pack(noise(5 * MIB));
    await decompress(
      pieces(bytes, MIB),
      (chunk) => {
        // Those before it are gone, or of the same memory.
        for (const { buffer } of chunks) if (buffer.byteLength > 0) expect(buffer).toBe(chunk.buffer);
        chunks.push(chunk);
      },
      { limits: DEFAULT_LIMITS, algorithm: 'sha256' },
    );
    expect(chunks.length).toBeGreaterThan(4);
    expect(chunks.filter(({ buffer }) => buffer.byteLength === 0).length).toBeGreaterThan(3);
  });

  it.each([
    ['gzip', true, gzipSync(noise(12 * MIB))],
    ['gzip', false, gzipSync(noise(12 * MIB))],
    ['plain', true, noise(6 * MIB + 1)],
    ['plain', false, noise(6 * MIB + 1)],
  ])(
    'lets go of what the source gave away, and of nothing else (%s, %s)',
    async (kind, ownsChunks, bytes) => {
      const chunks: Buffer[] = [];
      async function* source(): AsyncGenerator<Uint8Array> {
        for (let at = 0; at < bytes.length; at += MIB) {
          const chunk = Buffer.allocUnsafeSlow(Math.min(MIB, bytes.length - at));
          bytes.copy(chunk, 0, at);
          chunks.push(chunk);
          yield chunk;
        }
      }
      const result = await decompress(source(), () => undefined, {
        limits: DEFAULT_LIMITS,
        algorithm: 'sha256',
        ownsChunks,
      });
      expect([result.digest, result.unknowns]).toEqual([digestOf(bytes), []]);
      expect(chunks.length).toBeGreaterThan(5);
      // The last is shorter, and the first of gzip has a header in front.
      const kept = kind === 'gzip' ? 2 : 1;
      const freed = chunks.filter(({ buffer }) => buffer.byteLength === 0).length;
      expect(freed).toBe(ownsChunks ? chunks.length - kept : 0);
    },
  );
});

describe('limits', () => {
  it('passes on exactly maxLayerBytes, however the bytes are cut', async () => {
    for (const bytes of [TEXT, gzipSync(TEXT), zstdCompressSync(TEXT)]) {
      for (const size of SIZES.slice(0, 3)) {
        const { result, out } = await run(bytes, { size, limits: { maxLayerBytes: 4_001 } });
        expect(out.equals(TEXT.subarray(0, 4_001))).toBe(true);
        expect(reasons(result)).toEqual(['limit-reached']);
        expect(result.broken).toBe(true);
      }
      const { result } = await run(bytes, { limits: { maxLayerBytes: TEXT.length } });
      expect(result.broken).toBe(false);
    }
  });

  it('stops a bomb soon after the ratio is passed, without inflating the rest', async () => {
    const block = zstdCompressSync(Buffer.alloc(256 * 1024 * 1024));
    let bytes = 0;
    const result = await decompress(
      pieces(Buffer.concat([block, block, block]), 1 << 20),
      (chunk) => (bytes += chunk.length),
      {
        limits: DEFAULT_LIMITS,
        algorithm: 'sha256',
      },
    );
    expect(reasons(result)).toEqual(['limit-reached']);
    expect(result.unknowns[0]?.detail).toContain('maxCompressionRatio');
    expect(bytes).toBeLessThan(68 * 1024 * 1024);
  });
});

describe('what is not the fault of the data', () => {
  const options = { limits: DEFAULT_LIMITS, algorithm: 'sha256' } as const;
  const compressed = gzipSync(TEXT);

  for (const bytes of [
    TEXT,
    compressed,
    zstdCompressSync(TEXT),
    Buffer.concat([compressed, Buffer.from('x')]),
    Buffer.from('1f8b0800ffffffffffff', 'hex'),
  ]) {
    it(`throws the error of the source (${bytes.toString('hex', 0, 4)}, ${bytes.length})`, async () => {
      for (const size of [1 << 20, 1000, 3]) {
        const failing = async function* (): AsyncGenerator<Uint8Array> {
          yield* pieces(bytes, size);
          throw new Error('connection reset');
        };
        await expect(decompress(failing(), () => undefined, options)).rejects.toThrow('connection reset');
      }
    });
  }

  it('throws the error of the sink', async () => {
    const sink = (): void => {
      throw new TypeError('a bug');
    };
    for (const bytes of [TEXT, compressed, zstdCompressSync(TEXT)]) {
      await expect(decompress(pieces(bytes, 1000), sink, options)).rejects.toThrow('a bug');
    }
  });

  it('throws the abort reason and lets go of the source', async () => {
    const controller = new AbortController();
    let closed = false;
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield compressed;
      } finally {
        closed = true;
      }
    };
    let count = 0;
    const onBytes = (): void => {
      if (++count === 3) controller.abort(new Error('enough'));
    };
    await expect(
      decompress(endless(), () => undefined, { ...options, onBytes, signal: controller.signal }),
    ).rejects.toThrow('enough');
    expect(closed).toBe(true);
  });

  it('counts the compressed bytes for whoever shows progress', async () => {
    let bytes = 0;
    await decompress(pieces(compressed, 999), () => undefined, {
      ...options,
      onBytes: (count) => (bytes += count),
    });
    expect(bytes).toBe(compressed.length);
  });
});
