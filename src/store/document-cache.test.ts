import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOf } from '../base/digest.ts';
import { ContentCache } from './content-cache.ts';
import { documentCache } from './document-cache.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clearpull-documents-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const BYTES = Buffer.from('{"schemaVersion":2}');
const OTHER = Buffer.from('{"schemaVersion":3}');

describe('the cache of documents', () => {
  it('gives back what it was given, by sha256 and sha512', async () => {
    for (const algorithm of ['sha256', 'sha512'] as const) {
      const digest = digestOf(BYTES, algorithm);
      expect(await documentCache(new ContentCache(folder)).read(digest)).toBeUndefined();
      await documentCache(new ContentCache(folder)).write(digest, BYTES);
      expect(await documentCache(new ContentCache(folder)).read(digest)).toEqual(BYTES);
    }
  });

  it('takes nothing under a digest that it does not have, and gives nothing of that kind', async () => {
    const content = new ContentCache(folder);
    await documentCache(content).write(digestOf(BYTES), OTHER);
    expect(await documentCache(content).read(digestOf(BYTES))).toBeUndefined();
    await content.write('document', digestOf(BYTES), OTHER);
    expect(await documentCache(content).read(digestOf(BYTES))).toBeUndefined();
  });
});
