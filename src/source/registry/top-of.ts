import type { Limits } from '../../base/limits.ts';
import type { Descriptor } from '../../image/descriptor.ts';
import { formatReference, type Reference } from '../../image/reference.ts';
import { type DocumentStore, withBudget } from '../documents.ts';
import { fetchBlob } from './blobs.ts';
import type { RegistryClient } from './client.ts';
import { fetchManifest, fetchTopManifest } from './manifests.ts';

/** What a reference names, and where the documents behind it are had. */
export async function topOf(
  client: RegistryClient,
  reference: Reference,
  limits: Limits,
): Promise<{ readonly store: DocumentStore; readonly top: Descriptor }> {
  const top = await fetchTopManifest(client, reference, limits);
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
    limits,
  );
  return { store, top: top.descriptor };
}
