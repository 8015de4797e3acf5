import { z } from 'zod';
import type { Digest } from '../../base/digest.ts';
import type { CatalogImage, CatalogListing, CatalogSource } from '../catalog-image.ts';

/** Longest text that a catalogue may give back; anything beyond is no name, tag or address. */
export const MAX_TEXT = 1024;
const MAX_TAGS = 1000;

const index = z.int().nonnegative();
const text = z.string().max(MAX_TEXT);
const day = z.string().regex(/^(?:\d{4}-\d\d-\d\d)?$/);
const layers = z.array(index).max(1000);
const tags = z.array(text).max(MAX_TAGS);
const source = z.tuple([text, text, text]);

/** Digests are told by their index, one that is not known by -1. */
const imageRow = z.tuple([
  text.describe('repository'),
  tags,
  text.describe('platform'),
  z.int().min(-1).describe('manifest'),
  z.int().min(-1).describe('index'),
  z.int().min(-1).describe('configuration'),
  day.describe('created, or nothing'),
  layers.describe('diffIDs'),
  layers.describe('blobs'),
  z.record(text, z.string().max(16 * MAX_TEXT)).nullable(),
  source.nullable(),
  day.describe('seen'),
]);
const listingRow = z.tuple([text, tags, z.array(text).max(100), source, day]);

export type ImageRow = z.infer<typeof imageRow>;
export type ListingRow = z.infer<typeof listingRow>;

export function imageRowOf(image: CatalogImage, indexOf: (digest: Digest | undefined) => number): ImageRow {
  const { repository, tags: names, platform, manifest, index: list, config, created, labels, seen } = image;
  return [
    repository,
    names.slice(0, MAX_TAGS),
    platform.slice(0, MAX_TEXT),
    indexOf(manifest),
    indexOf(list),
    indexOf(config),
    created ?? '',
    image.diffIds.map(indexOf),
    image.blobs.map(indexOf),
    labels === undefined ? null : { ...labels },
    image.source === undefined ? null : sourceRow(image.source),
    seen,
  ];
}

/** Undefined for a row that is none. */
export function imageOfRow(
  row: unknown,
  digestAt: (index: number) => Digest | undefined,
): CatalogImage | undefined {
  const parsed = imageRow.safeParse(row);
  if (!parsed.success) return undefined;
  const [repository, names, platform, manifest, list, config, created, diffs, blobs, labels, from, seen] =
    parsed.data;
  const known = { manifest: digestAt(manifest), index: digestAt(list), config: digestAt(config) };
  const diffIds = diffs.map(digestAt);
  const blobIds = blobs.map(digestAt);
  if (!isWhole(diffIds) || !isWhole(blobIds)) return undefined;
  return {
    repository,
    tags: names,
    platform,
    ...(known.manifest === undefined ? {} : { manifest: known.manifest }),
    ...(known.index === undefined ? {} : { index: known.index }),
    ...(known.config === undefined ? {} : { config: known.config }),
    ...(created === '' ? {} : { created }),
    diffIds,
    blobs: blobIds,
    ...(labels === null ? {} : { labels }),
    ...(from === null ? {} : { source: sourceOf(from) }),
    seen,
  };
}

export function listingRowOf({
  repository,
  tags: names,
  platforms,
  source: from,
  seen,
}: CatalogListing): ListingRow {
  return [repository, names.slice(0, MAX_TAGS), [...platforms], sourceRow(from), seen];
}

export function listingOfRow(row: unknown): CatalogListing | undefined {
  const parsed = listingRow.safeParse(row);
  if (!parsed.success) return undefined;
  const [repository, names, platforms, from, seen] = parsed.data;
  return { repository, tags: names, platforms, source: sourceOf(from), seen };
}

function sourceRow({ repository, commit, path }: CatalogSource): [string, string, string] {
  return [repository, commit, path];
}

function sourceOf([repository, commit, path]: readonly [string, string, string]): CatalogSource {
  return { repository, commit, path };
}

function isWhole(digests: readonly (Digest | undefined)[]): digests is readonly Digest[] {
  return digests.every((digest) => digest !== undefined);
}
