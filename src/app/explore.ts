import type { Assessment } from '../assess/index.ts';
import { ClearpullError } from '../base/errors.ts';
import { plural } from '../base/quantities.ts';
import type { LayerEntry } from '../image/layer-facts.ts';
import { formatPlatform } from '../image/platform.ts';
import type { ImageTree } from '../image/tree/image-tree.ts';
import { type CheckEvents, type CheckOptions, checkImage } from './check.ts';
import { secretMaskOf } from './without-secrets.ts';
import { withWorkshop } from './workshop.ts';

/** A checked image whose files can still be looked at. */
export interface OpenedImage {
  readonly assessment: Assessment;
  readonly tree: ImageTree;
  /** The text kept of an entry of a layer, secrets masked unless they are to be shown; undefined when none was, or the cache was emptied meanwhile. */
  text(layer: number, entry: LayerEntry): string | undefined;
}

/**
 * Checks the one image that a target names, and lets it be looked at while it is open.
 *
 * @throws ClearpullError when the target cannot be opened, and `usage` when it names several images
 */
export async function exploreTarget<T>(
  target: string,
  options: CheckOptions,
  events: CheckEvents,
  look: (image: OpenedImage) => Promise<T>,
): Promise<T> {
  return withWorkshop(options, events, ({ cache, pool, catalog, rules, own, withImages }) =>
    withImages(target, async (images) => {
      const [image] = images;
      if (image === undefined || images.length > 1) {
        const names = images
          .slice(0, 5)
          .map(({ reference, platform }) => `${reference} (${formatPlatform(platform)})`);
        throw new ClearpullError(
          'usage',
          `${target} names ${plural(images.length, 'image')}; one can be explored.`,
          {
            hint: `Name one of them, or one platform: ${names.join(', ')}${images.length > 5 ? ' …' : ''}`,
          },
        );
      }
      const suppressions = options.suppressions ?? {};
      const again = {
        ...options,
        ...own,
        pool,
        catalog: await catalog(),
        rules: await rules(),
        suppressions,
      };
      const checked =
        (await checkImage(image, { ...again, cache }, events)) ??
        (await checkImage(image, { ...again, cache: undefined }, events));
      if (checked === undefined) throw new Error('texts were lost without a cache');
      const { assessment, tree, text } = checked;
      if (options.showSecrets === true) return look({ assessment, tree, text });
      const mask = secretMaskOf(image);
      return look({
        assessment,
        tree,
        text: (layer, entry) => {
          const kept = text(layer, entry);
          return kept === undefined ? undefined : mask.mask(kept, entry.path);
        },
      });
    }),
  );
}
