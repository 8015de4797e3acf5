import { limitError } from '../../base/limit-reached.ts';
import type { Limits } from '../../base/limits.ts';
import type { CatalogContent } from '../../catalog/index.ts';

/** Throws `limit-reached` for a catalogue of more rows than may be. */
export function checkSize({ images, listings }: CatalogContent, limits: Limits): void {
  const rows = images.length + listings.length;
  if (rows <= limits.maxCatalogImages) return;
  throw limitError('maxCatalogImages', `That makes ${rows} images and listings in the catalogue`);
}
