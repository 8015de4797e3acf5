import type { Digest } from '../../base/digest.ts';
import type { Catalog, CatalogMatch } from '../../catalog/index.ts';
import type { Image } from '../../image/image.ts';
import { formatPlatform } from '../../image/platform.ts';
import type { BaseImage, KnownBase } from '../explanation.ts';
import { checkClaim } from './base-claim.ts';
import { claimedBase } from './claimed-base.ts';
import { knownBase } from './known-base.ts';

/** Images of a chain that are told; each stands for at least one layer. */
const MAX_CHAIN = 32;

/**
 * What the image was built on: by its layers, as far as the catalogue knows them, and by what it claims.
 *
 * @param diffIds as computed from the bytes, by layer index; undefined for a layer that was not read
 */
export function baseOf(image: Image, diffIds: readonly (Digest | undefined)[], catalog: Catalog): BaseImage {
  const claimed = claimedBase(image);
  const matches = matchesOf(image, diffIds, catalog);
  const claim = checkClaim(claimed, image, matches, catalog);
  const inherited = inheritedLabels(image, matches);
  return {
    ...claimed,
    ...(claim === undefined ? {} : { claim }),
    ...(matches.length === 0
      ? {}
      : { chain: matches.slice(0, MAX_CHAIN).map((match) => knownBase(match, image, catalog)) }),
    ...(inherited.length === 0 ? {} : { inheritedLabels: inherited }),
  };
}

/** The image that it was built on by its layers, and that is not the image itself; the one with the most layers. */
export function builtOn({ chain = [] }: BaseImage): KnownBase | undefined {
  return chain.find(({ covers }) => covers === 'lowest-layers');
}

/** One match for each length and repository: a build that has several names there is told once. */
function matchesOf(
  image: Image,
  diffIds: readonly (Digest | undefined)[],
  catalog: Catalog,
): readonly CatalogMatch[] {
  const blobs = image.layers.map(({ blob }) => blob.digest);
  const platform = formatPlatform(image.platform);
  const found = new Map<string, CatalogMatch>();
  for (const match of catalog.basesOf({ diffIds, blobs })) {
    const key = `${match.layers} ${match.image.repository}`;
    const known = found.get(key);
    if (known === undefined || rank(match) > rank(known)) found.set(key, match);
  }
  return [...found.values()];

  /** The same layers may have several configurations; this very image goes first, then those of its platform. */
  function rank({ image: known }: CatalogMatch): number {
    if (known.manifest === image.digest) return 3;
    if (known.config === image.manifest.config.digest) return 2;
    return known.platform === platform ? 1 : 0;
  }
}

/** Keys of the labels that it has just as the image below it: it did not set them itself. */
function inheritedLabels(image: Image, matches: readonly CatalogMatch[]): readonly string[] {
  const below = matches.find(({ layers }) => layers < image.layers.length)?.image.labels ?? {};
  const own = image.config.config.Labels ?? {};
  return Object.keys(own)
    .filter((key) => Object.hasOwn(below, key) && below[key] === own[key])
    .sort();
}
