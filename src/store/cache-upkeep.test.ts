import { randomUUID } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cacheUsage } from './cache-usage.ts';
import { ContentCache, FORMAT } from './content-cache.ts';
import { type PruneOptions, pruneCache } from './prune-cache.ts';
import { verifyCache } from './verify-cache.ts';

const NOW = Date.UTC(2030, 0, 1);
const DAY = 86_400_000;

let folder = '';
let cache: ContentCache;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clearpull-upkeep-'));
  cache = new ContentCache(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function files(): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** A record that was last used so many days ago; its path. */
async function put(kind: string, key: string, days: number, size = 10): Promise<string> {
  const before = new Set(files());
  await cache.write(kind, key, Buffer.from(key.padEnd(size, 'x')));
  const [path = ''] = files().filter((file) => !before.has(file));
  age(path, days);
  return path;
}

function age(path: string, days: number): void {
  const then = (NOW - days * DAY) / 1000;
  utimesSync(path, then, then);
}

function prune(more: Partial<PruneOptions>) {
  return pruneCache(folder, { unusedSince: 0, all: false, dryRun: false, now: NOW, ...more });
}

/** Things that are not clearpull's, or belong to a run that goes on. */
function strangers(): string[] {
  const hex = 'a'.repeat(62);
  const paths = [
    'notes.txt',
    `${FORMAT}/facts/readme`,
    `${FORMAT}/facts/zz/${hex}`,
    `${FORMAT}/Facts/aa/${hex}`,
    `${FORMAT}/facts/aa/${hex}x`,
    `other/facts/aa/${hex}`,
    `clearpull-scratch-x/image`,
  ].map((name) => join(folder, name));
  for (const path of paths) {
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, 'mine');
    age(path, 1000);
  }
  const running = join(folder, `${FORMAT}/facts/aa/${hex}.${randomUUID()}.tmp`);
  writeFileSync(running, 'half');
  age(running, 0.1);
  return [...paths, running];
}

describe('usage', () => {
  it('is nothing for an empty folder and for none', async () => {
    expect(await cacheUsage(folder, NOW)).toEqual({ layers: 0, files: 0, bytes: 0, kinds: [] });
    expect(await cacheUsage(join(folder, 'none'), NOW)).toMatchObject({ files: 0 });
  });

  it("counts by kind, knows the oldest, and counts nobody else's files", async () => {
    const paths = [await put('facts', 'a', 3), await put('facts', 'b', 9), await put('texts', 'a', 3)];
    strangers();
    const sizes = paths.map((path) => lstatSync(path).size);
    const usage = await cacheUsage(folder, NOW);
    expect(usage).toEqual({
      layers: 2,
      files: 3,
      bytes: sizes.reduce((sum, size) => sum + size, 0),
      kinds: [
        { kind: 'facts', files: 2, bytes: (sizes[0] ?? 0) + (sizes[1] ?? 0) },
        { kind: 'texts', files: 1, bytes: sizes[2] },
      ],
      oldest: NOW - 9 * DAY,
    });
  });
});

describe('prune', () => {
  it('removes what was not used since, and what is left over', async () => {
    const old = await put('facts', 'a', 31);
    const fresh = await put('facts', 'b', 29);
    const hex = 'b'.repeat(62);
    const left = [`${FORMAT}/facts/bb/${hex}.${randomUUID()}.tmp`, `v0/facts/bb/${hex}`].map((name) =>
      join(folder, name),
    );
    left.push(join(folder, `clearpull-scratch-${randomUUID()}`, 'unpacked'));
    for (const path of left) {
      mkdirSync(join(path, '..'), { recursive: true });
      writeFileSync(path, 'x');
      age(path, 2);
    }
    const dry = await prune({ unusedSince: NOW - 30 * DAY, dryRun: true });
    expect([dry.removed, dry.kept, files().length]).toEqual([4, 1, 5]);
    expect(await prune({ unusedSince: NOW - 30 * DAY })).toEqual(dry);
    expect(files()).toEqual([fresh]);
    expect(existsSync(old)).toBe(false);
  });

  it('removes the least recently used until the rest is small enough', async () => {
    const paths: string[] = [];
    for (const days of [5, 1, 4, 2]) paths.push(await put('facts', `k${days}`, days, 100));
    const sizes = paths.map((path) => lstatSync(path).size);
    const { removed, keptBytes } = await prune({ maxBytes: (sizes[1] ?? 0) + (sizes[3] ?? 0) });
    expect(removed).toBe(2);
    expect(keptBytes).toBe((sizes[1] ?? 0) + (sizes[3] ?? 0));
    expect(files()).toEqual(paths.filter((_, i) => i === 1 || i === 3).toSorted());
  });

  it("never touches what is not clearpull's, is half written, or lies behind a link", async () => {
    const kept = strangers();
    const outside = mkdtempSync(join(tmpdir(), 'clearpull-outside-'));
    const precious = join(outside, 'c'.repeat(62));
    writeFileSync(precious, 'precious');
    await put('facts', 'a', 1);
    mkdirSync(join(folder, FORMAT, 'seen'), { recursive: true });
    symlinkSync(outside, join(folder, FORMAT, 'seen', 'cc'));
    symlinkSync(precious, join(folder, FORMAT, 'facts', 'aa', 'd'.repeat(62)));
    expect(await prune({ all: true })).toMatchObject({ removed: 1, kept: 0 });
    expect(files().filter((path) => kept.includes(path))).toEqual(kept.sort());
    expect(readFileSync(precious, 'utf8')).toBe('precious');
    rmSync(outside, { recursive: true });
  });

  it('leaves a cache that can be used at once, also while it is pruned', async () => {
    const work = async (): Promise<void> => {
      for (let i = 0; i < 100; i++) {
        await cache.write('facts', `k${i}`, Buffer.from(`v${i}`));
        const read = await cache.read('facts', `k${i}`);
        expect([undefined, `v${i}`]).toContain(read?.toString());
      }
    };
    const pruning = async (): Promise<void> => {
      // By the clock of the files: what is being written is fresh.
      for (let i = 0; i < 30; i++) await prune({ all: true, now: Date.now() });
    };
    await Promise.all([work(), pruning(), pruning()]);
    expect(await cache.write('facts', 'last', Buffer.from('v'))).toBe(true);
    expect((await cache.read('facts', 'last'))?.toString()).toBe('v');
  });
});

describe('verify', () => {
  it('finds damage at any byte, removes it, and leaves the rest', async () => {
    const good = await put('facts', 'good', 1);
    const whole = readFileSync(await put('facts', 'bad', 1));
    const bad = files().find((path) => path !== good) as string;
    for (const at of [0, 20, whole.length - 1]) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] as number) ^ 1;
      writeFileSync(bad, bytes);
      expect(await verifyCache(folder, true, NOW)).toEqual({ checked: 2, damaged: [bad], removed: 0 });
    }
    writeFileSync(bad, whole.subarray(0, -1));
    expect(await verifyCache(folder, false, NOW)).toEqual({ checked: 2, damaged: [bad], removed: 1 });
    expect(await verifyCache(folder, false, NOW)).toEqual({ checked: 1, damaged: [], removed: 0 });
    expect(files()).toEqual([good]);
  });

  it('finds a whole record that lies under another name', async () => {
    const good = await put('facts', 'good', 1);
    writeFileSync(
      good.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
      readFileSync(good),
    );
    expect(await verifyCache(folder, false, NOW)).toMatchObject({ checked: 2, removed: 1 });
  });
});
