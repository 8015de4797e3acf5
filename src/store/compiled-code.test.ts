import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cacheUsage } from './cache-usage.ts';
import { buildFolder, pruneCode } from './compiled-code.ts';
import { pruneCache } from './prune-cache.ts';

const NOW = Date.UTC(2030, 0, 1);
const VERSION = 'v24.0.0-x64-0123abcd-0';

let cache = '';
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'clearpull-compiled-'));
});
afterEach(() => rmSync(cache, { recursive: true, force: true }));

const at = (...path: readonly string[]): string => join(cache, 'node', ...path);

function put(...path: readonly string[]): void {
  mkdirSync(at(...path.slice(0, -1)), { recursive: true });
  writeFileSync(at(...path), 'code');
}

/** A build's folder with code in it, made so many days ago. */
function build(days: number): string {
  const name = buildFolder({ ino: 4711, mtimeMs: NOW - days, size: 1300 });
  put(name, VERSION, '0123abcd');
  const made = (NOW - days * 86_400_000) / 1000;
  utimesSync(at(name), made, made);
  return name;
}

describe('compiled code', () => {
  it('has a folder for each build', () => {
    const file = { ino: 1, mtimeMs: 1_700_000_000_000.5, size: 1336 };
    expect(buildFolder(file)).toMatch(/^b(-[0-9a-z]+){3}$/);
    const others = [{ ino: 2 }, { mtimeMs: 1_700_000_000_001 }, { size: 1337 }];
    const names = [{}, ...others].map((other) => buildFolder({ ...file, ...other }));
    expect(new Set(names).size).toBe(4);
  });

  it('of the three newest builds is kept, and the rest goes with its folders', async () => {
    const names = [5, 1, 3, 4, 2].map(build);
    put(VERSION, '89abcdef');
    put('b-1-2-3', VERSION, '89abcdef.Xy12ab');
    utimesSync(at('b-1-2-3'), 0, 0);
    await pruneCode(at());
    expect(names.map((name) => existsSync(at(name)))).toEqual([false, true, true, false, true]);
    expect([VERSION, 'b-1-2-3'].map((name) => existsSync(at(name)))).toEqual([false, false]);
    await pruneCode(join(cache, 'none'));
  });

  it('is taken away in pieces where there is much of it', async () => {
    const names = Array.from({ length: 2001 }, (_, i) => i.toString(16).padStart(8, '0'));
    for (const name of names) put(VERSION, name);
    await pruneCode(at());
    expect(readdirSync(at(VERSION))).toHaveLength(1);
    await pruneCode(at());
    expect(existsSync(at(VERSION))).toBe(false);
  });

  it("that goes takes nothing with it that is not clearpull's", async () => {
    for (const days of [1, 2, 3]) build(days);
    const old = build(9);
    put(old, VERSION, 'notes.txt');
    put('b-mine', VERSION, '0123abcd');
    put('mine', VERSION, '0123abcd');
    put('elsewhere', '0123abcd');
    symlinkSync(at('elsewhere'), at('v1'));
    utimesSync(at(old), 1, 1);
    await pruneCode(at());
    expect(existsSync(at(old, VERSION, '0123abcd'))).toBe(false);
    const others = [
      [old, VERSION, 'notes.txt'],
      ['b-mine', VERSION],
      ['mine', VERSION],
      ['elsewhere', '0123abcd'],
    ];
    expect(others.filter((path) => !existsSync(at(...path)))).toEqual([]);
  });

  it('of older builds is counted as left over, and removed by a prune of whatever age', async () => {
    for (const days of [1, 2, 3]) build(days);
    put(VERSION, '89abcdef');
    put(VERSION, '76543210');
    expect((await cacheUsage(cache, NOW)).kinds).toEqual([
      { kind: 'compiled', files: 3, bytes: 12 },
      { kind: 'left', files: 2, bytes: 8 },
    ]);
    const prune = { unusedSince: 0, all: false, dryRun: false, now: NOW };
    expect(await pruneCache(cache, prune)).toMatchObject({ removed: 2, kept: 3 });
    expect(existsSync(at(VERSION))).toBe(false);
  });
});
