import { type Digest, digestAlgorithm, digestHex, digestOf } from '../../base/digest.ts';
import { ClearpullError } from '../../base/errors.ts';
import { isIndexType, isManifestType, MEDIA_TYPE } from '../../base/media-types.ts';
import type { Descriptor } from '../../image/descriptor.ts';
import type { Image } from '../../image/image.ts';
import { type DocumentStore, isSchema1, schema1Error, withBudget } from '../documents.ts';
import { imageOf } from '../image-of.ts';
import { layerOfRange, missingLayer } from '../layer-of-range.ts';
import { notAPlace, parseLocalTarget } from '../local-target.ts';
import { parseJson } from '../parse-json.ts';
import { type Place, type Places, readEntryDocument, readRange } from '../place.ts';
import { withPlaces } from '../places.ts';
import type { SourceOptions, SourceProvider, Target } from '../provider.ts';
import { selectImages } from '../select.ts';

/**
 * The folder that `skopeo copy … dir:` and `podman save --format docker-dir` write: manifest.json and the blobs by
 * their hex digits side by side (containers/image, directory/directory_transport.go). It shares the scheme `dir`
 * with plain root file systems and is told from them by its file `version`.
 */
export const dockerDirProvider: SourceProvider = {
  id: 'docker-dir',
  schemes: ['docker-dir', 'dir'],
  title: 'Folder of skopeo or podman save',
  local: true,
  open: (target, options) => withPlaces(options, (places) => openDockerDir(target, options, places)),
};

const EXPECTED = 'a folder that skopeo copy … dir: or podman save --format docker-dir wrote';

async function openDockerDir(
  target: Target,
  options: SourceOptions,
  places: Places,
): Promise<readonly Image[] | undefined> {
  const forced = target.scheme === 'docker-dir';
  const local = await parseLocalTarget(target);
  if (local === undefined || (!forced && local.name !== undefined)) return undefined;
  const place = await places.open(local.path, local.title);
  if (place.kind !== 'folder' || !(await isDockerDir(place, local.shown, options))) {
    if (!forced) return undefined;
    const is = { archive: 'a tar archive', folder: 'a folder of another kind', none: undefined }[place.kind];
    throw notAPlace(local.shown, place.kind === 'none' ? place : { kind: 'none', is: is ?? '' }, EXPECTED);
  }
  const what = `manifest.json of ${local.shown}`;
  const bytes = await readEntryDocument(place, 'manifest.json', options.limits.maxManifestBytes, what);
  if (bytes === undefined) throw new ClearpullError('target-invalid', `${what} is missing`);
  const top = { mediaType: mediaTypeOf(bytes, what), digest: digestOf(bytes), size: bytes.length };
  const store = dirDocuments(place, local.shown, top.digest, bytes);
  const images: Image[] = [];
  for (const selected of await selectImages(store, [top], options)) {
    const layers = async (layer: Descriptor) =>
      layerOfRange(await place.find(blobName(layer.digest)), missingLayer(layer));
    images.push(await imageOf(selected, local.shown, [], layers));
  }
  return images;
}

async function isDockerDir(place: Place, shown: string, { limits }: SourceOptions): Promise<boolean> {
  const range = await place.find('version');
  if (range === undefined || range.size > 256) return false;
  const text = (await readRange(range, limits.maxManifestBytes, `version of ${shown}`)).toString('latin1');
  return text.startsWith('Directory Transport Version: 1.');
}

function dirDocuments(place: Place, shown: string, top: Digest, bytes: Buffer): DocumentStore {
  return withBudget({
    title: shown,
    read: async ({ digest }, kind, cap) => {
      if (digest === top) return bytes;
      const range = await place.find(blobName(digest) + (kind === 'manifest' ? '.manifest.json' : ''));
      return range === undefined ? undefined : readRange(range, cap, `the blob ${digest} of ${shown}`);
    },
  });
}

/** Built from checked hex digits only. */
function blobName(digest: Digest): string {
  const algorithm = digestAlgorithm(digest);
  return algorithm === 'sha256' ? digestHex(digest) : `${algorithm}-${digestHex(digest)}`;
}

/** The type that a manifest gives itself, or, as OCI allows, has by its fields. */
function mediaTypeOf(bytes: Buffer, what: string): string {
  const json = parseJson(bytes, what);
  if (isSchema1(json)) throw schema1Error(what);
  const fields = typeof json === 'object' && json !== null ? json : {};
  const type = 'mediaType' in fields && typeof fields.mediaType === 'string' ? fields.mediaType : '';
  if (isIndexType(type) || isManifestType(type)) return type;
  if (type === '' && 'manifests' in fields) return MEDIA_TYPE.ociIndex;
  if (type === '' && 'layers' in fields) return MEDIA_TYPE.ociManifest;
  throw new ClearpullError(
    'target-invalid',
    `${what} is of a type clearpull does not know: ${type.slice(0, 100)}`,
  );
}
