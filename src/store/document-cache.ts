import { type Digest, digestAlgorithm, digestOf } from '../base/digest.ts';
import type { DocumentCache } from '../source/index.ts';
import type { ContentCache } from './content-cache.ts';

const KIND = 'document';

/**
 * Manifests, indexes and configurations by their digest, so that none is fetched twice. Only what has the digest is
 * stored or given back.
 */
export function documentCache(cache: ContentCache): DocumentCache {
  return {
    read: async (digest) => {
      const bytes = await cache.read(KIND, digest);
      return bytes !== undefined && has(bytes, digest) ? bytes : undefined;
    },
    write: async (digest, bytes) => {
      if (has(bytes, digest)) await cache.write(KIND, digest, bytes);
    },
  };
}

function has(bytes: Buffer, digest: Digest): boolean {
  return digestOf(bytes, digestAlgorithm(digest)) === digest;
}
