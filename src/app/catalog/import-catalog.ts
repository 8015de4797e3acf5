import type { Limits } from '../../base/limits.ts';
import { mergeContent } from '../../catalog/index.ts';
import { readOwnCatalog, writeOwnCatalog } from '../../store/catalog-files.ts';
import { checkSize } from './catalog-size.ts';
import { type CheckoutKind, readCheckout } from './read-checkout.ts';

export interface ImportOptions {
  readonly catalogFolder: string;
  readonly limits: Limits;
  /** The day that the checkouts are of, `YYYY-MM-DD`. */
  readonly asOf: string;
}

/** What was taken in from one folder. */
export interface Imported {
  readonly folder: string;
  readonly kinds: readonly CheckoutKind[];
  readonly images: number;
  readonly listings: number;
}

/**
 * Takes checkouts of docker-library's repositories into the user's own catalogue: all of them or, when one is none,
 * nothing.
 *
 * @throws ClearpullError for a folder that is no such checkout, or too large
 */
export async function importCatalog(
  folders: readonly string[],
  { catalogFolder, limits, asOf }: ImportOptions,
): Promise<readonly Imported[]> {
  const read: { readonly folder: string; readonly part: Awaited<ReturnType<typeof readCheckout>> }[] = [];
  for (const folder of folders) read.push({ folder, part: await readCheckout(folder, asOf, limits) });
  const own = await readOwnCatalog(catalogFolder, limits);
  const content = mergeContent([
    ...read.map(({ part }) => part.content),
    ...(own === undefined ? [] : [own.content()]),
  ]);
  checkSize(content, limits);
  await writeOwnCatalog(catalogFolder, content);
  return read.map(({ folder, part: { kinds, content: taken } }) => ({
    folder,
    kinds,
    images: taken.images.length,
    listings: taken.listings.length,
  }));
}
