import type { Explanation } from '../explain/explanation.ts';
import type { TraceLink } from './trace-link.ts';

/** To the image it was built on, as far as it is said; `byDigest` when it is named by digest or there is none. */
export function baseLink({ base, dockerfile }: Explanation): {
  readonly link: TraceLink;
  readonly byDigest: boolean;
} {
  const name = 'base';
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

function an(word: string): string {
  return word === 'annotation' ? 'an' : 'a';
}
