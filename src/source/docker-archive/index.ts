import { ClearpullError } from '../../base/errors.ts';
import type { Image } from '../../image/image.ts';
import { platformOfConfig } from '../collect.ts';
import { type LocalTarget, nameMatches, noSuchImage, notAPlace, parseLocalTarget } from '../local-target.ts';
import { NamedImages } from '../named-images.ts';
import { withoutFile } from '../not-an-image.ts';
import type { Places } from '../place.ts';
import { withPlaces } from '../places.ts';
import type { SourceOptions, SourceProvider, Target } from '../provider.ts';
import { checkOnlyPlatform } from '../select.ts';
import { archivedImageOf } from './archived-image.ts';
import { type ArchivedImage, readManifestJson } from './manifest-json.ts';

/** What `docker save`, `podman save` and kaniko write: a tar with a manifest.json. */
export const dockerArchiveProvider: SourceProvider = {
  id: 'docker-archive',
  schemes: ['docker-archive'],
  title: 'Archive of docker save',
  local: true,
  open: (target, options) => withPlaces(options, (places) => openDockerArchive(target, options, places)),
};

async function openDockerArchive(
  target: Target,
  options: SourceOptions,
  places: Places,
): Promise<readonly Image[] | undefined> {
  const forced = target.scheme !== undefined;
  const local = await parseLocalTarget(target);
  if (local === undefined) return undefined;
  const place = await places.open(local.path, local.title);
  if (place.kind !== 'archive') {
    if (!forced) return undefined;
    const none = place.kind === 'none' ? place : ({ kind: 'none', is: 'a folder' } as const);
    throw notAPlace(local.shown, none, 'a tar archive as docker save writes it, plain or compressed');
  }
  const images = await readManifestJson(place, local.shown, options.limits);
  if (images === undefined) {
    if (!forced) return undefined;
    const hint = 'If it is an OCI archive, write oci-archive: instead.';
    throw await withoutFile(place, local.shown, { kind: 'docker-archive', file: 'manifest.json', hint });
  }
  const found = new NamedImages<ArchivedImage>();
  for (const image of images) {
    if (isMeant(image, local)) found.add(image.digest, image, shownTags(image, local));
  }
  const entries = found.entries(local.shown);
  if (entries.length === 0) {
    if (images.length === 0) throw new ClearpullError('target-invalid', `${local.shown} lists no image`);
    throw noSuchImage(
      local,
      images.flatMap((image) => image.tags),
    );
  }
  return Promise.all(
    entries.map(({ value, reference, alsoNamed }) => {
      checkOnlyPlatform(reference, platformOfConfig(value.config), options);
      return archivedImageOf(place, value, reference, alsoNamed);
    }),
  );
}

/** Whether the target, which may name one image of the archive, means this one. */
export function isMeant(image: ArchivedImage, { name, digest }: LocalTarget): boolean {
  if (digest !== undefined) return image.digest === digest;
  return name === undefined || image.tags.some((tag) => nameMatches(tag, name));
}

/** Of an image asked for by one of its tags, that one stands first. */
export function shownTags(image: ArchivedImage, { name }: LocalTarget): readonly string[] {
  const asked = name === undefined ? [] : image.tags.filter((tag) => nameMatches(tag, name));
  return [...asked, ...image.tags];
}
