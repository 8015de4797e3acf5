import { type Digest, isDigest } from '../base/digest.ts';
import type { ContentCache } from './content-cache.ts';

const KIND = 'tag';
/** Digests kept of one tag. */
const MAX_SEEN = 20;

/** Remembers where tags led, so that it can be told that one has moved. */
export interface SeenTags {
  /** The other digests that a tag led to before, the latest last, and takes down this one. */
  others(tag: string, digest: Digest): Promise<readonly Digest[]>;
}

/** Kept beside what was read; where nothing can be kept, no tag ever moved. */
export function seenTags(cache: ContentCache): SeenTags {
  return {
    async others(tag, digest) {
      const seen = digestsIn(await cache.read(KIND, tag));
      const others = seen.filter((one) => one !== digest);
      const latest = [...others, digest].slice(-MAX_SEEN);
      if (seen.at(-1) !== digest) await cache.write(KIND, tag, Buffer.from(JSON.stringify(latest)));
      return others;
    },
  };
}

function digestsIn(bytes: Buffer | undefined): readonly Digest[] {
  if (bytes === undefined) return [];
  const stored: unknown = JSON.parse(bytes.toString());
  return Array.isArray(stored)
    ? stored.filter((one): one is Digest => typeof one === 'string' && isDigest(one))
    : [];
}
