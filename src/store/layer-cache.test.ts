import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOf } from '../base/digest.ts';
import { DEFAULT_LIMITS, type Limits } from '../base/limits.ts';
import { ContentCache } from './content-cache.ts';
import { LayerCache, marksName, observationsName } from './layer-cache.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clearpull-layers-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (limits: Partial<Limits> = {}): LayerCache =>
  new LayerCache(new ContentCache(folder), { ...DEFAULT_LIMITS, ...limits });
const ONE = digestOf(Buffer.from('one'));
const TWO = digestOf(Buffer.from('two'));

describe('LayerCache', () => {
  it('gives back every part of a layer, each under its own name', async () => {
    const parts = (cache: LayerCache, id: typeof ONE) => [
      cache.facts(id),
      cache.texts(id),
      cache.marks(id),
      cache.largeMarks(id, 'one'),
      cache.largeMarks(id, 'two'),
      cache.observations(id),
    ];
    const all = (cache: LayerCache) => [...parts(cache, ONE), ...parts(cache, TWO)];
    for (const [i, part] of all(open()).entries())
      expect(await part.write(Buffer.from(`part ${i}`))).toBe(true);
    for (const [i, part] of all(open()).entries()) {
      expect((await part.read())?.toString()).toBe(`part ${i}`);
      expect(part.readSync()?.toString()).toBe(`part ${i}`);
    }
  });

  it('takes trigger sets for the same that search for the same', () => {
    const name = marksName({ literals: ['Abcdef', 'ghijkl'] });
    expect(marksName({ literals: ['ghijkl', 'abcdef', 'abcdef'], addresses: false })).toBe(name);
    for (const other of [
      { literals: ['abcdef,ghijkl'] },
      { literals: ['abcdef'] },
      { literals: ['abcdef', 'ghijkl'], addresses: true },
    ])
      expect(marksName(other)).not.toBe(name);
  });

  it('takes detectors for the same of one name and version', () => {
    const names = [
      ['miner', 1],
      ['miner', 11],
      ['wallet', 1],
    ].map(([id, version]) => observationsName({ id: `${id}`, version: Number(version) }));
    expect(new Set(names).size).toBe(3);
  });

  it('does not use under other limits what was found under these', async () => {
    const record = { diffId: TWO, compressedBytes: 5, unknowns: [] };
    await open().facts(ONE).write(Buffer.from('x'));
    await open().putBlob(ONE, record);
    expect(await open().facts(ONE).read()).toBeDefined();
    expect(await open().blob(ONE)).toEqual(record);
    expect(await open({ maxTextBytes: 5 }).facts(ONE).read()).toBeUndefined();
    expect(await open({ maxTextBytes: 5 }).blob(ONE)).toBeUndefined();
  });

  it('knows a blob only by the digest that it was stored under', async () => {
    await open().putBlob(ONE, { diffId: TWO, compressedBytes: 5, unknowns: [] });
    expect(await open().blob(TWO)).toBeUndefined();
  });
});
