import { type Digest, digestOf } from '../src/base/digest.ts';
import {
  type Catalog,
  type CatalogImage,
  type CatalogListing,
  PackedCatalog,
  packCatalog,
} from '../src/catalog/index.ts';

/** A digest that stands for a word. */
export function digestFor(word: string): Digest {
  return digestOf(Buffer.from(word));
}

/** Digests that stand for words, such as the layers of an image. */
export function digestsFor(...words: readonly string[]): readonly Digest[] {
  return words.map(digestFor);
}

/** A made-up image of Docker's: `debian:bookworm` with the layers that words stand for. */
export function knownImage(
  name: string,
  layers: readonly string[],
  more: Partial<CatalogImage> = {},
): CatalogImage {
  const [repository = '', tag = 'latest'] = name.split(':');
  return {
    repository: `docker.io/library/${repository}`,
    tags: [tag],
    platform: 'linux/amd64',
    manifest: digestFor(`manifest of ${name} ${layers.join(' ')}`),
    config: digestFor(`config of ${name} ${layers.join(' ')}`),
    created: '2026-09-08',
    diffIds: digestsFor(...layers),
    blobs: digestsFor(...layers.map((layer) => `${layer}.gz`)),
    seen: '2026-10-01',
    ...more,
  };
}

/** A catalogue of these, through its file's bytes. */
export function catalogOf(
  images: readonly CatalogImage[],
  listings: readonly CatalogListing[] = [],
): Catalog & PackedCatalog {
  return PackedCatalog.open(packCatalog({ images, listings }), 'test.catalog');
}
