import { describe, expect, it } from 'vitest';
import { catalogOf, digestFor, digestsFor, knownImage } from '../../../testkit/catalog.ts';
import { openTestImage } from '../../../testkit/explain.ts';
import type { Digest } from '../../base/digest.ts';
import { type Catalog, EMPTY_CATALOG } from '../../catalog/index.ts';
import type { Image } from '../../image/image.ts';
import type { BaseImage } from '../explanation.ts';
import { baseOf, builtOn } from './base-of.ts';

const NAME = 'org.opencontainers.image.base.name';
const DIGEST = 'org.opencontainers.image.base.digest';

interface Spec {
  readonly layers: readonly string[];
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Record<string, string>;
  readonly digest?: Digest;
  readonly config?: Digest;
  /** Known by the digests of its compressed layers only, as where a layer was not read. */
  readonly unread?: boolean;
}

function base(spec: Spec, catalog: Catalog): BaseImage {
  const { image } = openTestImage({
    layers: spec.layers.map(() => ({})),
    ...(spec.annotations === undefined ? {} : { annotations: spec.annotations }),
    ...(spec.labels === undefined ? {} : { config: { Labels: spec.labels } }),
  });
  const whole: Image = {
    ...image,
    ...(spec.digest === undefined ? {} : { digest: spec.digest }),
    manifest: {
      ...image.manifest,
      config: { ...image.manifest.config, ...(spec.config === undefined ? {} : { digest: spec.config }) },
    },
    layers: image.layers.map((layer, i) => ({
      ...layer,
      blob: { ...layer.blob, digest: digestFor(`${spec.layers[i]}.gz`) },
    })),
  };
  return baseOf(whole, spec.unread ? [] : digestsFor(...spec.layers), catalog);
}

const DEBIAN = knownImage('debian:bookworm-20260908-slim', ['debian'], {
  tags: ['bookworm-20260908-slim', 'bookworm-slim'],
  labels: { vendor: 'Debian', version: '12' },
});
const PYTHON = knownImage('python:3.13-slim', ['debian', 'python'], { created: '2026-09-09' });
const ALPINE = knownImage('alpine:3.24', ['alpine']);
const KNOWN = [DEBIAN, PYTHON, ALPINE];

describe('the base by its layers', () => {
  it('is told as the whole chain, the longest first, with what is known of each', () => {
    const newer = (day: string, tag: string) =>
      knownImage(`debian:${tag}`, [`debian ${day}`], { created: `2026-${day}` });
    const catalog = catalogOf(
      [
        ...KNOWN,
        newer('09-22', 'bookworm-20260922-slim'),
        newer('10-06', 'bookworm-20261006-slim'),
        newer('10-07', 'trixie-20261007-slim'),
        newer('07-01', 'bookworm-20260701-slim'),
      ],
      [
        {
          repository: 'docker.io/library/python',
          tags: ['3.13-slim'],
          platforms: ['linux/amd64'],
          source: {
            repository: 'https://example.com/python.git',
            commit: 'a'.repeat(40),
            path: '3.13/Dockerfile',
          },
          seen: '2026-10-02',
        },
      ],
    );
    const told = base({ layers: ['debian', 'python', 'app'] }, catalog);
    expect(told).toEqual({
      claimedBy: 'none',
      chain: [
        {
          name: 'docker.io/library/python:3.13-slim',
          alsoTagged: [],
          layers: 2,
          matchedBy: 'diff-ids',
          covers: 'lowest-layers',
          digest: PYTHON.manifest,
          created: '2026-09-09',
          newer: 0,
          source: {
            repository: 'https://example.com/python.git',
            commit: 'a'.repeat(40),
            path: '3.13/Dockerfile',
            by: 'tag',
          },
          seen: '2026-10-01',
        },
        {
          name: 'docker.io/library/debian:bookworm-20260908-slim',
          alsoTagged: ['bookworm-slim'],
          layers: 1,
          matchedBy: 'diff-ids',
          covers: 'lowest-layers',
          digest: DEBIAN.manifest,
          created: '2026-09-08',
          newer: 2,
          seen: '2026-10-01',
        },
      ],
    });
    expect(builtOn(told)?.name).toBe('docker.io/library/python:3.13-slim');
  });

  it('is found by compressed digests where layers were not read', () => {
    const told = base({ layers: ['alpine', 'app'], unread: true }, catalogOf(KNOWN));
    expect(told.chain).toMatchObject([{ name: 'docker.io/library/alpine:3.24', matchedBy: 'blobs' }]);
  });

  it('tells the image itself from one with its layers and another configuration', () => {
    const catalog = catalogOf(KNOWN);
    const covers = (spec: Spec) => base(spec, catalog).chain?.[0]?.covers;
    const { manifest = digestFor('none'), config = digestFor('none') } = ALPINE;
    expect(covers({ layers: ['alpine'], digest: manifest })).toBe('image');
    expect(covers({ layers: ['alpine'], config })).toBe('image');
    expect(covers({ layers: ['alpine'] })).toBe('all-layers');
    expect(builtOn(base({ layers: ['alpine'] }, catalog))).toBeUndefined();
  });

  it('tells one of several builds with the same layers: the one of its platform', () => {
    const twin = knownImage('alpine:3.24', ['alpine'], {
      tags: ['other'],
      platform: 'linux/386',
      manifest: digestFor('0'),
    });
    const told = base({ layers: ['alpine', 'app'] }, catalogOf([ALPINE, twin]));
    expect(told.chain?.map(({ name }) => name)).toEqual(['docker.io/library/alpine:3.24']);
  });

  it('is not known without a catalogue', () => {
    expect(base({ layers: ['debian'] }, EMPTY_CATALOG)).toEqual({ claimedBy: 'none' });
  });

  it('tells the labels that are only inherited', () => {
    const labels = { vendor: 'Debian', version: '13', own: 'x' };
    expect(base({ layers: ['debian', 'app'], labels }, catalogOf([DEBIAN])).inheritedLabels).toEqual([
      'vendor',
    ]);
    // Not known is not none.
    expect(base({ layers: ['alpine', 'app'], labels }, catalogOf(KNOWN)).inheritedLabels).toBeUndefined();
    // The image itself inherits nothing from itself.
    expect(base({ layers: ['debian'], labels }, catalogOf([DEBIAN])).inheritedLabels).toBeUndefined();
  });
});

