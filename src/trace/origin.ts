import type { CertifiedSource } from './certified-source.ts';
import type { AssessedProvenance } from './provenance/assess-provenance.ts';
import { repositoryOf } from './provenance/repository.ts';
import type { SourceComparison } from './source/compare-source.ts';
import { type SourceWords, sourceAddresses } from './source-words.ts';
import { voucherOf } from './standing.ts';
import type { Named, Origin, TraceLink } from './trace-link.ts';

export interface OriginInput {
  readonly words: SourceWords;
  /** Provenances that count. */
  readonly known: readonly AssessedProvenance[];
  /** What certificates of verified signatures name. */
  readonly certified: readonly CertifiedSource[];
  /** The link to the source, and the tree that it was held against. */
  readonly source: { readonly link: TraceLink; readonly comparison?: SourceComparison };
}

/** Every source and builder that is named, with whose word it is; those that were verified first. */
export function originOf({ words, known, certified, source: { link, comparison } }: OriginInput): Origin {
  const told = known.flatMap((one) => sourceOf(one));
  const written = sourceAddresses(words).map(
    ({ value, by }): Named => ({ value, status: 'claimed', by: { by } }),
  );
  // Only as far as neither the image nor what was built there is said to be from elsewhere.
  const signed = certified.map(({ repository, by }): Named => {
    const agrees =
      link.status !== 'contradicted' &&
      isNamedBy(words, repository) &&
      !builtFromElsewhere(known, repository);
    return { value: repository, status: agrees ? 'verified' : 'claimed', by };
  });
  // The image names this commit, and what lies there agrees with the image: the checkout is its source.
  const compared =
    link.status === 'verified'
      ? (comparison?.tree.git?.remotes ?? []).map(
          (value): Named => ({ value, status: 'verified', by: { by: 'clearpull' } }),
        )
      : [];
  return {
    sources: verifiedFirst([...compared, ...told, ...signed, ...written]),
    builders: verifiedFirst(known.flatMap((one) => builderOf(one))),
  };
}

/** True also where the image names no source of its own. */
function isNamedBy(words: SourceWords, repository: string): boolean {
  const addresses = sourceAddresses(words).filter(({ by }) => by !== 'inherited-label');
  return (
    addresses.length === 0 || addresses.some(({ value }) => repositoryOf(value) === repositoryOf(repository))
  );
}

/** A run of one repository may build another one's source, as its provenance then says. */
function builtFromElsewhere(known: readonly AssessedProvenance[], repository: string): boolean {
  return known.some(({ provenance: { source } }) => {
    if (source?.uri === undefined || source.of !== 'build') return false;
    return repositoryOf(source.uri) !== repositoryOf(repository);
  });
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
