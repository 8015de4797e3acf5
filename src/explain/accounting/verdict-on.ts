import { isSystemKind } from '../packages/package.ts';
import type { Algorithm, Claim, Program } from './ledger.ts';

export type Standing =
  | { readonly kind: 'accounted' | 'without-digest' | 'unlisted' }
  | { readonly kind: 'changed'; readonly claim: Claim; readonly algorithm: Algorithm };

/**
 * What the claims on a program come to. Where a distribution's database has a digest, it decides alone: a list that
 * anybody can lay beside a library does not excuse what it contradicts, and distributions change what they package
 * (Debian strips libraries of Python) without changing its RECORD. Within one database any package with the right
 * digest will do, because a package may replace another's file; between others every one has to agree.
 */
export function standingOf({ node: { entry }, claims }: Program): Standing {
  if (claims.length === 0) return { kind: 'unlisted' };
  const all = claims.filter(({ digest }) => digest !== undefined && entry[digest.algorithm] !== undefined);
  const byDistribution = all.filter(({ database }) => isSystemKind(database));
  const comparable = byDistribution.length > 0 ? byDistribution : all;
  if (comparable.length === 0) return { kind: 'without-digest' };
  const agrees = ({ digest }: Claim): boolean =>
    digest !== undefined && entry[digest.algorithm] === digest.hex;
  const agreed = new Set(comparable.filter(agrees).map(({ database }) => database));
  const denied = comparable.find(({ database }) => !agreed.has(database));
  if (denied === undefined) return { kind: 'accounted' };
  return { kind: 'changed', claim: denied, algorithm: denied.digest?.algorithm ?? 'sha256' };
}
