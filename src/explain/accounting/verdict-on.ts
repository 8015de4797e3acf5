import type { Algorithm, Claim, Program } from './ledger.ts';

export type Standing =
  | { readonly kind: 'accounted' | 'without-digest' | 'unlisted' }
  | { readonly kind: 'changed'; readonly claim: Claim; readonly algorithm: Algorithm };

/**
 * What the claims on a program come to. Within one database any package with the right digest will do (a package may
 * replace another's file); between databases every one has to agree, so that a list that anybody can lay beside a
 * library does not excuse what the distribution's own database contradicts.
 */
export function standingOf({ node: { entry }, claims }: Program): Standing {
  if (claims.length === 0) return { kind: 'unlisted' };
  const agreed = new Set<string>();
  const denied = new Map<string, Claim>();
  for (const claim of claims) {
    const { digest, database } = claim;
    const found = digest === undefined ? undefined : entry[digest.algorithm];
    if (digest === undefined || found === undefined) continue;
    if (found === digest.hex) agreed.add(database);
    else denied.set(database, claim);
  }
  for (const [database, claim] of denied) {
    if (!agreed.has(database))
      return { kind: 'changed', claim, algorithm: claim.digest?.algorithm ?? 'sha256' };
  }
  return { kind: agreed.size > 0 ? 'accounted' : 'without-digest' };
}
