import type { Digest } from '../../base/digest.ts';
import type { Reference } from '../../image/reference.ts';
import type { DocumentCache, SourceOptions } from '../provider.ts';
import { type Selected, selectImages } from '../select.ts';
import { allTags } from './all-tags.ts';
import { RegistryClient } from './client.ts';
import { topOf } from './top-of.ts';

/** A repository of which only manifests and configurations are read, never a layer. */
export interface RegistryRepository {
  tags(): Promise<readonly string[]>;
  /** The images of a tag, or of a digest, for the platforms asked for. */
  imagesOf(name: { readonly tag?: string; readonly digest?: Digest }): Promise<readonly Selected[]>;
  close(): Promise<void>;
}

/** Opens a repository of a registry. What was fetched once for a digest is not fetched again for another tag. */
export function openRepository(reference: Reference, options: SourceOptions): RegistryRepository {
  const documents = options.registry.documents ?? inMemory();
  const client = new RegistryClient(
    reference,
    { ...options.registry, documents },
    { signal: options.signal },
  );
  return {
    tags: () => allTags(client, options.limits),
    imagesOf: async (name) => {
      const named: Reference = { registry: reference.registry, repository: reference.repository, ...name };
      const { store, top } = await topOf(client, named, options.limits);
      return selectImages(store, [top], options);
    },
    close: () => client.close(),
  };
}

/** Bytes kept at most; what is beyond is fetched again. */
const MAX_KEPT = 64 * 1024 * 1024;

function inMemory(): DocumentCache {
  const kept = new Map<Digest, Buffer>();
  let left = MAX_KEPT;
  return {
    read: (digest) => Promise.resolve(kept.get(digest)),
    write: (digest, bytes) => {
      if (bytes.length <= left && !kept.has(digest)) {
        kept.set(digest, bytes);
        left -= bytes.length;
      }
      return Promise.resolve();
    },
  };
}
