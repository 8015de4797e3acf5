import type { Image } from '../../image/image.ts';

/**
 * Of the images given, the one with the most layers that are the lowest ones of an image. It has fewer layers, or as many
 * under another digest, so that going down always ends.
 *
 * @param diffIds as computed from the bytes, by layer index; undefined for a layer that was not read
 */
export function lowestOf(
  { digest }: Pick<Image, 'digest'>,
  diffIds: readonly (string | undefined)[],
  given: readonly Image[],
): Image | undefined {
  let found: Image | undefined;
  for (const one of given) {
    const own = one.config.rootfs.diff_ids ?? [];
    const isBelow =
      one.digest !== digest &&
      own.length > 0 &&
      own.length <= diffIds.length &&
      own.every((diffId, i) => diffId === diffIds[i]);
    if (isBelow && own.length > (found?.config.rootfs.diff_ids?.length ?? 0)) found = one;
  }
  return found;
}
