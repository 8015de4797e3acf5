import { digestAlgorithm, digestHex } from '../../base/digest.ts';
import { plural } from '../../base/quantities.ts';
import type { Image } from '../../image/image.ts';
import type { Claim } from '../claim.ts';

/** What a claim is about: which of the image's digests it names. */
export interface AboutImage {
  /** `index`: the index that led to this image; what it says then holds for every platform of it. */
  readonly names: 'manifest' | 'index' | 'image ID' | undefined;
  /** Why it cannot be believed, whatever it names: it calls two things by one name. */
  readonly conflict?: string;
  /** What else it is about, one sentence each. */
  readonly notes: readonly string[];
}

type Named = Pick<Image, 'digest' | 'indexDigest' | 'hasManifest'>;

/** Compares the digests that a claim names with the image's. No verifier of signatures does this for its caller. */
export function aboutImage(claim: Claim, image: Named): AboutImage {
  const { statement, signs } = claim;
  if (signs !== undefined) return { names: digestsOf(image).get(signs), notes: [] };
  if (statement === undefined) return { names: undefined, notes: [] };
  let names: AboutImage['names'];
  const byName = new Map<string, Set<string>>();
  const all = new Set<string>();
  for (const { name, digests } of statement.subjects) {
    for (const [algorithm, hex] of digests) {
      const digest = `${algorithm}:${hex.toLowerCase()}`;
      const found = digestsOf(image).get(digest);
      if (found !== undefined && names !== 'manifest') names = found;
      if (algorithm !== digestAlgorithm(image.digest)) continue;
      all.add(digest);
      const known = byName.get(name);
      if (known === undefined) byName.set(name, new Set([digest]));
      else known.add(digest);
    }
  }
  const twice = [...byName].find(([name, digests]) => name !== '' && digests.size > 1);
  return {
    names,
    ...(twice === undefined
      ? {}
      : {
          conflict: `its subject "${twice[0].slice(0, 200)}" stands for ${plural(twice[1].size, 'digest')}`,
        }),
    notes:
      all.size > 1
        ? [`It is about ${plural(all.size, 'artefact')} with different digests, of which this image is one.`]
        : [],
  };
}

function digestsOf(image: Named): ReadonlyMap<string, NonNullable<AboutImage['names']>> {
  const { digest, indexDigest, hasManifest } = image;
  const known = new Map<string, NonNullable<AboutImage['names']>>();
  if (indexDigest !== undefined) known.set(indexDigest, 'index');
  return known.set(`${digestAlgorithm(digest)}:${digestHex(digest)}`, hasManifest ? 'manifest' : 'image ID');
}
