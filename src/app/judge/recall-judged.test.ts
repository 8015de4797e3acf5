import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOf } from '../../base/digest.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import type { Explanation } from '../../explain/explanation.ts';
import type { Image } from '../../image/image.ts';
import { ContentCache } from '../../store/content-cache.ts';
import { LayerCache } from '../../store/layer-cache.ts';
import type { LayerKnowledge } from '../layers/layer-knowledge.ts';
import type { Judged } from './judged.ts';
import { type JudgedBy, keepJudged, recallJudged, withUnread } from './recall-judged.ts';

const BLOB = digestOf(Buffer.from('blob'));
const DIFF_ID = digestOf(Buffer.from('layer'));
const JUDGED: Judged = {
  findings: [],
  unknowns: [{ reason: 'parse-failed', detail: 'of the image', layer: 0 }],
  rules: [],
};
const CLAIMED = { reason: 'size-mismatch', detail: 'of the blob' } as const;
const UNSEEN = { reason: 'parse-failed', detail: 'of the layer' } as const;
const UNFINISHED = { observations: [], unknowns: [], unfinished: true } as const;

let folder: string;
let by: JudgedBy;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'clearpull-judged-'));
  const cache = new LayerCache(new ContentCache(folder), DEFAULT_LIMITS);
  await cache.putBlob(BLOB, { diffId: DIFF_ID, compressedBytes: 1, unknowns: [] });
  const image = { reference: 'app:1', layers: [{ index: 0, blob: { digest: BLOB } }] };
  by = {
    build: 'one',
    image: image as unknown as Image,
    rules: { sources: [] },
    catalog: { identity: 'known' },
    cache,
  };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const EXPLAINED: Explanation = {
  instructions: [],
  instructionOfLayer: [undefined],
  base: { claimedBy: 'none' },
  dockerfile: '',
  startChain: [],
  notes: [],
};

const read = (one: LayerKnowledge) => ({ layers: [one], explained: EXPLAINED });

function layer(more: Partial<LayerKnowledge> = {}): LayerKnowledge {
  return {
    facts: { diffId: DIFF_ID, size: 1, entries: [], unknowns: [] },
    blobUnknowns: [CLAIMED],
    unread: [CLAIMED, UNSEEN],
    observations: new Map(),
    stored: true,
    cost: 0,
    work: 0,
    texts: () => undefined,
    ...more,
  };
}

const renamed = (image: Image): Image => ({ ...image, reference: 'app:2' });

describe('what was found in an image', () => {
  it('is recalled for the same image, with what was not seen in its layers', async () => {
    expect(await recallJudged(by)).toBeUndefined();
    await keepJudged(by, JUDGED, read(layer()));
    const known = await recallJudged(by);
    expect(known).toEqual({
      ...JUDGED,
      explained: EXPLAINED,
      diffIds: [DIFF_ID],
      unread: [[UNSEEN]],
    });
    if (known === undefined) return;
    // A reading that judges nothing has no observations, and what contradicts the claims of this image alone.
    const recalled = layer({ blobUnknowns: [], unread: [] });
    expect(withUnread([recalled], known)).toEqual([{ ...recalled, unread: [UNSEEN] }]);
    expect(withUnread([layer({ stored: false })], known)).toBeUndefined();
    expect(withUnread([], known)).toBeUndefined();
  });

  it.each<readonly [string, (one: JudgedBy) => JudgedBy]>([
    ['another build', (one) => ({ ...one, build: 'two' })],
    ['no build', (one) => ({ ...one, build: undefined })],
    ['another name', (one) => ({ ...one, image: renamed(one.image) })],
    ['another rule', (one) => ({ ...one, rules: { sources: [{ name: 'x', text: 'y', shipped: false }] } })],
    ['another catalogue', (one) => ({ ...one, catalog: { identity: 'other' } })],
    ['a catalogue that nothing tells apart', (one) => ({ ...one, catalog: {} })],
    ["the user's own sources", (one) => ({ ...one, source: {} })],
    ['no cache', (one) => ({ ...one, cache: undefined })],
    ['a layer that was never read', (one) => ({ ...one, image: unread(one.image) })],
  ])('is not recalled with %s', async (_, change) => {
    await keepJudged(by, JUDGED, read(layer()));
    expect(await recallJudged(change(by))).toBeUndefined();
  });

  it.each<readonly [string, Judged, LayerKnowledge]>([
    ['a layer is not known', JUDGED, layer({ stored: false })],
    ['a rule took too long', JUDGED, layer({ observations: new Map([['yara', UNFINISHED]]) })],
    ['a detector failed', { ...JUDGED, unknowns: [{ reason: 'detector-failed', detail: 'x' }] }, layer()],
  ])('is not kept where %s', async (_, judged, one) => {
    await keepJudged(by, judged, read(one));
    expect(await recallJudged(by)).toBeUndefined();
  });
});

function unread(image: Image): Image {
  const blob = { ...image.layers[0]?.blob, digest: digestOf(Buffer.from('other')) };
  return { ...image, layers: [{ index: 0, blob }] } as unknown as Image;
}
