import type { Claim } from '../claim.ts';
import type { Circumstances } from './circumstances.ts';
import type { SignatureResult } from './result.ts';
import type { Trust } from './trust.ts';

/**
 * The same claims, each that is signed with what checking its signature came to. Nothing is looked up: what is needed
 * for it came along or is in `trust`. What checks signatures is loaded only when there is one, and the manifest's bytes are
 * read only when one is over them.
 *
 * @throws ClearpullError `usage` when a key, a root or a pattern of `trust` cannot be used
 */
export async function checkSignatures(
  claims: readonly Claim[],
  trust: Trust,
  circumstances: Circumstances,
): Promise<readonly Claim[]> {
  if (claims.every(({ material }) => material === undefined || material.form === 'unchecked')) {
    return claims.map((claim) => withResult(claim, undefined));
  }
  const { signatureChecker } = await import('./checker.ts');
  const overBytes = claims.some(isOverBytes);
  const manifest = overBytes ? await circumstances.readManifest?.() : undefined;
  const check = await signatureChecker(trust, circumstances, manifest);
  return claims.map((claim) => withResult(claim, check));
}

/** @throws ClearpullError `usage` when a key, a root or a pattern of `trust` cannot be used */
export async function checkTrust(trust: Trust): Promise<void> {
  const { signatureChecker } = await import('./checker.ts');
  // Only made, never asked: the time does not matter.
  await signatureChecker(trust, { now: new Date(0) });
}

function withResult(claim: Claim, check: ((claim: Claim) => SignatureResult) | undefined): Claim {
  const { material } = claim;
  if (material === undefined || claim.broken !== undefined) return claim;
  if (material.form === 'unchecked') {
    return { ...claim, signature: { status: 'unchecked', why: `${material.format} is not checked` } };
  }
  return check === undefined ? claim : { ...claim, signature: check(claim) };
}

/** A bundle without an envelope signs the very bytes. */
function isOverBytes({ material }: Claim): boolean {
  return material?.form === 'bundle' && material.envelope === undefined;
}
