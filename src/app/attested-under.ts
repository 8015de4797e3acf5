import type { AttestedFor } from '../assess/index.ts';
import type { TraceRequirement } from '../assess/policy/trace-requirement.ts';
import type { Image } from '../image/image.ts';
import { type Attested, type Circumstances, checkSignatures, type TrustRoot } from '../trace/index.ts';

/** What signatures on statements about an image are held against. */
export function circumstancesOf({ repository, readManifest }: Image, now: Date): Circumstances {
  return {
    now,
    ...(repository === undefined ? {} : { repository }),
    ...(readManifest === undefined ? {} : { readManifest }),
  };
}

/**
 * What others say of an image, with signatures checked once for each requirement, because each has its own signers.
 *
 * @throws ClearpullError `usage` for a key, root or pattern that cannot be used
 */
export async function attestedUnder(
  requirements: readonly TraceRequirement[],
  { claims, notes }: Attested = { claims: [], notes: [] },
  roots: readonly TrustRoot[],
  circumstances: Circumstances,
): Promise<readonly AttestedFor[]> {
  const all: AttestedFor[] = [];
  for (const requirement of requirements) {
    const { signers, keys } = requirement;
    all.push({
      requirement,
      attested: { claims: await checkSignatures(claims, { roots, keys, signers }, circumstances), notes },
    });
  }
  return all;
}
