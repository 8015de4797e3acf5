import { type Digest, digestHex, digestOf } from '../../base/digest.ts';
import { ClearpullError } from '../../base/errors.ts';
import { visible } from '../../base/visible.ts';
import type { Catalog, CatalogMatch, LayerDigests } from '../catalog.ts';
import { type CatalogContent, type CatalogImage, type CatalogListing, order } from '../catalog-image.ts';
import { byLength } from '../joined-catalog.ts';
import { DigestColumn } from './digest-column.ts';
import { Ends } from './ends.ts';
import { COUNTS, DIGEST_BYTES, END_BYTES, HEADER_BYTES, MAGIC, ROW_BYTES, SUM_BYTES } from './layout.ts';
import { imageOfRow, listingOfRow } from './rows.ts';

/** A catalogue over the bytes of its file. Rows are parsed when they are asked for. */
export class PackedCatalog implements Catalog {
  /** The digest of its file. */
  readonly identity: string;
  readonly digests: DigestColumn;
  readonly #byDiffId: Ends;
  readonly #byBlob: Ends;
  readonly imageCount: number;
  readonly listingCount: number;
  readonly #starts: Buffer;
  readonly #text: Buffer;
  readonly #images = new Map<number, CatalogImage | undefined>();

  private constructor(sections: Sections) {
    this.identity = sections.sum;
    this.digests = new DigestColumn(sections.digests);
    this.#byDiffId = new Ends(sections.byDiffId);
    this.#byBlob = new Ends(sections.byBlob);
    this.imageCount = sections.images;
    this.listingCount = sections.listings;
    this.#starts = sections.starts;
    this.#text = sections.text;
  }

  /**
   * Takes a catalogue's file. `name` is what it is called in messages.
   *
   * @throws ClearpullError `usage` when it is none, of another version, cut off or changed
   */
  static open(bytes: Buffer, name: string): PackedCatalog {
    return new PackedCatalog(sectionsOf(bytes, name));
  }

