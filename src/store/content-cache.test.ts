import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ContentCache } from './content-cache.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clearpull-cache-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Every file below the folder. */
function files(): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function stored(bytes: Buffer): Promise<string> {
  expect(await new ContentCache(folder).write('kind', 'key', bytes)).toBe(true);
  return files()[0] ?? '';
}

async function readBoth(cache = new ContentCache(folder)): Promise<Buffer | undefined> {
  const bytes = await cache.read('kind', 'key');
  expect(cache.readSync('kind', 'key')).toEqual(bytes);
  return bytes;
}

describe('ContentCache', () => {
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a text', Buffer.from('hello')],
    ['what is just worth packing', Buffer.alloc(4096, 'abc')],
    ['what cannot be packed', randomBytes(5000)],
    ['a megabyte', Buffer.alloc(1 << 20, 'abc')],
    ['what goes to the disk in pieces', Buffer.alloc(5 << 20, randomBytes(1 << 20))],
    ['what does, and cannot be packed', randomBytes(2 << 20)],
  ])('gives back %s', async (_, bytes) => {
    await stored(bytes);
    expect(await readBoth()).toEqual(bytes);
  });

  it('knows nothing of what was not stored', async () => {
    expect(await readBoth()).toBeUndefined();
    await stored(Buffer.from('x'));
    expect(await new ContentCache(folder).read('kind', 'other')).toBeUndefined();
    expect(await new ContentCache(folder).read('other', 'key')).toBeUndefined();
  });

  it('packs what is worth it', async () => {
    const small = await stored(Buffer.alloc(4000, 'abc'));
    expect(statSync(small).size).toBeGreaterThan(4000);
    const large = await stored(Buffer.alloc(5000, 'abc'));
    expect(statSync(large).size).toBeLessThan(500);
  });

  it.each([
    ['that is stored as it is', 1],
    ['that is packed', 200],
  ])('takes a file %s with any byte changed, missing or added for absent', async (_, times) => {
    const path = await stored(Buffer.from('some facts, some facts, some facts'.repeat(times)));
    const good = readFileSync(path);
    const cache = new ContentCache(folder);
    for (let at = 0; at < good.length; at++) {
      for (const flip of [1, 0x20, 0x80]) {
        const bad = Buffer.from(good);
        bad[at] = (bad[at] ?? 0) ^ flip;
        writeFileSync(path, bad);
        expect(cache.readSync('kind', 'key'), `byte ${at}`).toBeUndefined();
      }
      writeFileSync(path, good.subarray(0, at));
      expect(await readBoth(cache), `first ${at} bytes`).toBeUndefined();
    }
    writeFileSync(path, Buffer.concat([good, Buffer.from('x')]));
    expect(await readBoth(cache)).toBeUndefined();
    writeFileSync(path, good);
    expect(await readBoth(cache)).toBeDefined();
  });

  it('does not take one result for another when files change places', async () => {
    const path = await stored(Buffer.from('x'));
    const cache = new ContentCache(folder);
    await cache.write('kind', 'other', Buffer.from('y'));
    const other = files().find((one) => one !== path) ?? '';
    renameSync(other, path);
    expect(await readBoth()).toBeUndefined();
  });

  it('follows no link, waits for no pipe and reads no folder', async () => {
    const path = await stored(Buffer.from('x'));
    const real = join(folder, 'real');
    renameSync(path, real);
    symlinkSync(real, path);
    expect(await readBoth()).toBeUndefined();
    rmSync(path);
    mkdirSync(path);
    expect(await readBoth()).toBeUndefined();
    rmSync(path, { recursive: true });
    execFileSync('mkfifo', [path]);
    expect(await readBoth()).toBeUndefined();
  });

  it('lets several write the same', async () => {
    const bytes = Buffer.alloc(100_000, 'abc');
    const caches = [new ContentCache(folder), new ContentCache(folder)];
    const writes = Array.from({ length: 20 }, (_, i) =>
      (caches[i % 2] as ContentCache).write('kind', 'key', bytes),
    );
    expect(await Promise.all(writes)).toEqual(writes.map(() => true));
    expect(await readBoth()).toEqual(bytes);
    expect(files()).toHaveLength(1);
  });

  it('keeps what it stores to its owner', async () => {
    const path = await stored(Buffer.from('x'));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
  });

  it('answers false where it cannot write, reads on and does not try again', async () => {
    const path = await stored(Buffer.from('x'));
    // Not even root makes a folder where a file is.
    const inTheWay = join(dirname(dirname(dirname(path))), 'blocked');
    writeFileSync(inTheWay, '');
    const cache = new ContentCache(folder);
    expect(await cache.write('blocked', 'key', Buffer.from('y'))).toBe(false);
    expect(await readBoth(cache)).toEqual(Buffer.from('x'));
    rmSync(inTheWay);
    expect(await cache.write('blocked', 'key', Buffer.from('y'))).toBe(false);
    expect(await cache.write('kind', 'key', Buffer.from('y'))).toBe(false);
    expect(await readBoth(cache)).toEqual(Buffer.from('x'));
  });

  it('leaves no half file behind when a write fails', async () => {
    const path = await stored(Buffer.from('x'));
    rmSync(path);
    mkdirSync(join(path, 'in-the-way'), { recursive: true });
    expect(await new ContentCache(folder).write('kind', 'key', Buffer.from('y'))).toBe(false);
    expect(files()).toEqual([]);
  });
});
