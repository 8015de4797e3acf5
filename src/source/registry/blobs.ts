import { isForeignLayerType } from '../../base/media-types.ts';
import type { Descriptor } from '../../image/descriptor.ts';
import type { LayerSource } from '../../image/image.ts';
import { unavailableLayer } from '../layer-of-range.ts';
import type { RegistryClient } from './client.ts';
import { fetchDocument } from './fetch-document.ts';
import { openLayerStream } from './layer-stream.ts';
import { foundDocument } from './manifests.ts';
import { discard } from './redirect.ts';

/** A small blob as a whole; undefined when the registry does not have it. */
export async function fetchBlob(
  client: RegistryClient,
  { digest }: Descriptor,
  cap: number,
): Promise<Buffer | undefined> {
  const known = await client.options.documents?.read(digest);
  if (known !== undefined) return known;
  const what = `the blob ${digest} of ${client.asked.what}`;
  const { answer, body } = await fetchDocument(client, { path: `blobs/${digest}`, digest, cap, what });
  return foundDocument(client, answer, body, digest);
}

/**
 * A layer in a registry. One of a type that may not be distributed is asked for at once, because the registry
 * may well not have it; the addresses that its descriptor then names are never contacted.
 */
export async function registryLayer(
  client: RegistryClient,
  descriptor: Descriptor,
): Promise<Pick<LayerSource, 'open' | 'unavailable'>> {
  if (isForeignLayerType(descriptor.mediaType)) {
    const response = await client.ask({ method: 'HEAD', path: `blobs/${descriptor.digest}` });
    await discard(response);
    if (response.statusCode !== 200) {
      const detail = `the layer ${descriptor.digest} may not be distributed, and the registry does not have it`;
      return unavailableLayer({ reason: 'layer-not-distributable', detail });
    }
  }
  return {
    open: async (signal) => ({ kind: 'stream', stream: await openLayerStream(client, descriptor, signal) }),
  };
}
