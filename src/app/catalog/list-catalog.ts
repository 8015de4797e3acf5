import { didYouMean } from '../../base/did-you-mean.ts';
import { ClearpullError } from '../../base/errors.ts';
import type { Limits } from '../../base/limits.ts';
import { visible } from '../../base/visible.ts';
import { type CatalogImage, type CatalogListing, familiarName } from '../../catalog/index.ts';
import { openCatalog } from '../../store/catalog-files.ts';

/** How much is known of one repository. */
export interface KnownRepository {
  readonly name: string;
  /** Images whose digests are known. */
  readonly images: number;
  /** Of these, those known by the digests of their content. */
  readonly withDiffIds: number;
  /** Tags whose Dockerfile is known. */
  readonly listedTags: number;
  /** The last day that anything of it was looked at, `YYYY-MM-DD`. */
  readonly seen: string;
}

export interface RepositoryDetails {
  readonly name: string;
  readonly images: readonly CatalogImage[];
  readonly listings: readonly CatalogListing[];
}

export interface CatalogContents {
  overview(): readonly KnownRepository[];
  /** Throws `usage` for a name of which nothing is known. */
  detailsOf(name: string): RepositoryDetails;
}

/** What the catalogue holds: the user's own and the one that ships with clearpull. */
export async function listCatalog(folder: string | undefined, limits: Limits): Promise<CatalogContents> {
  const catalog = await openCatalog(folder, limits);
  const names = catalog.repositories();
  const details = (name: string): RepositoryDetails => ({
    name,
    images: catalog.imagesOf(name),
    listings: catalog.listingsOf(name),
  });
  return {
    overview: () =>
      names.map((name) => {
        const { images, listings } = details(name);
        return {
          name,
          images: images.length,
          withDiffIds: images.filter(({ diffIds }) => diffIds.length > 0).length,
          listedTags: new Set(listings.flatMap(({ tags }) => tags)).size,
          seen: [...images, ...listings].reduce((last, { seen }) => (seen > last ? seen : last), ''),
        };
      }),
    detailsOf(name) {
      const found = names.find((each) => each === name || familiarName(each) === name);
      if (found !== undefined) return details(found);
      const near = didYouMean(name, names.map(familiarName));
      throw new ClearpullError('usage', `The catalogue knows no image ${visible(name)}.`, {
        hint:
          near === undefined
            ? `Learn it with: clearpull catalog update ${visible(name)}`
            : `Did you mean ${visible(near)}?`,
      });
    },
  };
}
