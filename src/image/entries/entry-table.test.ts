import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Content, LayerEntry } from '../layer-facts.ts';
import { EntryTableWriter, readEntryTable } from './entry-table.ts';

const CONTENTS: readonly Content[] = [
  { kind: 'empty' },
  { kind: 'text', encoding: 'utf-8' },
  { kind: 'script', interpreter: '/bin/sh -e', encoding: 'latin-1' },
  { kind: 'archive', format: 'gzip' },
];
const name = fc.string({
  unit: fc.oneof(fc.constantFrom('a', '/', 'é', '界', '\udc80', '\ud800', '\0', '\n')),
});
const entry = fc
  .record(
    {
      path: name,
      kind: fc.constantFrom('file', 'directory', 'symlink', 'whiteout'),
      size: fc.maxSafeNat(),
      mode: fc.integer({ min: 0, max: 0o7777 }),
      uid: fc.maxSafeNat(),
      gid: fc.integer({ min: -5, max: 5 }),
      target: name,
      sha256: fc.constantFrom('00'.repeat(32), 'ab'.repeat(32)),
      md5: fc.constantFrom('00'.repeat(16), 'cd'.repeat(16)),
      sha1: fc.constantFrom('00'.repeat(20), 'ef'.repeat(20)),
      content: fc.constantFrom(...CONTENTS),
      text: fc.tuple(fc.nat(), fc.nat()),
      database: fc.tuple(fc.nat(), fc.nat()),
      host: fc.boolean(),
    },
    { requiredKeys: ['path', 'kind', 'size', 'mode', 'uid', 'gid'] },
  )
  .map(({ host, ...rest }) =>
    host === true ? { ...rest, path: `a/b.zip!/${rest.path}`, host: 'a/b.zip' } : rest,
  ) as fc.Arbitrary<LayerEntry>;

const NO_FACTS = {
  target: undefined,
  sha256: undefined,
  md5: undefined,
  sha1: undefined,
  content: undefined,
  text: undefined,
  database: undefined,
  host: undefined,
};

function throughTable(entries: readonly LayerEntry[], shift: number): readonly LayerEntry[] {
  const writer = new EntryTableWriter();
  for (const one of entries) writer.add(one);
  const bytes = writer.finish();
  // As another thread or the cache hands them over: anywhere in a larger memory.
  return readEntryTable(Buffer.concat([Buffer.alloc(shift), bytes]).subarray(shift));
}

describe('a table of entries', () => {
  it('gives back every entry as it was', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 30 }), fc.nat(9), (entries, shift) => {
        const read = throughTable(entries, shift);
        expect(JSON.parse(JSON.stringify(read))).toEqual(JSON.parse(JSON.stringify(entries)));
        expect(read.map(({ path, target }) => [path, target])).toEqual(
          entries.map(({ path, target }) => [path, target]),
        );
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('takes more entries than its columns begin with', () => {
    const entries = Array.from(
      { length: 5000 },
      (_, i): LayerEntry => ({
        path: `folder/file-${i}`,
        kind: 'file',
        size: i,
        mode: 0o644,
        uid: 0,
        gid: 0,
      }),
    );
    const read = throughTable(entries, 0);
    expect(read.map(({ path, size }) => `${path} ${size}`)).toEqual(
      entries.map(({ path, size }) => `${path} ${size}`),
    );
  });

  it('is put together without being there twice', () => {
    const before = process.memoryUsage().arrayBuffers;
    const writer = new EntryTableWriter();
    for (let i = 0; i < 40_000; i++) {
      const path = `usr/lib/node_modules/package-${i}/lib/index.js`;
      writer.add({ ...NO_FACTS, path, kind: 'file', size: i, mode: 0o644, uid: 0, gid: 0 });
    }
    const bytes = writer.finish();
    expect(bytes.length).toBeGreaterThan(4_000_000);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(bytes.length * 1.3);
  });
});
