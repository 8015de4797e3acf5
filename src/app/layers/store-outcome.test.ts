import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOf } from '../../base/digest.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import type { Detector } from '../../detect/index.ts';
import { decodeBundle } from '../../store/bundle.ts';
import { ContentCache } from '../../store/content-cache.ts';
import { LayerCache, marksName } from '../../store/layer-cache.ts';
import { NO_RULES } from '../rules/rule-set.ts';
import { NO_RECORD } from './layer-rules.ts';
import { storeOutcome } from './store-outcome.ts';

const DIFF_ID = digestOf(Buffer.from('layer'));
const ONE = { id: 'one', version: 1, triggers: { literals: ['first-word'] } } as unknown as Detector;
const TWO = { id: 'two', version: 1, triggers: { literals: ['other-word'] } } as unknown as Detector;

let folder = '';
let cache: LayerCache;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clearpull-store-'));
  cache = new LayerCache(new ContentCache(folder), DEFAULT_LIMITS);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Stores what some detectors came to, by their ids, where `before` is known of others. */
async function store(
  came: Readonly<Record<string, string>>,
  before: Readonly<Record<string, string>> = {},
): Promise<void> {
  const bytes = (texts: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(texts).map(([id, text]) => [id, Buffer.from(text)]));
  const layer = { index: 0, blob: { mediaType: 'x' }, open: () => Promise.reject(new Error('unread')) };
  const plan = {
    layer,
    detectors: [ONE, TWO].filter(({ id }) => id in came),
    inspecting: [ONE, TWO],
    observations: new Map(Object.entries(bytes(before))),
    ruleSet: NO_RULES,
  };
  const read = {
    diffId: DIFF_ID,
    compressedBytes: 1,
    compression: 'gzip' as const,
    blobUnknowns: [],
    conclusive: true,
    facts: Buffer.from('facts'),
    texts: Buffer.from('texts'),
    marks: bytes(came),
  };
  expect(await storeOutcome(plan, { read, observations: bytes(came) }, NO_RECORD, cache)).toBe(true);
}

async function stored(part: 'marks' | 'observations'): Promise<Readonly<Record<string, string>>> {
  const bundle = decodeBundle(await cache[part](DIFF_ID).read());
  return Object.fromEntries([...bundle].map(([name, bytes]) => [name, bytes.toString()]));
}

describe('what is new of a layer', () => {
  it('is stored beside what is known of it for other detectors', async () => {
    await store({ one: 'a', two: 'b' });
    await store({ two: 'c' }, { one: 'a' });
    const names = [ONE, TWO].map(({ triggers }) => marksName(triggers ?? {}));
    expect(await stored('observations')).toEqual({ 'one 1': 'a', 'two 1': 'c' });
    expect(await stored('marks')).toEqual({ [names[0] ?? '']: 'a', [names[1] ?? '']: 'c' });
  });

  it('is a record of its own where it is large', async () => {
    const much = 'x'.repeat(100_000);
    await store({ one: much, two: 'b' });
    const names = [ONE, TWO].map(({ triggers }) => marksName(triggers ?? {}));
    expect(await stored('marks')).toEqual({ [names[1] ?? '']: 'b' });
    expect((await cache.largeMarks(DIFF_ID, names[0] ?? '').read())?.length).toBe(much.length);
  });
});
