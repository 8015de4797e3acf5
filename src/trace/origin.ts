import type { AssessedProvenance } from './provenance/assess-provenance.ts';
import type { SourceComparison } from './source/compare-source.ts';
import { type SourceWords, sourceAddresses } from './source-link.ts';
import { voucherOf } from './standing.ts';
import type { Named, Origin, TraceLink } from './trace-link.ts';

export interface OriginInput {
  readonly words: SourceWords;
  /** Provenances that count. */
  readonly known: readonly AssessedProvenance[];
  /** The link to the source, and the tree that it was held against. */
  readonly source: { readonly link: TraceLink; readonly comparison?: SourceComparison };
}

/** Every source and builder that is named, with whose word it is; those that were verified first. */
export function originOf({ words, known, source: { link, comparison } }: OriginInput): Origin {
  const told = known.flatMap((one) => sourceOf(one));
  const written = sourceAddresses(words).map(
    ({ value, by }): Named => ({ value, status: 'claimed', by: { by } }),
  );
  // The image names this commit, and what lies there agrees with the image: the checkout is its source.
  const compared =
    link.status === 'verified'
      ? (comparison?.tree.git?.remotes ?? []).map(
          (value): Named => ({ value, status: 'verified', by: { by: 'clearpull' } }),
        )
      : [];
  return {
    sources: verifiedFirst([...compared, ...told, ...written]),
    builders: verifiedFirst(known.flatMap((one) => builderOf(one))),
  };
}

function sourceOf(one: AssessedProvenance): readonly Named[] {
  const { source } = one.provenance;
  if (source?.uri === undefined) return [];
  // What the builder's client said the builder did not look at, however well it is signed.
  if (source.saidBy === 'client') return [{ value: source.uri, status: 'claimed', by: { by: 'client' } }];
  return [{ value: source.uri, status: statusOf(one), by: voucherOf(one.standing) }];
}

function builderOf(one: AssessedProvenance): readonly Named[] {
  const { builder } = one.provenance;
  if (builder === undefined) return [];
  return [{ value: builder, status: statusOf(one), by: voucherOf(one.standing) }];
}

/** As far as the provenance itself counts. */
function statusOf({ standing, checks }: AssessedProvenance): Named['status'] {
  const agrees = checks.every(({ result }) => result !== 'differs' && result !== 'apart');
  return standing.verified && agrees ? 'verified' : 'claimed';
}

function verifiedFirst(named: readonly Named[]): readonly Named[] {
  return [
    ...named.filter((one) => one.status === 'verified'),
    ...named.filter((one) => one.status !== 'verified'),
  ];
}
