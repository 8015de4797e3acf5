import { type Digest, digestHex, digestOf } from '../../base/digest.ts';
import type { CatalogContent, CatalogImage } from '../catalog-image.ts';
import { mergeContent } from '../merge.ts';
import { MAGIC, ROW_BYTES } from './layout.ts';
import { imageRowOf, listingRowOf } from './rows.ts';

/** A catalogue's file (`layout.ts`). The same content gives the same bytes, in whatever order it comes. */
export function packCatalog(content: CatalogContent): Buffer {
  const { images, listings } = mergeContent([content]);
  const digests = [...new Set(images.flatMap(digestsOf))].filter(isPackable).sort();
  const indexes = new Map(digests.map((digest, index) => [digest, index]));
  const indexOf = (digest: Digest | undefined): number =>
    digest === undefined ? -1 : (indexes.get(digest) ?? -1);
  const rows = [
    ...images.map((image) => JSON.stringify(imageRowOf(packable(image), indexOf))),
    ...listings.map((listing) => JSON.stringify(listingRowOf(listing))),
  ].map((row) => Buffer.from(row));
  const text = Buffer.concat(rows);
  const byDiffId = endsOf(images, indexOf, ({ diffIds }) => diffIds);
  const byBlob = endsOf(images, indexOf, ({ blobs }) => blobs);
  const counts = [
    digests.length,
    byDiffId.length,
    byBlob.length,
    images.length,
    listings.length,
    text.length,
  ];
  const body = Buffer.concat([
    integers(counts),
    ...digests.map((digest) => Buffer.from(digestHex(digest), 'hex')),
    integers(byDiffId.flat()),
    integers(byBlob.flat()),
    startsOf(rows),
    text,
  ]);
  return Buffer.concat([MAGIC, Buffer.from(digestHex(digestOf(body)), 'hex'), body]);
}

type End = readonly [digest: number, layers: number, row: number];

function endsOf(
  images: readonly CatalogImage[],
  indexOf: (digest: Digest | undefined) => number,
  chainOf: (image: CatalogImage) => readonly Digest[],
): readonly End[] {
  return images
    .flatMap((image, row): readonly End[] => {
      const chain = chainOf(packable(image));
      return chain.length === 0 ? [] : [[indexOf(chain.at(-1)), chain.length, row]];
    })
    .sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
}

/** Without the layers of a list of which one has a digest other than sha256: they could not all be compared. */
function packable(image: CatalogImage): CatalogImage {
  const { diffIds, blobs } = image;
  return {
    ...image,
    diffIds: diffIds.every(isPackable) ? diffIds : [],
    blobs: blobs.every(isPackable) ? blobs : [],
  };
}

function isPackable(digest: Digest): boolean {
  return digest.startsWith('sha256:');
}

function digestsOf({ manifest, index, config, diffIds, blobs }: CatalogImage): readonly Digest[] {
  return [manifest, index, config, ...diffIds, ...blobs].filter((digest) => digest !== undefined);
}

function startsOf(rows: readonly Buffer[]): Buffer {
  const starts = Buffer.alloc((rows.length + 1) * ROW_BYTES);
  let at = 0;
  for (const [i, row] of rows.entries()) {
    starts.writeUInt32LE(at, i * ROW_BYTES);
    at += row.length;
  }
  starts.writeUInt32LE(at, rows.length * ROW_BYTES);
  return starts;
}

function integers(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [i, value] of values.entries()) bytes.writeUInt32LE(value, i * 4);
  return bytes;
}
