import type { Digest } from '../base/digest.ts';
import type { CatalogImage, CatalogListing } from './catalog-image.ts';

/** The layers of an image, bottom first; undefined where a digest is not known. */
export interface LayerDigests {
  readonly diffIds: readonly (Digest | undefined)[];
  readonly blobs: readonly (Digest | undefined)[];
}

/** A known image whose layers are the lowest layers of another. */
export interface CatalogMatch {
  readonly image: CatalogImage;
  /** How many layers that are: all that the known image has. */
  readonly layers: number;
  /** Which digests agree: of the content, or of the compressed bytes, which says the same and more. */
  readonly by: 'diff-ids' | 'blobs';
}

/** Known images, looked up by layers and by name. What it gives back is always in the same order. */
export interface Catalog {
  /** Tells it from others that know something else; absent where nothing does. */
  readonly identity?: string;
  /** Every known image all of whose layers are the lowest ones of these: those with the most layers first. */
  basesOf(layers: LayerDigests): readonly CatalogMatch[];
  /** Those of a repository, by its full name. */
  imagesOf(repository: string): readonly CatalogImage[];
  listingsOf(repository: string): readonly CatalogListing[];
  /** Full names of all repositories, sorted. */
  repositories(): readonly string[];
}

/** A catalogue that knows nothing. */
export const EMPTY_CATALOG: Catalog = {
  basesOf: () => [],
  imagesOf: () => [],
  listingsOf: () => [],
  repositories: () => [],
};
