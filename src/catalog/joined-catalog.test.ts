import { describe, expect, it } from 'vitest';
import { catalogOf, digestsFor, knownImage } from '../../testkit/catalog.ts';
import { mostTelling } from './catalog-image.ts';
import { joinCatalogs } from './joined-catalog.ts';

const SHIPPED = knownImage('debian:bookworm', ['debian'], { diffIds: [], seen: '2026-08-01' });
const { blobs: _blobs, ...withoutBlobs } = knownImage('debian:bookworm', ['debian']);
const OWN = { ...withoutBlobs, tags: ['bookworm-20260908', 'bookworm'], blobs: [], labels: { a: 'b' } };

describe('catalogues together', () => {
  const joined = joinCatalogs([catalogOf([OWN]), catalogOf([SHIPPED, knownImage('alpine:3', ['alpine'])])]);

  it('put together what each knows of an image, and tell it once', () => {
    const [match, ...more] = joined.basesOf({
      diffIds: digestsFor('debian'),
      blobs: digestsFor('debian.gz'),
    });
    expect(more).toEqual([]);
    expect(match?.by).toBe('diff-ids');
    expect(match?.image).toMatchObject({
      tags: ['bookworm', 'bookworm-20260908'],
      diffIds: digestsFor('debian'),
      blobs: digestsFor('debian.gz'),
      labels: { a: 'b' },
      seen: '2026-10-01',
    });
  });

  it('know the repositories of all', () => {
    expect(joined.repositories()).toEqual(['docker.io/library/alpine', 'docker.io/library/debian']);
  });

  it('go by the newest list of releases of a repository', () => {
    const listing = (tag: string, seen: string) => ({
      repository: 'docker.io/library/alpine',
      tags: [tag],
      platforms: ['linux/amd64'],
      source: { repository: 'r', commit: 'c', path: 'p' },
      seen,
    });
    const lists = [
      catalogOf([], [listing('3.25', '2026-11-01')]),
      catalogOf([], [listing('3.24', '2026-08-01')]),
    ];
    for (const order of [lists, lists.toReversed()]) {
      const tags = joinCatalogs(order)
        .listingsOf('docker.io/library/alpine')
        .map((each) => each.tags);
      expect(tags).toEqual([['3.25']]);
    }
  });
});

describe('the most telling tag', () => {
  it('is the longest, whatever the order, and latest only when there is no other', () => {
    expect(mostTelling(['latest', '12', 'bookworm-20260908-slim', 'bookworm-slim'])[0]).toBe(
      'bookworm-20260908-slim',
    );
    expect(mostTelling(['b-1', 'a-1', 'latest'])).toEqual(['a-1', 'b-1', 'latest']);
    expect(mostTelling(['latest'])).toEqual(['latest']);
    expect(mostTelling([])).toEqual([]);
  });
});
