import type { Digest } from '../base/digest.ts';
import { type CatalogContent, type CatalogImage, type CatalogListing, order } from './catalog-image.ts';

/**
 * Several lists as one. What they say of the same image is put together; where two contradict each other, the
 * one that comes first counts. An image is the same when it has the same manifest, or without one the same
 * configuration or layers, in the same repository.
 */
export function mergeContent(parts: readonly CatalogContent[]): CatalogContent {
  const images = new Map<string, CatalogImage>();
  const listings = new Map<string, CatalogListing>();
  for (const part of parts) {
    for (const image of part.images) {
      const key = imageKey(image);
      const known = images.get(key);
      images.set(key, known === undefined ? image : mergeImage(known, image));
    }
    for (const listing of part.listings) {
      const key = listingKey(listing);
      if (!listings.has(key)) listings.set(key, listing);
    }
  }
  return {
    images: [...images.entries()].sort(byKey).map(([, image]) => image),
    listings: latest([...listings.entries()].sort(byKey).map(([, listing]) => listing)),
  };
}

/** A list of releases replaces the older one of its repository: what it leaves out is no release any more. */
function latest(listings: readonly CatalogListing[]): readonly CatalogListing[] {
  const days = new Map<string, string>();
  for (const { repository, seen } of listings) {
    if (seen > (days.get(repository) ?? '')) days.set(repository, seen);
  }
  return listings.filter(({ repository, seen }) => seen === (days.get(repository) ?? seen));
}

/** Names an image within a catalogue; sorting by it keeps a repository's images together. */
export function imageKey(image: CatalogImage): string {
  const { repository, platform, manifest, config, diffIds, blobs } = image;
  const same = manifest ?? config ?? [...diffIds, ...blobs].join(' ');
  return `${repository}\n${platform}\n${same}`;
}

/** One listing a tag and platform would repeat each source a dozen times; the tags together name it as well. */
function listingKey({ repository, tags, platforms }: CatalogListing): string {
  return `${repository}\n${tags.join(' ')}\n${platforms.join(' ')}`;
}

function byKey(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return order(a[0], b[0]);
}

function mergeImage(first: CatalogImage, second: CatalogImage): CatalogImage {
  const tags = [...new Set([...first.tags, ...second.tags])].sort(order);
  return {
    ...second,
    ...first,
    tags,
    diffIds: longer(first.diffIds, second.diffIds),
    blobs: longer(first.blobs, second.blobs),
    seen: first.seen > second.seen ? first.seen : second.seen,
  };
}

function longer(first: readonly Digest[], second: readonly Digest[]): readonly Digest[] {
  return first.length === 0 ? second : first;
}
