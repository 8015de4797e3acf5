import { ClearpullError } from '../base/errors.ts';
import { visible } from '../base/visible.ts';
import { parseJson } from '../source/parse-json.ts';
import { checkTrust, type Trust, type TrustKey, type TrustRoot, type WantedSigner } from '../trace/index.ts';
import { type NotarySettings, notaryTrustOf } from './notary-trust.ts';
import { readGiven } from './read-given.ts';
import { shippedRoot } from './shipped-root.ts';

/** The settings that say whose signatures count. */
export interface TrustSettings extends NotarySettings {
  /** Names of files. */
  readonly trustRoot: readonly string[];
  readonly key: readonly string[];
  readonly identity?: string;
  readonly identityRegexp?: string;
  readonly issuer?: string;
}

/** Whose signatures count, as the settings say. Throws `usage` for what makes no sense or cannot be read. */
export async function trustOf(settings: TrustSettings): Promise<Trust> {
  const signer = wantedSigner(settings);
  const roots = await trustRoots(settings);
  const keys: TrustKey[] = [];
  for (const name of settings.key) keys.push({ name, pem: await readGiven(name, '--key') });
  const notary = await notaryTrustOf(settings);
  const named = {
    keys,
    signers: signer === undefined ? [] : [signer],
    ...(notary === undefined ? {} : { notary }),
  };
  // A wrong file must not go unseen because this image has no signature.
  if (keys.length > 0 || signer !== undefined || notary !== undefined) {
    await checkTrust({ roots: [], ...named });
  }
  return { roots, ...named };
}

/** The roots that were named, or else the one that ships with clearpull. Throws `usage` for what is no root. */
export async function trustRoots({
  trustRoot,
}: Pick<TrustSettings, 'trustRoot'>): Promise<readonly TrustRoot[]> {
  const roots: TrustRoot[] = [];
  for (const name of trustRoot) roots.push(...rootsIn(name, await readGiven(name, '--trust-root')));
  if (roots.length === 0) return [await shippedRoot()];
  await checkTrust({ roots, keys: [] });
  return roots;
}

/** An issuer vouches for names only within its own: neither means anything without the other. */
function wantedSigner({ identity, identityRegexp, issuer }: TrustSettings): WantedSigner | undefined {
  if (identity !== undefined && identityRegexp !== undefined) {
    throw new ClearpullError('usage', '--identity and --identity-regexp cannot both be given.', {
      hint: 'Give the one that says whom a certificate must name.',
    });
  }
  const named = identity ?? identityRegexp;
  if (named === undefined && issuer === undefined) return undefined;
  if (named === undefined || issuer === undefined) {
    const missing = named === undefined ? '--identity' : '--issuer';
    throw new ClearpullError('usage', `${missing} is missing.`, {
      hint: 'A name counts only as vouched for by one issuer: give --identity (or --identity-regexp) and --issuer.',
    });
  }
  return { identity: identity === undefined ? { pattern: named } : { exact: identity }, issuer };
}

/** One root as JSON, or one on each line, as `gh attestation trusted-root` writes them. */
function rootsIn(name: string, text: string): readonly TrustRoot[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const several = lines.length > 1 && lines.every((line) => /^\s*\{.*\}\s*$/.test(line));
  try {
    return (several ? lines : [text]).map((part) => ({ name, json: parseJson(Buffer.from(part), name) }));
  } catch (cause) {
    throw new ClearpullError('usage', `The file ${visible(name)} of --trust-root is not JSON.`, {
      hint: 'It is what "cosign trusted-root create" or "gh attestation trusted-root" writes.',
      // What the parser says; the error around it names the file once more.
      cause: (cause as Error).cause ?? cause,
    });
  }
}
