import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { digestOf } from '../base/digest.ts';
import { ContentCache } from './content-cache.ts';
import { seenTags } from './seen-tags.ts';

const folder = mkdtempSync(join(tmpdir(), 'clearpull-seen-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('tells the other digests of a tag, the same each time until it moves again', async () => {
  const [a, b, c] = ['a', 'b', 'c'].map((text) => digestOf(Buffer.from(text))) as [
    `sha256:${string}`,
    `sha256:${string}`,
    `sha256:${string}`,
  ];
  const tags = (): ReturnType<typeof seenTags> => seenTags(new ContentCache(folder));
  expect(await tags().others('r/x:1', a)).toEqual([]);
  expect(await tags().others('r/x:1', a)).toEqual([]);
  expect(await tags().others('r/x:1', b)).toEqual([a]);
  expect(await tags().others('r/x:1', b)).toEqual([a]);
  expect(await tags().others('r/x:2', b)).toEqual([]);
  expect(await tags().others('r/x:1', c)).toEqual([a, b]);
  // Back where it was.
  expect(await tags().others('r/x:1', a)).toEqual([b, c]);
});
