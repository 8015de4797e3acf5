import { oneLine } from '../explain/printable.ts';
import type { GitState } from '../source/work-tree/index.ts';
import { type CertifiedSource, certifiedFor, certifiedText } from './certified-source.ts';
import { stateOf, versionText } from './checkout-state.ts';
import { sameRevision } from './provenance/repository.ts';
import type { SourceComparison } from './source/compare-source.ts';
import {
  isInherited,
  type Named,
  namedBy,
  REVISION_KEYS,
  type SourceWords,
  sourceAddresses,
  TIME_KEYS,
  VERSION_KEYS,
} from './source-words.ts';
import type { LinkStatus, TraceLink, Voucher } from './trace-link.ts';

/** A source tree that was given, and how the link to its Dockerfile stands. */
export interface GivenSource {
  readonly comparison: SourceComparison;
  readonly dockerfile: LinkStatus;
}

/**
 * From the Dockerfile to a revision of its source, as annotations and labels name it, the certificate of a verified
 * signature names it as well, and a checkout confirms it.
 */
export function sourceLink(
  words: SourceWords,
  given?: GivenSource,
  certified: readonly CertifiedSource[] = [],
): TraceLink {
  const urls = sourceAddresses(words);
  const revisions = REVISION_KEYS.flatMap((key) => namedBy(words, key));
  const named = [...urls, ...revisions];
  // What the base says of itself says nothing of this image.
  const told = revisions.filter((one) => isCommitName(one.value) && !isInherited(one));
  const addresses = urls.filter((one) => !isInherited(one)).map(({ value }) => value);
  const own = certifiedFor(certified, addresses).filter(
    // Without an address, a commit alone tells whether the same source is meant.
    ({ revision }) => addresses.length > 0 || told.every(({ value }) => agrees(revision, value)),
  );
  const versions = VERSION_KEYS.flatMap((key) => namedBy(words, key));
  // Told, and held against nothing but tags: a version and a time name no source.
  const beside = [...versions, ...TIME_KEYS.flatMap((key) => namedBy(words, key))];
  const evidence = [
    ...[...named, ...beside].map(({ key, value, by }) => oneLine(`${by} ${key}=${value}`, 500)),
    ...certified.map((one) =>
      own.includes(one)
        ? certifiedText(one)
        : `${certifiedText(one)}, which is another source than the image names`,
    ),
  ];
  const foreign = own.find(({ revision }) => told.some(({ value }) => !agrees(revision, value)));
  if (foreign?.revision !== undefined) {
    return {
      name: 'source',
      status: 'contradicted',
      evidence,
      ...vouchers(told, foreign.by),
      reason: `The image names revision ${short(told[0]?.value ?? '')}, and the certificate of a verified signature is for ${short(foreign.revision)} of the same source.`,
    };
  }
  if (given === undefined) return unconfirmed(named, evidence, own);
  const { tree } = given.comparison;
  if (tree.git === undefined) {
    const unnamed = named.length === 0 && own.length === 0;
    return {
      name: 'source',
      status: unnamed ? 'missing' : 'claimed',
      evidence: [...evidence, `folder ${tree.where}`],
      ...vouchers(named, own[0]?.by),
      reason: unnamed
        ? 'No annotation or label names the source, and the folder given is no git checkout.'
        : 'The folder given is no git checkout, so whether it is the revision named is not known.',
    };
  }
  const git = tree.git;
  // Where the image names no address, a run of another repository says nothing of this checkout.
  const here = addresses.length > 0 || git.remotes.length === 0 ? own : certifiedFor(own, git.remotes);
  const state = [...evidence, ...stateOf(git, urls), ...versionText(git, versions)];
  return confirmed(git, told, here, state, given.dockerfile);
}

function unconfirmed(
  named: readonly Named[],
  evidence: readonly string[],
  certified: readonly CertifiedSource[],
): TraceLink {
  const name = 'source';
  const signer = certified[0];
  if (signer !== undefined) {
    const reason = named.every(isInherited)
      ? `The image names no source; the certificate of a verified signature is for a run of ${oneLine(signer.repository, 200)}.`
      : 'Labels or annotations name a source, and the certificate of a verified signature names the same.';
    return { name, status: 'claimed', evidence, ...vouchers(named, signer.by), reason };
  }
  if (named.length === 0) {
    return { name, status: 'missing', evidence, reason: 'No annotation or label names the source.' };
  }
  if (named.every(isInherited)) {
    const reason = "Only labels of the base name a source, which is the base's.";
    return { name, status: 'missing', evidence, ...vouchers(named), reason };
  }
  return {
    name,
    status: 'claimed',
    evidence,
    ...vouchers(named),
    reason: named.every(({ by }) => by !== 'annotation')
      ? 'Labels name a source; anybody can write them, and a base image passes its own on.'
      : 'Annotations name a source; anybody can write them.',
  };
}

function confirmed(
  git: GitState,
  told: readonly Named[],
  certified: readonly CertifiedSource[],
  evidence: readonly string[],
  dockerfile: LinkStatus,
): TraceLink {
  const name = 'source';
  const signed = certified.filter(({ revision }) => revision !== undefined);
  const revisions = [...told.map(({ value }) => value), ...signed.map(({ revision = '' }) => revision)];
  const other = revisions.find((value) => !agrees(git.revision, value));
  const signer = signed[0]?.by;
  if (other !== undefined) {
    return {
      name,
      status: 'contradicted',
      evidence,
      ...vouchers(told, signer),
      reason: `The image names revision ${short(other)}, the source given is ${short(git.revision)}. To compare with the one named: --revision ${oneLine(other, 64)}.`,
    };
  }
  if (revisions.length === 0) {
    const agreed = dockerfile === 'verified' ? ' What was given agrees with the image all the same.' : '';
    return { name, status: 'missing', evidence, reason: `Nothing in the image names a revision.${agreed}` };
  }
  const who = told.length > 0 ? 'The image' : 'The certificate of a verified signature';
  if (dockerfile !== 'verified') {
    return {
      name,
      status: 'claimed',
      evidence,
      ...vouchers(told, signer),
      reason: `${who} names revision ${short(git.revision)}, which is there; that it was built from it is not shown.`,
    };
  }
  return {
    name,
    status: 'verified',
    evidence,
    ...vouchers(told, { by: 'clearpull' }, signer),
    reason: `${who} names revision ${short(git.revision)}, and its Dockerfile there agrees with the image.`,
  };
}

/** Whether a commit is the one named, which may be shortened; what is not known contradicts nothing. */
function agrees(commit: string | undefined, named: string): boolean {
  return commit === undefined || sameRevision(commit, named);
}

/** Whose word the link is; nothing where it is nobody's. */
function vouchers(
  named: readonly Named[],
  ...before: readonly (Voucher | undefined)[]
): Pick<TraceLink, 'vouchedBy'> {
  const kinds = [...new Set(named.map(({ by }) => by))].map((by): Voucher => ({ by }));
  const vouchedBy = [...before.filter((one) => one !== undefined), ...kinds];
  return vouchedBy.length === 0 ? {} : { vouchedBy };
}

function isCommitName(value: string): boolean {
  return /^[0-9a-f]{7,64}$/i.test(value);
}

function short(revision: string): string {
  return oneLine(revision, 64).slice(0, 12);
}
