import { plural } from '../../base/quantities.ts';
import { type Standing, signatureWords, voucherOf } from '../standing.ts';
import type { TraceLink, Voucher } from '../trace-link.ts';
import type { AssessedProvenance } from './assess-provenance.ts';
import type { Check } from './check.ts';

const name = 'provenance';

/** What builders say of how the image was made, held against the image itself. */
export function provenanceLink(
  known: readonly AssessedProvenance[],
  void_: readonly Standing[],
  unread: readonly Standing[],
): TraceLink {
  const evidence = [
    ...known.flatMap(wordsOf),
    ...unread.map(
      ({ claim }) => `${claim.where} is of a version that is not known: ${claim.statement?.predicateType}`,
    ),
    ...void_.flatMap((one) => one.void ?? []),
  ];
  if (known.length === 0) return without(evidence, void_, unread);
  const vouchedBy = vouchersOf(known);
  const differing = known.flatMap(({ checks }) => checks.filter(({ result }) => result === 'differs'));
  if (differing.length > 0) {
    return { name, status: 'contradicted', evidence, reason: differs(differing), vouchedBy };
  }
  const verified = known.filter(({ standing }) => standing.verified);
  const apart = verified.filter(({ checks }) => checks.some(({ result }) => result === 'apart'));
  if (verified.length > apart.length) {
    return {
      name,
      status: 'verified',
      evidence,
      reason:
        'A provenance for this digest, signed by whom you asked for, agrees with all that the image says of itself.',
      vouchedBy,
    };
  }
  if (apart.length > 0) {
    const reason =
      'The signed provenance names another source than the image or its own certificate, so it does not confirm it.';
    return { name, status: 'claimed', evidence, reason, vouchedBy };
  }
  const how = known.some(({ standing }) => standing.claim.material !== undefined)
    ? 'is signed, but by nobody that was asked for and verified'
    : 'is not signed, so whoever pushed the image may have written it';
  return { name, status: 'claimed', evidence, reason: `The provenance for this digest ${how}.`, vouchedBy };
}

function differs(checks: readonly Check[]): string {
  const about = [...new Set(checks.map((check) => check.about))];
  const image = about.filter((one) => one !== 'certificate').join(', ');
  return [
    ...(image === '' ? [] : [`What the provenance says is not what the image is: ${image}.`]),
    ...(about.includes('certificate')
      ? ['The provenance names another source or builder than the certificate that it is signed with.']
      : []),
  ].join(' ');
}

function without(
  evidence: readonly string[],
  void_: readonly Standing[],
  unread: readonly Standing[],
): TraceLink {
  if (void_.length > 0) {
    const reason =
      void_.length === 1
        ? 'The only provenance counts for nothing.'
        : `None of ${plural(void_.length, 'provenance', 'provenances')} counts for anything.`;
    return { name, status: 'contradicted', evidence, reason };
  }
  return {
    name,
    status: 'missing',
    evidence,
    reason:
      unread.length > 0
        ? 'There is a provenance, of a version that is not known.'
        : 'No provenance comes with the image.',
  };
}

function wordsOf({ standing, provenance, checks }: AssessedProvenance): readonly string[] {
  const { claim, about } = standing;
  const { producer, version, builder } = provenance;
  const by = builder === undefined ? '' : `, builder ${builder}`;
  const covers = about.names === 'index' ? ', for the index that lists this image' : '';
  return [
    `${claim.where}: SLSA provenance ${version} by ${producer}${by}${covers}; ${signatureWords(claim)}`,
    ...about.notes,
    ...checks.map(({ result, text }) => `${WORDS[result]}: ${text}`),
    ...(provenance.source?.saidBy === 'client' ? ["the source is the word of the builder's client"] : []),
    ...(provenance.completeness.materials === false
      ? ['it says itself that its materials are not complete']
      : []),
  ];
}

const WORDS = {
  agrees: 'agrees',
  differs: 'differs',
  untold: 'not compared',
  apart: 'about something else',
} as const;

function vouchersOf(known: readonly AssessedProvenance[]): readonly Voucher[] {
  return known.flatMap(({ standing, provenance }) => [
    voucherOf(standing, provenance.builder ?? provenance.producer),
    ...(provenance.source?.saidBy === 'client' ? [{ by: 'client' } as const] : []),
  ]);
}
