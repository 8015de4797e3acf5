import type { Description } from '../assess/index.ts';
import { describeRead, readImage } from './read-image.ts';
import { secretMaskOf, withoutSecrets } from './without-secrets.ts';
import { type ReadEvents, type ReadOptions, withWorkshop } from './workshop.ts';

/**
 * Explains every image that a target names: the same reading as a check, and nothing judged.
 *
 * @throws ClearpullError when the target cannot be opened; what is wrong inside an image is in its description
 */
export async function explainTarget(
  target: string,
  options: ReadOptions,
  events: ReadEvents = {},
): Promise<readonly Description[]> {
  return withWorkshop(options, events, ({ cache, pool, catalog, rules, own, withImages }) =>
    withImages(target, async (images) => {
      const descriptions: Description[] = [];
      for (const image of images) {
        const explained = async (layerCache: typeof cache): Promise<Description | undefined> => {
          const read = await readImage(
            image,
            {
              ...options,
              ...own,
              cache: layerCache,
              pool,
              catalog: await catalog(),
              rules,
              factsOnly: true,
              attestations: 'index',
            },
            events,
          );
          const description = describeRead(read);
          if (read.texts.lost) return undefined;
          return options.showSecrets === true
            ? description
            : withoutSecrets(description, secretMaskOf(image));
        };
        // The cache may be emptied meanwhile: then once more without it.
        const description = (await explained(cache)) ?? (await explained(undefined));
        if (description === undefined) throw new Error('texts were lost without a cache');
        descriptions.push(description);
      }
      return descriptions;
    }),
  );
}
