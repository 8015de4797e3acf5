import type { Digest } from '../../base/digest.ts';
import type { Limits } from '../../base/limits.ts';
import type { Image } from '../../image/image.ts';
import { platformOfConfig } from '../collect.ts';
import { archivedImageOf } from '../docker-archive/archived-image.ts';
import { isMeant, shownTags } from '../docker-archive/index.ts';
import { type ArchivedImage, readManifestJson } from '../docker-archive/manifest-json.ts';
import type { LocalTarget } from '../local-target.ts';
import { NamedImages } from '../named-images.ts';
import type { Place } from '../place.ts';
import { checkOnlyPlatform, type PlatformOptions } from '../select.ts';

/**
 * The other table of contents that an archive of `docker save` has: beside index.json also a manifest.json, and
 * it depends on the engine which of them `docker load` follows.
 */
export interface DockerView {
  readonly names: readonly string[];
  /** Tags of the image with that configuration. */
  namesOf(config: Digest): readonly string[];
  /**
   * The images that only manifest.json lists, and that the target means. `all` tells the configurations of every
   * image in the layout, and is asked only when `covered`, those already chosen, do not answer it.
   */
  others(
    covered: ReadonlySet<string>,
    all: () => Promise<ReadonlySet<string>>,
    options: PlatformOptions,
  ): Promise<readonly Image[]>;
}

/** Reads manifest.json where an archive has one. A target whose scheme says OCI means index.json alone. */
export async function dockerViewOf(
  place: Place,
  local: LocalTarget,
  ociOnly: boolean,
  limits: Limits,
): Promise<DockerView> {
  const images =
    ociOnly || place.kind !== 'archive' ? [] : ((await readManifestJson(place, local.shown, limits)) ?? []);
  return {
    names: images.flatMap((image) => image.tags),
    namesOf: (config) => images.filter((image) => image.digest === config).flatMap((image) => image.tags),
    async others(covered, all, options) {
      let left = images.filter((image) => isMeant(image, local) && !covered.has(image.digest));
      if (left.length === 0) return [];
      const known = await all();
      left = left.filter((image) => !known.has(image.digest));
      const found = new NamedImages<ArchivedImage>();
      for (const image of left) found.add(image.digest, image, shownTags(image, local));
      return Promise.all(
        found.entries(local.shown).map(({ value, reference, alsoNamed }) => {
          checkOnlyPlatform(reference, platformOfConfig(value.config), options);
          return archivedImageOf(place, value, reference, alsoNamed);
        }),
      );
    },
  };
}
