/**
 * A catalogue as one file, little-endian throughout:
 *
 * | bytes | what |
 * |---|---|
 * | 16 | `clearpull-cat-1\n` |
 * | 32 | sha256 of all that follows |
 * | 6 × 4 | how many: digests, ends by diffID, ends by blob, images, listings; bytes of text |
 * | 32 each | every sha256 digest that is named, sorted, each once |
 * | 12 each | ends by diffID: index of an image's last layer, its number of layers, its row; sorted |
 * | 12 each | ends by blob, alike |
 * | 4 each | where each row begins in the text, and where the last ends |
 * | | rows as JSON: images, then listings, each sorted by repository |
 *
 * A layer is looked up by bisecting the digests, and the images that end with it by bisecting the ends: nothing is
 * parsed but the rows that are found.
 */
export const MAGIC = Buffer.from('clearpull-cat-1\n', 'latin1');
export const SUM_BYTES = 32;
export const COUNTS = 6;
export const HEADER_BYTES = MAGIC.length + SUM_BYTES + COUNTS * 4;
export const DIGEST_BYTES = 32;
export const END_BYTES = 12;
export const ROW_BYTES = 4;
