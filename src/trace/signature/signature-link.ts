import { oneLine } from '../../explain/printable.ts';
import type { Image } from '../../image/image.ts';
import { kindOf } from '../claim-kind.ts';
import { at } from '../fields.ts';
import { certifiedBuildOf, type Standing, signatureWords, voucherOf } from '../standing.ts';
import type { TraceLink } from '../trace-link.ts';

const name = 'signature';
/** Docker Content Trust signs tags, beside the registry, so that nothing of it is found there. */
const NOTARY_SERVER =
  'Docker Content Trust keeps signatures on a server of its own, which is not asked (--content-trust reads what Docker kept)';

/** Signatures over the image's digest, or over statements about it. Only who was asked for and verified counts. */
export function signatureLink(
  standings: readonly Standing[],
  { repository }: Pick<Image, 'repository'> = {},
): TraceLink {
  const signed = standings.filter(
    ({ claim }) => claim.material !== undefined || kindOf(claim) === 'signature',
  );
  if (signed.length === 0) {
    return {
      name,
      status: 'missing',
      evidence: repository === undefined ? [] : [NOTARY_SERVER],
      reason: 'No signature comes with the image.',
    };
  }
  const evidence = [
    ...signed.map((one) => one.void ?? `${one.claim.where}: ${signatureWords(one.claim)}`),
    ...new Set(signed.flatMap(runWords)),
  ];
  const verified = signed.filter((one) => one.verified && !saysFailed(one));
  if (verified.length > 0) {
    return {
      name,
      status: 'verified',
      evidence,
      reason: 'This digest is signed by whom you asked for.',
      vouchedBy: verified.map((one) => voucherOf(one)),
    };
  }
  if (signed.some((one) => one.void !== undefined)) {
    const reason = signed.every((one) => one.void !== undefined)
      ? 'No signature counts for anything.'
      : 'A signature fails, and no other one is verified.';
    return { name, status: 'contradicted', evidence, reason };
  }
  const unnamed = signed.some(({ claim }) => claim.signature?.status === 'unnamed');
  return {
    name,
    status: 'claimed',
    evidence,
    reason: unnamed
      ? 'A signature holds, but nobody said whose it must be: name the signer with --identity and --issuer, or with --notary-policy.'
      : 'A signature is there and was not checked; that is worth no more than none.',
  };
}

/** The run that a verified signature's certificate was issued to. */
function runWords(standing: Standing): readonly string[] {
  const build = certifiedBuildOf(standing);
  if (build === undefined) return [];
  const { signer, config, runner, run } = build;
  const words = [
    ...(signer === undefined && config === undefined ? [] : [`by ${signer ?? config}`]),
    ...(signer === undefined || config === undefined || config === signer ? [] : [`called by ${config}`]),
    ...(runner === undefined ? [] : [`on a runner that is ${runner}`]),
    ...(run === undefined ? [] : [`in ${run}`]),
  ];
  return words.length === 0 ? [] : [oneLine(`its certificate says: signed ${words.join(', ')}`, 1500)];
}

/** A verification summary that says the image did not pass (slsa.dev, verification_summary v1) speaks against it. */
function saysFailed({ claim: { statement } }: Standing): boolean {
  return (
    statement?.predicateType.startsWith('https://slsa.dev/verification_summary/') === true &&
    at(statement.predicate, 'verificationResult') !== 'PASSED'
  );
}
