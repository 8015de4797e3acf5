import { oneLine } from '../explain/printable.ts';
import { repositoryOf } from './provenance/repository.ts';
import { certifiedBuildOf, type Standing, voucherOf } from './standing.ts';
import type { Voucher } from './trace-link.ts';

/** The repository that the run belongs to which signed, as the certificate of a verified signature names it. */
export interface CertifiedSource {
  readonly repository: string;
  /** A commit, in hex. */
  readonly revision?: string;
  readonly ref?: string;
  readonly by: Voucher;
}

/** Each once. The authority wrote it there, not whoever signed; that the image was built from it, nobody says yet. */
export function certifiedSources(standings: readonly Standing[]): readonly CertifiedSource[] {
  const found = new Map<string, CertifiedSource>();
  for (const standing of standings) {
    const { repository, revision, ref } = certifiedBuildOf(standing) ?? {};
    if (repository === undefined) continue;
    const source = {
      repository,
      ...(revision === undefined ? {} : { revision }),
      ...(ref === undefined ? {} : { ref }),
      by: voucherOf(standing),
    };
    found.set(JSON.stringify(source), source);
  }
  return [...found.values()];
}

/** Those of the repository that one of the addresses names; all where there is none. */
export function certifiedFor(
  sources: readonly CertifiedSource[],
  addresses: readonly string[],
): readonly CertifiedSource[] {
  if (addresses.length === 0) return sources;
  const wanted = new Set(addresses.map(repositoryOf));
  return sources.filter(({ repository }) => wanted.has(repositoryOf(repository)));
}

export function certifiedText({ repository, revision, ref, by }: CertifiedSource): string {
  const at = [
    ...(revision === undefined ? [] : [`at ${revision}`]),
    ...(ref === undefined ? [] : [`(${ref})`]),
  ];
  return oneLine(
    [`the certificate of ${by.who ?? 'a signer'} is for a run of ${repository}`, ...at].join(' '),
    700,
  );
}
