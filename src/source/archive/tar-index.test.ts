import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect, type TestFolder, testFolder } from '../../../testkit/source-options.ts';
import { padded, paxRecords, tar, tarHeader } from '../../../testkit/tar.ts';
import { ClearpullError } from '../../base/errors.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import { indexTar, type TarIndex } from './tar-index.ts';

let folder: TestFolder;
beforeAll(async () => {
  folder = await testFolder();
});
afterAll(() => folder.remove());

async function indexOf(bytes: Buffer, limits = DEFAULT_LIMITS): Promise<TarIndex> {
  const path = join(folder.path, 'test.tar');
  await writeFile(path, bytes);
  const file = await open(path);
  try {
    return await indexTar(file, bytes.length, limits, 'the archive');
  } finally {
    await file.close();
  }
}

function text(bytes: Buffer, index: TarIndex, name: string): string | undefined {
  const member = index.find(name);
  return member === undefined
    ? undefined
    : bytes.toString('utf8', member.offset, member.offset + member.size);
}

describe('the index of a tar', () => {
  it('finds files by ustar, PAX and GNU names', async () => {
    const long = `${'d/'.repeat(80)}${'n'.repeat(120)}`;
    const gnuName = Buffer.from(`gnu/${'g'.repeat(200)}\0`);
    const bytes = Buffer.concat([
      tar(
        [
          { path: './a//b', data: 'one' },
          { path: long, data: 'two' },
        ],
        { end: false },
      ),
      tarHeader({ name: '././@LongLink', typeflag: 'L', size: gnuName.length, magic: 'ustar  \0' }),
      padded(gnuName),
      tarHeader({ name: 'short', size: 5, magic: 'ustar  \0' }),
      padded(Buffer.from('three')),
      tar([]),
    ]);
    const index = await indexOf(bytes);
    expect(text(bytes, index, 'a/b')).toBe('one');
    expect(text(bytes, index, long)).toBe('two');
    expect(text(bytes, index, `gnu/${'g'.repeat(200)}`)).toBe('three');
    expect(index.find('short')).toBeUndefined();
  });

  it('takes the size from PAX and from base-256', async () => {
    const pax = paxRecords({ size: '4' });
    const base256 = Buffer.alloc(12);
    base256[0] = 0x80;
    base256[11] = 3;
    const bytes = Buffer.concat([
      tarHeader({ name: 'pax', typeflag: 'x', size: pax.length }),
      padded(pax),
      tarHeader({ name: 'a', size: 0 }),
      padded(Buffer.from('four')),
      tarHeader({ name: 'b', size: base256 }),
      padded(Buffer.from('two')),
      tar([]),
    ]);
    const index = await indexOf(bytes);
    expect(text(bytes, index, 'a')).toBe('four');
    expect(text(bytes, index, 'b')).toBe('two');
  });

  it('follows links inside the archive only, and gives up on circles', async () => {
    const bytes = tar([
      { path: 'x/layer.tar', data: 'layer' },
      { path: 'y/layer.tar', type: 'symlink', target: '../x/layer.tar' },
      { path: 'hard', type: 'hardlink', target: 'y/layer.tar' },
      { path: 'out', type: 'symlink', target: '../../etc/passwd' },
      { path: 'absolute', type: 'symlink', target: '/x/layer.tar' },
      { path: 'p', type: 'symlink', target: 'q' },
      { path: 'q', type: 'symlink', target: 'p' },
      { path: 'pipe', type: 'fifo' },
    ]);
    const index = await indexOf(bytes);
    expect(text(bytes, index, 'y/layer.tar')).toBe('layer');
    expect(text(bytes, index, 'hard')).toBe('layer');
    for (const name of ['out', 'absolute', 'p', 'q', 'pipe', 'absent'])
      expect(index.find(name)).toBeUndefined();
  });

  it('marks names that occur twice, and does not let one escape the archive', async () => {
    const bytes = tar([
      { path: 'a', data: '1' },
      { path: './a', data: '2' },
      { path: '../b', data: '3' },
      { path: '/c', data: '4' },
    ]);
    const index = await indexOf(bytes);
    expect(index.find('a')?.ambiguous).toBe(true);
    expect(index.find('b')).toBeUndefined();
    expect(index.find('c')?.ambiguous).toBe(false);
  });

  it('refuses what is damaged, cut off, or endless', async () => {
    const whole = tar([{ path: 'a', data: 'x'.repeat(2000) }]);
    const manyNames = Buffer.concat(
      Array.from({ length: 5 }, () => [
        tarHeader({ name: 'n', typeflag: 'L', size: 2000 }),
        Buffer.alloc(2048, 'n'),
      ]).flat(),
    );
    const cases: [Buffer, string][] = [
      [whole.subarray(0, 1024), 'announces more data'],
      [Buffer.concat([whole.subarray(0, 2560), Buffer.alloc(512, 'x')]), 'is no tar header'],
      [Buffer.concat([tarHeader({ name: 'a', size: Buffer.from('xxxxxxxxxxxx') })]), 'no usable size'],
      [Buffer.concat([tarHeader({ name: 'a', size: Buffer.alloc(12, 0xff) })]), 'no usable size'],
      [Buffer.concat([tarHeader({ name: 'x', typeflag: 'x', size: 3 }), padded(Buffer.from('9 a'))]), 'PAX'],
      [manyNames, 'too many names'],
    ];
    for (const [bytes, words] of cases) {
      await expect(indexOf(bytes, { ...DEFAULT_LIMITS, maxTarHeaderBytes: 8000 })).rejects.toThrow(words);
    }
  });

  it('agrees with tar-stream about where data lies', async () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,120}(?:\/[a-zäß]{1,90}){0,3}$/), {
      minLength: 1,
      maxLength: 8,
      // A file cannot also be a folder.
      selector: (name) => name.split('/')[0],
    });
    await fc.assert(
      fc.asyncProperty(names, async (paths) => {
        const packer = pack();
        for (const path of paths) packer.entry({ name: path }, `data of ${path}`);
        packer.finalize();
        const bytes = await collect(packer as AsyncIterable<Buffer>);
        const index = await indexOf(bytes);
        for (const path of paths) expect(text(bytes, index, path)).toBe(`data of ${path}`);
      }),
      { numRuns: 30, seed: 7 },
    );
  });

  it('never throws anything but its own errors on changed bytes', async () => {
    const base = tar([
      { path: 'é'.repeat(60), data: 'abc' },
      { path: 'l', type: 'symlink', target: 'x' },
    ]);
    const changes = fc.array(fc.tuple(fc.nat(base.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(changes, async (list) => {
        const bytes = Buffer.from(base);
        for (const [at, value] of list) bytes[at] = value;
        await indexOf(bytes).catch((error: unknown) => expect(error).toBeInstanceOf(ClearpullError));
      }),
      { numRuns: 100, seed: 7 },
    );
  });
});
