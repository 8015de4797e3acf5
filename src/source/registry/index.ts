import { ClearpullError } from '../../base/errors.ts';
import type { Image } from '../../image/image.ts';
import { formatReference, parseReference, type Reference } from '../../image/reference.ts';
import { withBudget } from '../documents.ts';
import { imageOf } from '../image-of.ts';
import type { OpenedSource, SourceOptions, SourceProvider, Target } from '../provider.ts';
import { selectImages } from '../select.ts';
import { fetchBlob, registryLayer } from './blobs.ts';
import { RegistryClient } from './client.ts';
import { findAttached } from './find-attached.ts';
import { fetchManifest, fetchTopManifest } from './manifests.ts';

/** Registries that speak the OCI distribution API, or Docker's v2 before it. */
export const registryProvider: SourceProvider = {
  id: 'registry',
  schemes: ['registry', 'docker'],
  title: 'Registry',
  open: openRegistry,
};

async function openRegistry(target: Target, options: SourceOptions): Promise<OpenedSource> {
  const reference = parseReference(target.name);
  if (typeof reference === 'string') {
    throw new ClearpullError('usage', `"${target.text}" is no image reference: ${reference}`, {
      hint: 'Write NAME:TAG, HOST/NAME:TAG or NAME@sha256:DIGEST; a path begins with ./ or /.',
    });
  }
  const client = new RegistryClient(reference, options.registry, { signal: options.signal });
  try {
    return { images: await imagesOf(client, reference, options), close: () => client.close() };
  } catch (error) {
    await client.close();
    throw error;
  }
}

async function imagesOf(
  client: RegistryClient,
  reference: Reference,
  options: SourceOptions,
): Promise<readonly Image[]> {
  const top = await fetchTopManifest(client, reference, options.limits);
  const store = withBudget(
    {
      title: formatReference(reference),
      read: async (descriptor, kind, cap) => {
        if (descriptor.digest === top.descriptor.digest) return top.bytes;
        return kind === 'manifest'
          ? fetchManifest(client, descriptor, cap)
          : fetchBlob(client, descriptor, cap);
      },
    },
    options.limits,
  );
  const images: Image[] = [];
  for (const selected of await selectImages(store, [top.descriptor], options)) {
    const image = await imageOf(selected, store.title, [], (layer) => registryLayer(client, layer), store);
    images.push({ ...image, findAttached: () => findAttached(client, image, options.limits) });
  }
  return images;
}
