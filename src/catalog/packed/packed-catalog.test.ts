import { afterEach, describe, expect, it, vi } from 'vitest';
import { catalogOf, digestFor, digestsFor, knownImage } from '../../../testkit/catalog.ts';
import { randomSource } from '../../../testkit/random.ts';
import type { Digest } from '../../base/digest.ts';
import { ClearpullError } from '../../base/errors.ts';
import { mergeContent } from '../merge.ts';
import { packCatalog } from './pack.ts';
import { PackedCatalog } from './packed-catalog.ts';

const DEBIAN = knownImage('debian:bookworm-slim', ['debian']);
const PYTHON = knownImage('python:3.13-slim', ['debian', 'python', 'pip'], {
  labels: { maintainer: 'x' },
  source: { repository: 'https://example.com/python.git', commit: 'a'.repeat(40), path: '3.13/Dockerfile' },
});
const ALPINE = knownImage('alpine:3.24', ['alpine'], { platform: 'linux/arm64' });
const LISTING = {
  repository: 'docker.io/library/tomcat',
  tags: ['11', 'latest'],
  platforms: ['linux/amd64'],
  source: { repository: 'https://example.com/tomcat.git', commit: 'b'.repeat(40), path: '11/Dockerfile' },
  seen: '2026-10-01',
};

function names(matches: ReturnType<PackedCatalog['basesOf']>): string[] {
  return matches.map(({ image, layers, by }) => `${image.repository} ${layers} ${by}`);
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a packed catalogue', () => {
  const catalog = catalogOf([PYTHON, ALPINE, DEBIAN], [LISTING]);

  it('gives back what was put in', () => {
    expect(catalog.imagesOf('docker.io/library/python')).toEqual([PYTHON]);
    expect(catalog.imagesOf('docker.io/library/alpine')).toEqual([ALPINE]);
    expect(catalog.listingsOf('docker.io/library/tomcat')).toEqual([LISTING]);
    expect(catalog.imagesOf('docker.io/library/tomcat')).toEqual([]);
    expect(catalog.imagesOf('nobody/knows')).toEqual([]);
    expect(catalog.repositories()).toEqual(
      ['alpine', 'debian', 'python', 'tomcat'].map((name) => `docker.io/library/${name}`),
    );
    expect(catalog.content()).toEqual(
      mergeContent([{ images: [ALPINE, DEBIAN, PYTHON], listings: [LISTING] }]),
    );
  });

  it('is the same file in whatever order things come', () => {
    const one = packCatalog({ images: [PYTHON, ALPINE, DEBIAN], listings: [LISTING] });
    const other = packCatalog({ images: [DEBIAN, PYTHON, ALPINE, PYTHON], listings: [LISTING] });
    expect(other.equals(one)).toBe(true);
  });

  it('finds every image whose layers are the lowest ones, the longest first', () => {
    const diffIds = digestsFor('debian', 'python', 'pip', 'app');
    expect(names(catalog.basesOf({ diffIds, blobs: [] }))).toEqual([
      'docker.io/library/python 3 diff-ids',
      'docker.io/library/debian 1 diff-ids',
    ]);
    const blobs = digestsFor('debian.gz', 'python.gz', 'other.gz');
    expect(names(catalog.basesOf({ diffIds: [], blobs }))).toEqual(['docker.io/library/debian 1 blobs']);
  });

  it('finds nothing for layers in another order, without the lowest, or cut off by an unknown one', () => {
    const of = (diffIds: readonly (Digest | undefined)[]) => names(catalog.basesOf({ diffIds, blobs: [] }));
    expect(of(digestsFor('python', 'pip'))).toEqual([]);
    expect(of(digestsFor('app', 'debian'))).toEqual([]);
    expect(of([undefined, ...digestsFor('debian')])).toEqual([]);
    expect(of([digestFor('debian'), undefined, digestFor('pip')])).toEqual([
      'docker.io/library/debian 1 diff-ids',
    ]);
    expect(of(digestsFor('debian', 'pip', 'python'))).toEqual(['docker.io/library/debian 1 diff-ids']);
  });

  it('tells images apart that end with the same layer after as many others', () => {
    const images = ['a', 'b', 'c'].map((name) => knownImage(`${name}:1`, [name, 'empty']));
    const found = catalogOf(images).basesOf({ diffIds: digestsFor('b', 'empty'), blobs: [] });
    expect(names(found)).toEqual(['docker.io/library/b 2 diff-ids']);
  });

  it('looks a layer up by bisection: 17 comparisons at most among 100,000 digests', () => {
    const random = randomSource(7);
    const images = Array.from({ length: 1000 }, (_, i) =>
      knownImage(
        `image${i}:1`,
        Array.from({ length: 50 }, (_layer, n) => `${i} ${n} ${random.below(1e9)}`),
      ),
    );
    const large = catalogOf(images);
    expect(large.digests.length).toBeGreaterThan(100_000);
    const wanted = images[617]?.diffIds[20] as Digest;
    const compare = vi.spyOn(Buffer.prototype, 'compare');
    const parse = vi.spyOn(JSON, 'parse');
    expect(large.digests.at(large.digests.indexOf(wanted))).toBe(wanted);
    expect(compare.mock.calls.length).toBeLessThanOrEqual(17);
    expect(names(large.basesOf({ diffIds: images[617]?.diffIds ?? [], blobs: [] }))).toEqual([
      'docker.io/library/image617 50 diff-ids',
    ]);
    // Of a thousand rows one is parsed.
    expect(parse.mock.calls.length).toBe(1);
  });

  it('cuts what is longer than it keeps, and keeps the rest', () => {
    const tags = Array.from({ length: 1500 }, (_, i) => `t${String(i).padStart(4, '0')}`);
    const [read] = catalogOf([knownImage('many:1', ['a'], { tags, platform: 'x'.repeat(5000) })]).imagesOf(
      'docker.io/library/many',
    );
    expect([read?.tags.length, read?.platform.length]).toEqual([1000, 1024]);
  });

  it('leaves out layers with digests that it cannot keep', () => {
    const odd = knownImage('odd:1', ['a', 'b'], { diffIds: [digestFor('a'), `sha512:${'0'.repeat(128)}`] });
    const [read] = catalogOf([odd]).imagesOf('docker.io/library/odd');
    expect(read).toMatchObject({ diffIds: [], blobs: odd.blobs });
  });
});

describe('a catalogue file that is none', () => {
  const bytes = packCatalog({ images: [DEBIAN, PYTHON], listings: [LISTING] });
  const open = (file: Buffer) => PackedCatalog.open(file, 'odd\x1b.catalog');

  it.each([
    ['empty', Buffer.of()],
    ['of another version', Buffer.concat([Buffer.from('clearpull-cat-2\n'), bytes.subarray(16)])],
    ['cut off', bytes.subarray(0, bytes.length - 1)],
    ['with more behind it', Buffer.concat([bytes, Buffer.of(0)])],
    ['of nothing but its head', bytes.subarray(0, 40)],
  ])('%s', (_, file) => {
    expect(() => open(file)).toThrow(ClearpullError);
    expect(() => open(file)).toThrow(/^The catalogue odd[^\x1b]+$/);
  });

  it('with any byte changed', () => {
    for (let at = 0; at < bytes.length; at += 7) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0x20;
      expect(() => open(changed), String(at)).toThrow(ClearpullError);
    }
  });
});
