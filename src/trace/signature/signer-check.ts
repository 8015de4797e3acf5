import type { RE2JS } from 're2js';
import { ClearpullError } from '../../base/errors.ts';
import { type SignatureResult, signerName } from './result.ts';
import type { WantedSigner } from './trust.ts';

type Held = Extract<SignatureResult, { readonly status: 'unnamed' | 'verified' }>;

/**
 * Compares whom a certificate names with whom the user asked for: all of the name, never a part of it. What reads patterns
 * is loaded only where there is one.
 *
 * @throws ClearpullError `usage` for a pattern that is none
 */
export async function signerCheck(wanted: readonly WantedSigner[]): Promise<(held: Held) => SignatureResult> {
  const known: { readonly issuer: string; readonly matches: (name: string) => boolean }[] = [];
  for (const { identity, issuer } of wanted) {
    const matches =
      'exact' in identity
        ? (name: string) => name === identity.exact
        : patternOf(identity.pattern, (await import('re2js')).RE2JS);
    known.push({ issuer, matches });
  }
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
function patternOf(pattern: string, re2: Pick<typeof RE2JS, 'compile'>): (name: string) => boolean {
  try {
    const compiled = re2.compile(pattern);
    return (name) => compiled.matches(name);
  } catch (cause) {
    throw new ClearpullError('usage', `The identity pattern ${pattern.slice(0, 200)} is no pattern.`, {
      hint: 'It is in RE2 syntax, and has to match the whole identity.',
      cause,
    });
  }
}
