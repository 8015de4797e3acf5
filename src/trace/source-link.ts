import { oneLine } from '../explain/printable.ts';
import type { Image } from '../image/image.ts';
import type { GitState } from '../source/work-tree/index.ts';
import type { SourceComparison } from './source/compare-source.ts';
import { sameRepository } from './source/repository-url.ts';
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

/** From the Dockerfile to a revision of its source, as annotations and labels name it and a checkout confirms it. */
export function sourceLink(words: SourceWords, given?: GivenSource): TraceLink {
  const urls = sourceAddresses(words);
  const revisions = REVISION_KEYS.flatMap((key) => namedBy(words, key));
  const named = [...urls, ...revisions];
  const evidence = named.map(({ key, value, by }) => oneLine(`${by} ${key}=${value}`, 500));
  if (given === undefined) return unconfirmed(named, evidence);
  const { tree } = given.comparison;
  if (tree.git === undefined) {
    return {
      name: 'source',
      status: named.length === 0 ? 'missing' : 'claimed',
      evidence: [...evidence, `folder ${tree.where}`],
      ...vouchers(named),
      reason:
        named.length === 0
          ? 'No annotation or label names the source, and the folder given is no git checkout.'
          : 'The folder given is no git checkout, so whether it is the revision named is not known.',
    };
  }
  return confirmed(tree.git, urls, revisions, evidence, given.dockerfile);
}

function unconfirmed(named: readonly Named[], evidence: readonly string[]): TraceLink {
  const name = 'source';
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
  revisions: readonly Named[],
  named: readonly string[],
  dockerfile: LinkStatus,
): TraceLink {
  const name = 'source';
  const evidence = [...named, ...stateOf(git, urls)];
  // What the base says of itself says nothing of this image.
  const told = revisions.filter((one) => isCommitName(one.value) && !isInherited(one));
  const others = told.filter(({ value }) => !git.revision.startsWith(value.toLowerCase()));
  const other = others[0];
  if (other !== undefined) {
    return {
      name,
      status: 'contradicted',
      evidence,
      ...vouchers(told),
      reason: `The image names revision ${short(other.value)}, the source given is ${short(git.revision)}. To compare with the one named: --revision ${oneLine(other.value, 64)}.`,
    };
  }
  if (told.length === 0) {
    const agrees = dockerfile === 'verified' ? ' What was given agrees with the image all the same.' : '';
    return { name, status: 'missing', evidence, reason: `Nothing in the image names a revision.${agrees}` };
  }
  if (dockerfile !== 'verified') {
    return {
      name,
      status: 'claimed',
      evidence,
      ...vouchers(told),
      reason: `The image names revision ${short(git.revision)}, which is there; that it was built from it is not shown.`,
    };
  }
  return {
    name,
    status: 'verified',
    evidence,
    ...vouchers(told, { by: 'clearpull' }),
    reason: `The image names revision ${short(git.revision)}, and its Dockerfile there agrees with the image.`,
  };
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
function vouchers(named: readonly Named[], first?: Voucher): Pick<TraceLink, 'vouchedBy'> {
  const kinds = [...new Set(named.map(({ by }) => by))].map((by): Voucher => ({ by }));
  const vouchedBy = [...(first === undefined ? [] : [first]), ...kinds];
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
  const foreign = urls.filter(({ value }) => !git.remotes.some((remote) => sameRepository(remote, value)));
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
