import { builtOn } from '../explain/base/base-of.ts';
import type { Explanation, KnownBase } from '../explain/explanation.ts';
import type { TraceLink } from './trace-link.ts';

/** To the image it was built on, as far as it is said; `byDigest` when it is named by digest or there is none. */
export function baseLink({ base, dockerfile }: Explanation): {
  readonly link: TraceLink;
  readonly byDigest: boolean;
} {
  const name = 'base';
  if (base.claim?.verdict === 'contradicted') {
    const evidence = [base.name, base.digest].filter((text) => text !== undefined);
    return { link: { name, status: 'contradicted', evidence, reason: base.claim.why }, byDigest: false };
  }
  const known = builtOn(base);
  if (known !== undefined) return knownLink(known);
  if (base.claimedBy !== 'none') {
    const evidence = [base.name, base.digest].filter((text) => text !== undefined);
    return {
      link: {
        name,
        status: 'claimed',
        evidence,
        reason:
          base.digest === undefined
            ? `A base is named by ${an(base.claimedBy)} ${base.claimedBy}, without a digest.`
            : `A base is named by ${an(base.claimedBy)} ${base.claimedBy}, with its digest; its layers were not compared.`,
      },
      byDigest: base.digest !== undefined,
    };
  }
  if (/^FROM scratch$/m.test(dockerfile)) {
    return {
      link: {
        name,
        status: 'claimed',
        evidence: ['scratch'],
        reason: 'By its history it starts from nothing.',
      },
      byDigest: true,
    };
  }
  return {
    link: { name, status: 'missing', evidence: [], reason: 'Nothing says which image it was built on.' },
    byDigest: false,
  };
}

/** Compared by clearpull itself, with the digests that the catalogue has of that image. */
function knownLink({ name, digest, layers, seen }: KnownBase): ReturnType<typeof baseLink> {
  return {
    link: {
      name: 'base',
      status: 'verified',
      evidence: [name, digest].filter((text) => text !== undefined),
      reason: `Its lowest ${layers === 1 ? 'layer is that' : `${layers} layers are those`} of an image in the catalogue (as of ${seen}).`,
    },
    byDigest: digest !== undefined,
  };
}

function an(word: string): string {
  return word === 'annotation' ? 'an' : 'a';
}
