import { type Catalog, type CatalogImage, type CatalogMatch, familiarName } from '../../catalog/index.ts';
import type { Image } from '../../image/image.ts';
import { formatPlatform } from '../../image/platform.ts';
import { parseReference, type Reference } from '../../image/reference.ts';
import type { BaseClaim } from '../explanation.ts';
import type { ClaimedBase } from './claimed-base.ts';

/**
 * What the layers say of a claim about the base. It is contradicted only by what is known: by the diffIDs of the
 * very image that it names by digest, or because it begins with a distribution with which nothing begins that is known of the image named.
 */
export function checkClaim(
  claimed: ClaimedBase,
  image: Image,
  matches: readonly CatalogMatch[],
  catalog: Catalog,
): BaseClaim | undefined {
  if (claimed.claimedBy === 'none') return undefined;
  const reference = claimed.name === undefined ? undefined : parseReference(claimed.name);
  if (reference === undefined || typeof reference === 'string') {
    return { verdict: 'unproven', why: 'It names no image that could be looked up.' };
  }
  const named = { ...reference, ...digestOfClaim(claimed) };
  if (matches.some(({ image: known }) => isNamed(known, named))) {
    return { verdict: 'confirmed', why: 'Its layers are the lowest ones of this image.' };
  }
  const known = catalog
    .imagesOf(`${named.registry}/${named.repository}`)
    .filter(({ platform }) => platform === formatPlatform(image.platform));
  return contradiction(named, known, matches, catalog) ?? unproven(known);
}

function unproven(known: readonly CatalogImage[]): BaseClaim {
  return {
    verdict: 'unproven',
    why:
      known.length === 0
        ? 'The catalogue does not know the layers of that image.'
        : 'It may be a version that the catalogue does not know.',
  };
}

type Named = Pick<Reference, 'registry' | 'repository'> & { readonly tag?: string; readonly digest?: string };

function digestOfClaim({ digest }: ClaimedBase): { readonly digest?: string } {
  return digest === undefined ? {} : { digest };
}

function isNamed(known: CatalogImage, { registry, repository, tag, digest }: Named): boolean {
  if (known.repository !== `${registry}/${repository}`) return false;
  if (digest !== undefined) return known.manifest === digest || known.index === digest;
  return tag === undefined || known.tags.includes(tag);
}

function contradiction(
  named: Named,
  known: readonly CatalogImage[],
  matches: readonly CatalogMatch[],
  catalog: Catalog,
): BaseClaim | undefined {
  const byDigest = known.find(
    ({ manifest, index, diffIds }) =>
      named.digest !== undefined &&
      diffIds.length > 0 &&
      (manifest === named.digest || index === named.digest),
  );
  const name = familiarName(`${named.registry}/${named.repository}`);
  if (byDigest !== undefined) {
    const why = `The ${byDigest.diffIds.length} layers of ${name} at that digest are not the lowest ones of this image.`;
    return { verdict: 'contradicted', why };
  }
  const [lowest] = matches.slice(-1);
  if (lowest === undefined || !isDistribution(lowest)) return undefined;
  const roots = new Set(known.flatMap((each) => rootOf(each, catalog)));
  if (roots.size === 0 || roots.has(lowest.image.repository)) return undefined;
  const why = `It begins with the layers of ${familiarName(lowest.image.repository)}, with which no known ${name} begins.`;
  return { verdict: 'contradicted', why };
}

/**
 * An official image of one layer, with nothing below it. Any other known image, a company's own or the very image that
 * is checked, may itself be built on a build of the one named that the catalogue does not know.
 */
function isDistribution({ image, layers }: CatalogMatch): boolean {
  return layers === 1 && image.repository.startsWith('docker.io/library/');
}

/** The repository of the lowest image in the chain of a known one, be it itself. */
function rootOf({ diffIds, blobs }: CatalogImage, catalog: Catalog): readonly string[] {
  return catalog
    .basesOf({ diffIds, blobs })
    .slice(-1)
    .map(({ image }) => image.repository);
}
