import { describe, expect, it } from 'vitest';
import { testDigest } from '../../testkit/assessment.ts';
import type { Descriptor } from '../image/descriptor.ts';
import type { Image } from '../image/image.ts';
import type { EntryKind, LayerEntry } from '../image/layer-facts.ts';
import { bareWhiteouts } from './bare-whiteouts.ts';
import type { LayerResult } from './coverage.ts';
import { readingNotes } from './reading-notes.ts';

const GZIP = 'application/vnd.oci.image.layer.v1.tar+gzip';

function entry(path: string, kind: EntryKind = 'file'): LayerEntry {
  return { path, kind, size: 1, mode: 0o644, uid: 0, gid: 0 };
}

function layer(entries: readonly LayerEntry[] = [], compression?: string): LayerResult {
  const facts = { diffId: testDigest('x'), size: 1, entries, unknowns: [] };
  return { facts, unread: [], ...(compression === undefined ? {} : { compression }) };
}

function imageOf(types: readonly (string | Partial<Descriptor>)[], more: Partial<Image> = {}): Image {
  const descriptors = types.map((type) => ({
    digest: testDigest('x'),
    size: 1,
    mediaType: GZIP,
    ...(typeof type === 'string' ? { mediaType: type } : type),
  }));
  return {
    reference: 'x',
    digest: testDigest('m'),
    hasManifest: true,
    platform: { os: 'linux', architecture: 'amd64' },
    manifest: {
      schemaVersion: 2,
      config: { mediaType: 'c', digest: testDigest('c'), size: 1 },
      layers: descriptors,
    },
    config: { architecture: '', os: '', config: {}, rootfs: {}, history: [] },
    annotations: {},
    attestations: [],
    layers: descriptors.map((blob, index) => ({
      index,
      blob,
      open: () => Promise.reject(new Error('not opened here')),
    })),
    ...more,
  };
}

describe('readingNotes', () => {
  it('says nothing where all is as announced', () => {
    expect(readingNotes(imageOf([GZIP]), [layer([entry('a')], 'gzip')])).toEqual([]);
    expect(readingNotes(imageOf([]), [])).toEqual([]);
  });

  it('tells what a format for mounting early adds', () => {
    const lazy = layer([{ ...entry('stargz.index.json'), text: [0, 9] }, entry('.no.prefetch.landmark')]);
    const [note, ...rest] = readingNotes(imageOf([GZIP, GZIP, GZIP]), [lazy, layer(), lazy]);
    expect(rest).toEqual([]);
    expect(note).toMatch(/^In the format eStargz: layers 1, 3; its files stargz\.index\.json/);
    expect(readingNotes(imageOf([GZIP]), [layer([entry('stargz.index.json')])])).toEqual([
      expect.stringContaining('too large to be compared'),
    ]);
    for (const prefix of ['io.github.containers.', 'io.containers.']) {
      const annotations = { [`${prefix}zstd-chunked.manifest-checksum`]: 'sha256:x' };
      expect(readingNotes(imageOf([{ annotations }]), [layer()])).toEqual([
        expect.stringMatching(/^In the format zstd:chunked: layer 1;/),
      ]);
    }
  });

  it('does not take a folder, or a file deeper down, for the format', () => {
    const entries = [entry('stargz.index.json', 'directory'), entry('opt/stargz.index.json')];
    expect(readingNotes(imageOf([GZIP]), [layer(entries)])).toEqual([]);
  });

  it.each([
    [GZIP, 'zstd', true],
    ['application/vnd.docker.image.rootfs.diff.tar.gzip', 'none', true],
    ['application/vnd.docker.image.rootfs.diff.tar', 'gzip', true],
    ['application/vnd.oci.image.layer.v1.tar+zstd', 'zstd', false],
    ['application/vnd.oci.image.layer.v1.tar', 'none', false],
    ['application/octet-stream', 'gzip', false],
    ['application/vnd.in-toto+json', 'none', false],
  ])('compares %s with %s', (mediaType, compression, noted) => {
    const notes = readingNotes(imageOf([mediaType]), [layer([], compression)]);
    expect(notes).toHaveLength(noted ? 1 : 0);
  });

  it('compares nothing where there is no manifest, or the bytes were not seen', () => {
    expect(readingNotes(imageOf([GZIP], { hasManifest: false }), [layer([], 'zstd')])).toEqual([]);
    expect(readingNotes(imageOf([GZIP]), [layer()])).toEqual([]);
  });

  it('counts layers where there are many, and passes on what the source says', () => {
    const types = Array.from({ length: 20 }, () => GZIP);
    const layers = types.map(() => layer([], 'none'));
    expect(readingNotes(imageOf(types, { notes: ['Read so.'] }), layers)).toEqual([
      'Read so.',
      expect.stringMatching(/^Not compressed as the media type says: 20 layers\./),
    ]);
  });
});

describe('bareWhiteouts', () => {
  const layers = [
    layer([entry('etc/a', 'whiteout'), entry('b', 'whiteout'), entry('c', 'opaque'), entry('', 'opaque')]),
  ];

  it('names what a plain root file system holds and was not read', () => {
    const found = bareWhiteouts(imageOf([GZIP], { bare: 'archive' }), layers);
    expect(found.map(({ path }) => path)).toEqual(['etc/.wh.a', '.wh.b', 'c/.wh..wh..opq', '.wh..wh..opq']);
    expect(bareWhiteouts(imageOf([GZIP]), layers)).toEqual([]);
  });
});
