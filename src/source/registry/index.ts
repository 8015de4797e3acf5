import { ClearpullError } from '../../base/errors.ts';
import type { Image } from '../../image/image.ts';
import { parseReference, type Reference } from '../../image/reference.ts';
import { imageOf } from '../image-of.ts';
import type { OpenedSource, SourceOptions, SourceProvider, Target } from '../provider.ts';
import { selectImages } from '../select.ts';
import { registryLayer } from './blobs.ts';
import { RegistryClient } from './client.ts';
import { findAttached } from './find-attached.ts';
import { topOf } from './top-of.ts';

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
      hint: inLowerCase(target.name) ?? FORMS,
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

const FORMS = 'Write NAME:TAG, HOST/NAME:TAG or NAME@sha256:DIGEST; a path begins with ./ or /.';

/** `NGINX:1.27`, where nothing else is wrong. Tags may have capitals. */
function inLowerCase(name: string): string | undefined {
  const last = name.lastIndexOf('/') + 1;
  const end = name.slice(last).search(/[:@]/);
  const tag = end === -1 ? '' : name.slice(last + end);
  const lower = name.slice(0, name.length - tag.length).toLowerCase() + tag;
  return typeof parseReference(lower) === 'string' ? undefined : `Names are in lower case: ${lower}`;
}

async function imagesOf(
  client: RegistryClient,
  reference: Reference,
  options: SourceOptions,
): Promise<readonly Image[]> {
  const { store, top } = await topOf(client, reference, options.limits);
  const repository = `${reference.registry}/${reference.repository}`;
  const images: Image[] = [];
  for (const selected of await selectImages(store, [top], options)) {
    const image = await imageOf(selected, store.title, [], (layer) => registryLayer(client, layer), store);
    images.push({ ...image, repository, findAttached: () => findAttached(client, image, options.limits) });
  }
  return images;
}
