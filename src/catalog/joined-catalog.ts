import type { Catalog, CatalogMatch } from './catalog.ts';
import { type CatalogImage, type CatalogListing, order } from './catalog-image.ts';
import { imageKey, mergeContent } from './merge.ts';

/** Catalogues as one, looked up in each: where they contradict each other, the first counts. */
export function joinCatalogs(catalogs: readonly Catalog[]): Catalog {
  const [only] = catalogs;
  if (only !== undefined && catalogs.length === 1) return only;
  const imagesOf = (repository: string): readonly CatalogImage[] =>
    mergeContent(catalogs.map((each) => ({ images: each.imagesOf(repository), listings: [] }))).images;
  const identities = catalogs.map(({ identity }) => identity);
  return {
    ...(identities.includes(undefined) ? {} : { identity: identities.join(' ') }),
    basesOf(layers) {
      const found = new Map<string, CatalogMatch>();
      for (const match of catalogs.flatMap((each) => each.basesOf(layers))) {
        const key = imageKey(match.image);
        if (!found.has(key)) found.set(key, { ...match, image: whole(match.image, imagesOf) });
      }
      return [...found.values()].sort(byLength);
    },
    imagesOf,
    listingsOf: (repository): readonly CatalogListing[] =>
      mergeContent(catalogs.map((each) => ({ images: [], listings: each.listingsOf(repository) }))).listings,
    repositories: () => [...new Set(catalogs.flatMap((each) => each.repositories()))].sort(order),
  };
}

/** All that the catalogues together know of an image that one of them found. */
function whole(image: CatalogImage, imagesOf: (repository: string) => readonly CatalogImage[]): CatalogImage {
  const key = imageKey(image);
  return imagesOf(image.repository).find((each) => imageKey(each) === key) ?? image;
}

/** The most layers first; of as many, by name. */
export function byLength(a: CatalogMatch, b: CatalogMatch): number {
  return b.layers - a.layers || order(imageKey(a.image), imageKey(b.image));
}
