import { oneLine } from '../explain/printable.ts';
import type { Image } from '../image/image.ts';
import type { GitState } from '../source/work-tree/index.ts';
import { type CertifiedSource, certifiedFor, certifiedText } from './certified-source.ts';
import { repositoryOf, sameRevision } from './provenance/repository.ts';
import type { SourceComparison } from './source/compare-source.ts';
import type { LinkStatus, TraceLink, Voucher } from './trace-link.ts';

/** OCI image-spec, annotations.md; label-schema.org came before it. */
const URL_KEYS = ['org.opencontainers.image.source', 'org.label-schema.vcs-url'];
const REVISION_KEYS = ['org.opencontainers.image.revision', 'org.label-schema.vcs-ref'];

/** What an annotation or a label of the image names. */
interface Named {
  readonly key: string;
  readonly value: string;
  readonly by: 'annotation' | 'label' | 'inherited-label';
}

/** What annotations and labels say of the source is read from this. */
export interface SourceWords {
  readonly image: Pick<Image, 'annotations' | 'config'>;
  /** Keys of labels that the image only has from its base. */
  readonly inherited?: readonly string[];
}

/** A source tree that was given, and how the link to its Dockerfile stands. */
export interface GivenSource {
  readonly comparison: SourceComparison;
  readonly dockerfile: LinkStatus;
}

/** The addresses of a source repository that annotations and labels name. */
export function sourceAddresses(words: SourceWords): readonly Named[] {
  return URL_KEYS.flatMap((key) => namedBy(words, key));
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
  const evidence = [
    ...named.map(({ key, value, by }) => oneLine(`${by} ${key}=${value}`, 500)),
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
  return confirmed(git, urls, told, here, evidence, given.dockerfile);
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
  urls: readonly Named[],
  told: readonly Named[],
  certified: readonly CertifiedSource[],
  named: readonly string[],
  dockerfile: LinkStatus,
): TraceLink {
  const name = 'source';
  const evidence = [...named, ...stateOf(git, urls)];
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

/** A label wins nothing over an annotation of the same key: the manifest's author wrote the latter last. */
function namedBy({ image, inherited = [] }: SourceWords, key: string): Named[] {
  const annotation = image.annotations[key];
  if (annotation !== undefined) return [{ key, value: annotation, by: 'annotation' }];
  const label = image.config.config.Labels?.[key];
  if (label === undefined) return [];
  return [{ key, value: label, by: inherited.includes(key) ? 'inherited-label' : 'label' }];
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

function isInherited({ by }: Named): boolean {
  return by === 'inherited-label';
}

function isCommitName(value: string): boolean {
  return /^[0-9a-f]{7,64}$/i.test(value);
}

function short(revision: string): string {
  return oneLine(revision, 64).slice(0, 12);
}

function stateOf(git: GitState, urls: readonly Named[]): string[] {
  const { changed } = git;
  const remotes = new Set(git.remotes.map(repositoryOf));
  const foreign = urls.filter(({ value }) => !remotes.has(repositoryOf(value)));
  return [
    `commit ${git.revision}`,
    ...(git.head === undefined || git.head === git.revision ? [] : [`the checkout stands at ${git.head}`]),
    ...git.tags.slice(0, 5).map((tag) => oneLine(`tag ${tag}`, 200)),
    git.branches.length === 0
      ? 'on no branch of the checkout'
      : oneLine(`on branch ${git.branches.slice(0, 3).join(', ')}`, 300),
    ...(git.signed === undefined ? [] : [`signed (${git.signed}); the signature was not verified`]),
    ...(changed === undefined || changed.length === 0
      ? []
      : [
          oneLine(
            `not committed, and not looked at: ${changed.slice(0, 3).join(', ')}${changed.length > 3 ? ' …' : ''}`,
            300,
          ),
        ]),
    ...(git.remotes.length === 0 || foreign.length === 0
      ? []
      : [oneLine(`the checkout's remote is ${git.remotes[0]}, another address than the image names`, 500)]),
  ];
}
