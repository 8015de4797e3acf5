import { builtOn } from '../../explain/base/base-of.ts';
import type { Explanation, KnownBase } from '../../explain/explanation.ts';
import type { AssessedProvenance } from '../provenance/assess-provenance.ts';
import { voucherOf } from '../standing.ts';
import type { TraceLink } from '../trace-link.ts';

const name = 'base';

/**
 * To the image it was built on, as annotations, labels, provenance and history tell; `byDigest` when it is named by
 * digest or there is none. `from`: what a Dockerfile that agrees with the history starts from.
 */
export function baseLink(
  { base, dockerfile }: Explanation,
  known: readonly AssessedProvenance[] = [],
  from?: string,
): {
  readonly link: TraceLink;
  readonly byDigest: boolean;
} {
  if (base.claim?.verdict === 'contradicted') {
    const evidence = [base.name, base.digest].filter((text) => text !== undefined);
    return { link: { name, status: 'contradicted', evidence, reason: base.claim.why }, byDigest: false };
  }
  const onKnown = builtOn(base);
  if (onKnown !== undefined) return knownLink(onKnown);
  // buildah names even nothing by a digest, the same as it does stages of its own.
  if (from === 'scratch' && base.name === undefined) return FROM_NOTHING;
  if (base.claimedBy !== 'none') {
    const checks = known.flatMap((one) => one.checks.filter(({ about }) => about === 'base'));
    const evidence = [base.name, base.digest, ...checks.map(({ text }) => text)].filter(
      (text) => text !== undefined,
    );
    const vouchedBy = [{ by: base.claimedBy }] as const;
    if (checks.some(({ result }) => result === 'differs')) {
      const reason = `The provenance names another base than the ${base.claimedBy}.`;
      return { link: { name, status: 'contradicted', evidence, reason, vouchedBy }, byDigest: false };
    }
    const agreeing = known.filter((one) =>
      one.checks.some((check) => check.about === 'base' && check.result === 'agrees'),
    );
    return {
      link: {
        name,
        status: 'claimed',
        evidence,
        reason: `A base is named by ${an(base.claimedBy)} ${base.claimedBy}${howNamed(base, agreeing.length > 0)}`,
        vouchedBy: [...vouchedBy, ...agreeing.map(({ standing }) => voucherOf(standing))],
      },
      // A digest alone is what builders leave of stages of their own, and of nothing.
      byDigest: base.digest !== undefined && base.name !== undefined,
    };
  }
  const told = known.find((one) => one.base !== undefined);
  if (told?.base !== undefined) {
    const reason = 'The provenance names the base with its digest; its layers were not compared.';
    const evidence = [told.base.name, told.base.digest];
    const vouchedBy = [voucherOf(told.standing)];
    return { link: { name, status: 'claimed', evidence, reason, vouchedBy }, byDigest: true };
  }
  const [named, digest] = from?.split('@') ?? [];
  if (named !== undefined && (digest !== undefined || named !== 'scratch')) {
    const evidence = [named, digest].filter((text) => text !== undefined);
    const vouchedBy = [{ by: 'clearpull' }] as const;
    const reason =
      digest === undefined
        ? 'The Dockerfile that agrees with the history names the base, without a digest.'
        : 'The Dockerfile that agrees with the history names the base with its digest; its layers were not compared.';
    return { link: { name, status: 'claimed', evidence, reason, vouchedBy }, byDigest: digest !== undefined };
  }
  if (/^FROM scratch$/m.test(dockerfile)) return FROM_NOTHING;
  return {
    link: { name, status: 'missing', evidence: [], reason: 'Nothing says which image it was built on.' },
    byDigest: false,
  };
}

const FROM_NOTHING: ReturnType<typeof baseLink> = {
  link: {
    name,
    status: 'claimed',
    evidence: ['scratch'],
    reason: 'By its history it starts from nothing.',
    vouchedBy: [{ by: 'history' }],
  },
  byDigest: true,
};

/** Compared by clearpull itself, with the digests that the catalogue has of that image. */
function knownLink(known: KnownBase): ReturnType<typeof baseLink> {
  const { digest, layers, seen } = known;
  return {
    link: {
      name,
      status: 'verified',
      vouchedBy: [{ by: 'clearpull' }],
      evidence: [known.name, digest].filter((text) => text !== undefined),
      reason: `Its lowest ${layers === 1 ? 'layer is that' : `${layers} layers are those`} of an image in the catalogue (as of ${seen}).`,
    },
    byDigest: digest !== undefined,
  };
}

function howNamed({ name: named, digest }: Explanation['base'], agrees: boolean): string {
  if (digest === undefined) return ', without a digest.';
  if (named === undefined) return ' by a digest alone, without a name under which it could be found.';
  return agrees
    ? ', and the provenance has the same digest; its layers were not compared.'
    : ', with its digest; its layers were not compared.';
}

function an(word: string): string {
  return word === 'annotation' ? 'an' : 'a';
}
