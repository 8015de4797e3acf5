import { ClearpullError } from '../../base/errors.ts';
import type { Descriptor } from '../../image/descriptor.ts';
import type { Image } from '../../image/image.ts';
import type { ImageIndex } from '../../image/manifest.ts';
import { collectCandidates, NotAnImage } from '../collect.ts';
import type { DocumentStore } from '../documents.ts';
import { imageOf } from '../image-of.ts';
import { type LocalTarget, noSuchImage, notAPlace, parseLocalTarget } from '../local-target.ts';
import { NamedImages } from '../named-images.ts';
import { withoutFile } from '../not-an-image.ts';
import type { Place, Places } from '../place.ts';
import { withPlaces } from '../places.ts';
import type { SourceOptions, SourceProvider, Target } from '../provider.ts';
import { type Selected, selectImages } from '../select.ts';
import { type DockerView, dockerViewOf } from './docker-view.ts';
import { findAttached } from './find-attached.ts';
import { layoutDocuments, layoutLayers, readLayoutIndex } from './layout.ts';
import { groupRows, type RowGroup, rowNames } from './rows.ts';

/** An OCI image layout as a folder, a tar, or a compressed tar; so also what `docker save` writes since 25. */
export const ociLayoutProvider: SourceProvider = {
  id: 'oci-layout',
  schemes: ['oci', 'oci-archive'],
  title: 'OCI image layout',
  local: true,
  open: (target, options) => withPlaces(options, (places) => openLayout(target, options, places)),
};

async function openLayout(
  target: Target,
  options: SourceOptions,
  places: Places,
): Promise<readonly Image[] | undefined> {
  const forced = target.scheme !== undefined;
  const local = await parseLocalTarget(target);
  if (local === undefined) return undefined;
  const place = await places.open(local.path, local.title);
  if (place.kind === 'none') {
    if (!forced) return undefined;
    throw notAPlace(local.shown, place, 'a folder or a tar archive with an OCI image layout in it');
  }
  const index = await readLayoutIndex(place, local.shown, options.limits);
  if (index === undefined) {
    if (!forced) return undefined;
    const hint = 'If docker save wrote it, write docker-archive: instead.';
    throw await withoutFile(place, local.shown, { kind: 'OCI image layout', file: 'file oci-layout', hint });
  }
  const docker = await dockerViewOf(place, local, forced, options.limits);
  return imagesOf(place, local, index, docker, options);
}

async function imagesOf(
  place: Place,
  local: LocalTarget,
  index: ImageIndex,
  docker: DockerView,
  options: SourceOptions,
): Promise<readonly Image[]> {
  const store = layoutDocuments(place, local.shown, options.limits);
  const groups = await meantGroups(store, local, index, options);
  const found = new NamedImages<Selected>();
  let other: NotAnImage | undefined;
  for (const { rows, names } of groups) {
    const title = names[0] === undefined ? local.shown : `${local.shown}:${names[0]}`;
    let chosen: readonly Selected[] = [];
    try {
      chosen = await selectImages({ ...store, title }, rows, options);
    } catch (error) {
      if (!(error instanceof NotAnImage) || local.name !== undefined) throw error;
      // Signatures and the like lie beside the images that they are about.
      other ??= error;
    }
    for (const selected of chosen) {
      const shown = names.length > 0 ? names : docker.namesOf(selected.manifest.config.digest);
      found.add(selected.descriptor.digest, selected, shown);
    }
  }
  const images: Image[] = [];
  for (const { value, reference, alsoNamed } of found.entries(local.shown)) {
    const shown = local.digest === undefined ? reference : `${local.shown}@${local.digest}`;
    const image = await imageOf(value, shown, alsoNamed, layoutLayers(place), store);
    images.push({ ...image, findAttached: () => findAttached(store, index, image, options.limits) });
  }
  const covered = new Set(images.map((image) => image.manifest.config.digest));
  images.push(...(await docker.others(covered, () => allConfigs(store, index, options), options)));
  if (images.length > 0) return images;
  if (other !== undefined) throw other;
  if (index.manifests.length === 0)
    throw new ClearpullError('target-invalid', `${local.shown} lists no image`);
  throw noSuchImage(local, [...index.manifests.flatMap(rowNames), ...docker.names]);
}

async function meantGroups(
  store: DocumentStore,
  local: LocalTarget,
  index: ImageIndex,
  options: SourceOptions,
): Promise<readonly RowGroup[]> {
  const { digest } = local;
  if (digest === undefined) return groupRows(index.manifests, local.name);
  const row = index.manifests.find((manifest) => manifest.digest === digest);
  if (row !== undefined) return [{ rows: [row], names: [] }];
  const candidates = await collectCandidates(store, index.manifests, options.limits);
  const inner: Descriptor | undefined = candidates.find(
    (candidate) => candidate.descriptor.digest === digest,
  )?.descriptor;
  return inner === undefined ? [] : [{ rows: [inner], names: [] }];
}

/** Digests of the configurations of every image that the layout holds, whatever its platform. */
async function allConfigs(
  store: DocumentStore,
  index: ImageIndex,
  options: SourceOptions,
): Promise<ReadonlySet<string>> {
  const configs = new Set<string>();
  for (const candidate of await collectCandidates(store, index.manifests, options.limits)) {
    const loaded = await candidate.load();
    if (loaded !== undefined) configs.add(loaded.manifest.config.digest);
  }
  return configs;
}
