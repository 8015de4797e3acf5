import type { Digest } from '../base/digest.ts';
import type { Descriptor } from '../image/descriptor.ts';
import type { Image, LayerSource } from '../image/image.ts';
import type { DocumentStore } from './documents.ts';
import type { Selected } from './select.ts';
import { checkDocumentSize, verifyDocument } from './verify.ts';

/** How a place hands out one layer of a manifest. */
export type LayerOpener = (descriptor: Descriptor) => Promise<Pick<LayerSource, 'open' | 'unavailable'>>;

/** The image model of what was selected. `store` is asked for attestations. `names` are all names that it has in the place, the first one shown. */
export async function imageOf(
  selected: Selected,
  reference: string,
  alsoNamed: readonly string[],
  openLayer: LayerOpener,
  store?: DocumentStore,
): Promise<Image> {
  const { descriptor, manifest, config, platform, indexDigest, attestations } = selected;
  const diffIds = config.rootfs.diff_ids ?? [];
  const layers: LayerSource[] = [];
  for (const [index, layer] of manifest.layers.entries()) {
    const { digest, size, mediaType } = layer;
    layers.push({
      index,
      blob: { digest, size, mediaType },
      ...diffIdOf(diffIds[index]),
      ...(await openLayer(layer)),
    });
  }
  return {
    reference,
    ...(alsoNamed.length === 0 ? {} : { alsoNamed }),
    digest: descriptor.digest,
    hasManifest: true,
    ...(indexDigest === undefined ? {} : { indexDigest }),
    platform,
    manifest,
    config,
    annotations: { ...descriptor.annotations, ...manifest.annotations },
    layers,
    attestations,
    ...(store === undefined
      ? {}
      : {
          readBlob: (blob, cap) => readSmallBlob(store, blob, cap),
          readManifest: () => readSmallBlob(store, descriptor, descriptor.size),
        }),
  };
}

async function readSmallBlob(
  store: DocumentStore,
  descriptor: Descriptor,
  cap: number,
): Promise<Buffer | undefined> {
  const what = `the blob ${descriptor.digest} of ${store.title}`;
  checkDocumentSize(descriptor.size, cap, what);
  const kind = isManifestType(descriptor.mediaType) ? 'manifest' : 'config';
  const bytes = await store.read(descriptor, kind, cap);
  if (bytes !== undefined) verifyDocument(bytes, descriptor, what);
  return bytes;
}

function isManifestType(mediaType: string): boolean {
  return /\bmanifest\b/.test(mediaType);
}

/** Nothing beyond the diffIDs that the configuration lists. */
export function diffIdOf(diffId: Digest | undefined): { readonly diffId?: Digest } {
  return diffId === undefined ? {} : { diffId };
}
