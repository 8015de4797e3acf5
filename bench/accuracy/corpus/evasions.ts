import type { Evasion } from './evasion.ts';
import { OF_CODES } from './evasions/of-codes.ts';
import { OF_FILES } from './evasions/of-files.ts';
import { OF_IMAGES } from './evasions/of-images.ts';

/** Every way to hide; a new one is an entry in one of these lists. */
export const EVASIONS: readonly Evasion[] = [...OF_IMAGES, ...OF_CODES, ...OF_FILES];
