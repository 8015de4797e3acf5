import { type Catalog, type CatalogImage, type CatalogMatch, mostTelling } from '../../catalog/index.ts';
import type { Image } from '../../image/image.ts';
import type { KnownBase } from '../explanation.ts';

/** Further tags that are told of one image. */
const MAX_TAGS = 50;

/** What a report says of a known image whose layers are the lowest ones of another. */
export function knownBase(
  { image: known, layers, by }: CatalogMatch,
  image: Image,
  catalog: Catalog,
): KnownBase {
  const [tag, ...others] = mostTelling(known.tags);
  const source = sourceOf(known, tag, catalog);
  return {
    name: tag === undefined ? known.repository : `${known.repository}:${tag}`,
    alsoTagged: others.slice(0, MAX_TAGS),
    layers,
    matchedBy: by,
    covers: coverOf(known, layers, image),
    ...(known.manifest === undefined ? {} : { digest: known.manifest }),
    ...(known.created === undefined ? {} : { created: known.created }),
    newer: newerThan(known, catalog),
    ...(source === undefined ? {} : { source }),
    seen: known.seen,
  };
}

function coverOf(known: CatalogImage, layers: number, image: Image): KnownBase['covers'] {
  if (layers < image.layers.length) return 'lowest-layers';
  const same = known.manifest === image.digest || known.config === image.manifest.config.digest;
  return same ? 'image' : 'all-layers';
}

/**
 * How many later images of the same line are known: those with a tag that differs from one of its own in nothing but
 * numbers, made on a later day, for the same platform.
 */
function newerThan({ repository, platform, tags, created }: CatalogImage, catalog: Catalog): number {
  if (created === undefined) return 0;
  const lines = new Set(tags.map(lineOf));
  return catalog
    .imagesOf(repository)
    .filter((other) => other.platform === platform && (other.created ?? '') > created)
    .filter((other) => other.tags.some((tag) => lines.has(lineOf(tag)))).length;
}

function lineOf(tag: string): string {
  return tag.replace(/\d+/g, '0');
}

/** As its own build says; else as a list of releases says of its tag. */
function sourceOf(known: CatalogImage, tag: string | undefined, catalog: Catalog): KnownBase['source'] {
  if (known.source !== undefined) return { ...known.source, by: 'build' };
  if (tag === undefined) return undefined;
  const listing = catalog
    .listingsOf(known.repository)
    .find(({ tags, platforms }) => tags.includes(tag) && platforms.includes(known.platform));
  return listing === undefined ? undefined : { ...listing.source, by: 'tag' };
}
