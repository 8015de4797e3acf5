import { RE2JS } from 're2js';
import { ClearpullError } from '../../base/errors.ts';
import { type SignatureResult, signerName } from './result.ts';
import type { WantedSigner } from './trust.ts';

type Held = Extract<SignatureResult, { readonly status: 'unnamed' | 'verified' }>;

/**
 * Compares whom a certificate names with whom the user asked for: all of the name, never a part of it. Throws `usage`
 * for a pattern that is none.
 */
export function signerCheck(wanted: readonly WantedSigner[]): (held: Held) => SignatureResult {
  const known = wanted.map(({ identity, issuer }) => ({
    issuer,
    matches: 'exact' in identity ? (name: string) => name === identity.exact : patternOf(identity.pattern),
  }));
  return (held) => {
    const { signer } = held;
    if (
      signer.kind === 'certificate' &&
      known.some(({ issuer, matches }) => signer.issuer === issuer && matches(signer.identity))
    ) {
      return { ...held, status: 'verified' };
    }
    return { status: 'failed', why: `it holds, but is by ${signerName(signer)}, not by whom you asked for` };
  };
}

/** In linear time: certificates' names are written by others. */
function patternOf(pattern: string): (name: string) => boolean {
  try {
    const compiled = RE2JS.compile(pattern);
    return (name) => compiled.matches(name);
  } catch (cause) {
    throw new ClearpullError('usage', `The identity pattern ${pattern.slice(0, 200)} is no pattern.`, {
      hint: 'It is in RE2 syntax, and has to match the whole identity.',
      cause,
    });
  }
}