  basesOf({ diffIds, blobs }: LayerDigests): readonly CatalogMatch[] {
    const found = new Map<number, CatalogMatch>();
    for (const [by, chain, ends] of [
      ['diff-ids', diffIds, this.#byDiffId],
      ['blobs', blobs, this.#byBlob],
    ] as const) {
      for (const [row, layers] of this.#matches(chain, ends, by)) {
        const image = this.#image(row);
        if (image !== undefined && !found.has(row)) found.set(row, { image, layers, by });
      }
    }
    return [...found.values()].sort(byLength);
  }

  imagesOf(repository: string): readonly CatalogImage[] {
    return this.#rowsOf(repository, 0, this.imageCount)
      .map((row) => this.#image(row))
      .filter((image) => image !== undefined);
  }

  listingsOf(repository: string): readonly CatalogListing[] {
    const end = this.imageCount + this.listingCount;
    return this.#rowsOf(repository, this.imageCount, end)
      .map((row) => listingOfRow(this.#row(row)))
      .filter((listing) => listing !== undefined);
  }

  repositories(): readonly string[] {
    const end = this.imageCount + this.listingCount;
    const names = [...this.#names(0, this.imageCount), ...this.#names(this.imageCount, end)];
    return [...new Set(names)].sort(order);
  }

  /** All of it, for merging. */
  content(): CatalogContent {
    const names = this.repositories();
    return {
      images: names.flatMap((name) => this.imagesOf(name)),
      listings: names.flatMap((name) => this.listingsOf(name)),
    };
  }

  /** Rows of images all of whose layers are the first ones of a chain. */
  *#matches(
    chain: LayerDigests['diffIds'],
    ends: Ends,
    by: CatalogMatch['by'],
  ): Generator<readonly [row: number, layers: number]> {
    const known: Digest[] = [];
    for (const digest of chain) {
      // Above a layer that is not known nothing can be compared.
      if (digest === undefined) return;
      known.push(digest);
      const index = this.digests.indexOf(digest);
      if (index === -1) continue;
      for (const row of ends.rowsOf(index, known.length)) {
        const image = this.#image(row);
        const layers = by === 'diff-ids' ? image?.diffIds : image?.blobs;
        if (layers !== undefined && isSame(layers, known)) yield [row, known.length];
      }
    }
  }

  #image(row: number): CatalogImage | undefined {
    if (!this.#images.has(row)) {
      this.#images.set(
        row,
        imageOfRow(this.#row(row), (index) => this.digests.at(index)),
      );
    }
    return this.#images.get(row);
  }

  #row(row: number): unknown {
    if (row >= this.imageCount + this.listingCount) return undefined;
    const from = this.#starts.readUInt32LE(row * ROW_BYTES);
    const to = this.#starts.readUInt32LE((row + 1) * ROW_BYTES);
    try {
      return JSON.parse(this.#text.toString('utf8', from, to)) as unknown;
    } catch {
      return undefined;
    }
  }

  #nameAt(row: number): string {
    const fields = this.#row(row);
    return Array.isArray(fields) && typeof fields[0] === 'string' ? fields[0] : '';
  }

  #rowsOf(repository: string, from: number, to: number): readonly number[] {
    const first = this.#bisect(from, to, (name) => order(name, repository) < 0);
    const end = this.#bisect(first, to, (name) => order(name, repository) <= 0);
    return Array.from({ length: end - first }, (_, i) => first + i);
  }

  /** From one repository to the next, so that their rows need not all be parsed. */
  *#names(from: number, to: number): Generator<string> {
    for (let row = from; row < to; ) {
      const name = this.#nameAt(row);
      yield name;
      row = Math.max(
        row + 1,
        this.#bisect(row, to, (each) => order(each, name) <= 0),
      );
    }
  }

  /** The first row of a range whose name is not before what is looked for. */
  #bisect(from: number, to: number, isBefore: (name: string) => boolean): number {
    let low = from;
    let high = to;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(this.#nameAt(middle))) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

interface Sections {
  readonly sum: string;
  readonly digests: Buffer;
  readonly byDiffId: Buffer;
  readonly byBlob: Buffer;
  readonly images: number;
  readonly listings: number;
  readonly starts: Buffer;
  readonly text: Buffer;
}

function sectionsOf(bytes: Buffer, name: string): Sections {
  const damaged = (why: string): ClearpullError =>
    new ClearpullError('usage', `The catalogue ${visible(name)} ${why}.`, {
      hint: 'Remove it and run "clearpull catalog update" or "catalog import" again.',
    });
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw damaged('is none that this version of clearpull reads');
  }
  const body = bytes.subarray(MAGIC.length + SUM_BYTES);
  const sum = bytes.toString('hex', MAGIC.length, MAGIC.length + SUM_BYTES);
  if (bytes.length < HEADER_BYTES || digestHex(digestOf(body)) !== sum) {
    throw damaged('is cut off or was changed');
  }
  const [digests, byDiffId, byBlob, images, listings, text] = Array.from({ length: COUNTS }, (_, i) =>
    body.readUInt32LE(i * 4),
  ) as [number, number, number, number, number, number];
  const lengths = [
    digests * DIGEST_BYTES,
    byDiffId * END_BYTES,
    byBlob * END_BYTES,
    (images + listings + 1) * ROW_BYTES,
    text,
  ];
  if (lengths.reduce((sum_, each) => sum_ + each, HEADER_BYTES) !== bytes.length) {
    throw damaged('has another length than it says');
  }
  let at = HEADER_BYTES;
  const [first, second, third, fourth, last] = lengths.map((length) => {
    at += length;
    return bytes.subarray(at - length, at);
  }) as [Buffer, Buffer, Buffer, Buffer, Buffer];
  return {
    sum,
    digests: first,
    byDiffId: second,
    byBlob: third,
    images,
    listings,
    starts: fourth,
    text: last,
  };
}

function isSame(layers: readonly Digest[], known: readonly Digest[]): boolean {
  return layers.length === known.length && layers.every((digest, i) => digest === known[i]);
}