describe('a claim about the base', () => {
  const catalog = catalogOf(KNOWN);
  const verdict = (name: string, layers: readonly string[], digest?: string) =>
    base(
      { layers, annotations: { [NAME]: name, ...(digest === undefined ? {} : { [DIGEST]: digest }) } },
      catalog,
    ).claim?.verdict;

  it('is confirmed by the layers', () => {
    expect(verdict('debian:bookworm-slim', ['debian', 'app'])).toBe('confirmed');
    expect(verdict('docker.io/library/debian:bookworm-slim', ['debian', 'app'], DEBIAN.manifest)).toBe(
      'confirmed',
    );
  });

  it('is contradicted where the image named by digest has other layers', () => {
    expect(verdict('debian:bookworm-slim', ['alpine', 'app'], DEBIAN.manifest)).toBe('contradicted');
    expect(verdict('debian:bookworm-slim', ['nobody knows', 'app'], DEBIAN.manifest)).toBe('contradicted');
  });

  it('is contradicted where all that is known of the image named begins elsewhere', () => {
    expect(verdict('alpine:3.99', ['debian', 'app'])).toBe('contradicted');
    expect(verdict('python:3.99', ['alpine', 'app'])).toBe('contradicted');
  });

  it('is unproven where it may be a version that is not known, and where nothing is known', () => {
    expect(verdict('debian:99', ['nobody knows', 'app'])).toBe('unproven');
    expect(verdict('python:3.99', ['debian', 'app'])).toBe('unproven');
    expect(verdict('ghcr.io/acme/base:1', ['debian', 'app'])).toBe('unproven');
    expect(verdict('debian:bookworm-slim', ['debian', 'app'], digestFor('another'))).toBe('unproven');
    expect(verdict('No Image\n', ['debian'])).toBe('unproven');
  });

  it('is unproven on a known image that may itself be built on an unknown build of the one named', () => {
    const own = knownImage('app:1', ['debian of tomorrow', 'app'], {
      repository: 'registry.example.com/acme/app',
    });
    const mirrored = knownImage('debian:tomorrow', ['debian mirrored'], {
      repository: 'registry.example.com/debian',
    });
    const nginx = knownImage('nginx:tomorrow', ['debian, not told', 'nginx']);
    const wider = catalogOf([...KNOWN, own, mirrored, nginx]);
    const claim = (...layers: readonly string[]) =>
      base({ layers, annotations: { [NAME]: 'debian:bookworm-slim' } }, wider).claim?.verdict;
    expect(claim('debian of tomorrow', 'app')).toBe('unproven');
    expect(claim('debian of tomorrow', 'app', 'more')).toBe('unproven');
    expect(claim('debian mirrored', 'app')).toBe('unproven');
    expect(claim('debian, not told', 'nginx')).toBe('unproven');
  });

  it('by a label alone is checked as well', () => {
    const told = base({ layers: ['debian'], labels: { [NAME]: 'alpine:3.24' } }, catalog);
    expect(told).toMatchObject({ claimedBy: 'label', claim: { verdict: 'contradicted' } });
  });

  it('takes no word of builders that start from nothing for a base', () => {
    const claimed = (annotations: Record<string, string>) =>
      base({ layers: ['a'], annotations }, EMPTY_CATALOG).claimedBy;
    const nothing = `sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855`;
    expect(claimed({ [NAME]: '', [DIGEST]: '' })).toBe('none');
    expect(claimed({ [NAME]: 'scratch', [DIGEST]: digestFor('x') })).toBe('none');
    expect(claimed({ [NAME]: '', [DIGEST]: nothing })).toBe('none');
    expect(claimed({ [NAME]: 'docker.io/library/debian:12' })).toBe('annotation');
  });
});
