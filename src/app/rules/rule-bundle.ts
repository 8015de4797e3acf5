import { z } from 'zod';
import { ClearpullError } from '../../base/errors.ts';
import { limitError } from '../../base/limit-reached.ts';
import type { Limits } from '../../base/limits.ts';
import { visible } from '../../base/visible.ts';
import { checkDocument, parseJson } from '../../source/parse-json.ts';
import { isEnvelope, keyCheck, readEnvelope, signedBytes, type TrustKey } from '../../trace/index.ts';
import type { NamedText } from './read-rules.ts';

/** What a signed bundle says that it holds (DSSE, envelope.md, "payloadType"). */
export const BUNDLE_PAYLOAD = 'application/vnd.clearpull.rules.v1+json';

const bundleSchema = z.object({
  format: z.literal('clearpull-rules'),
  version: z.literal(1),
  files: z.array(z.object({ name: z.string().min(1).max(200), text: z.string() })).min(1),
});

export interface BundleTrust {
  /** Public keys, one of which must have signed it. */
  readonly keys: readonly TrustKey[];
  /** Take bundles that nobody signed, or whose signature nobody checks. */
  readonly allowUnsigned: boolean;
}

/** Rule files and their tests as one document: the same files give the same bytes. */
export function bundlePayload(files: readonly NamedText[]): Buffer {
  const sorted = [...files]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, text }) => ({ name, text }));
  return Buffer.from(
    `${JSON.stringify({ format: 'clearpull-rules', version: 1, files: sorted }, undefined, 1)}\n`,
  );
}

/**
 * The files of a bundle, once somebody who is trusted vouches for it.
 *
 * @param name of the bundle, for messages
 * @throws ClearpullError `usage` when it is no bundle or no key that counts signed it, `limit-reached`
 */
export function readBundle(
  text: string,
  name: string,
  trust: BundleTrust,
  limits: Limits,
): readonly NamedText[] {
  const what = `The bundle ${visible(name)}`;
  try {
    return filesOf(text, what, trust, limits);
  } catch (error) {
    // The readers of documents cannot know that this one is a file of the user's own.
    if (!(error instanceof ClearpullError) || error.code !== 'target-invalid') throw error;
    throw new ClearpullError('usage', `${error.message}.`, {
      hint: 'A bundle is made by "clearpull rules pack"; rules as text end in .yar or .yara.',
      cause: error.cause,
    });
  }
}

function filesOf(text: string, what: string, trust: BundleTrust, limits: Limits): readonly NamedText[] {
  const json = parseJson(Buffer.from(text), what);
  const payload = isEnvelope(json) ? verified(json, what, trust) : unsigned(json, what, trust);
  const { files } = checkDocument(payload, bundleSchema, what);
  if (files.length > limits.maxRulesFiles)
    throw limitError('maxRulesFiles', `${what} has ${files.length} files`);
  for (const file of files) {
    const size = Buffer.byteLength(file.text);
    if (size > limits.maxRulesFileBytes) {
      throw limitError('maxRulesFileBytes', `${what} has a file, ${visible(file.name)}, of ${size} bytes`);
    }
  }
  return [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function verified(json: unknown, what: string, { keys, allowUnsigned }: BundleTrust): unknown {
  const envelope = readEnvelope(json, what);
  if (envelope.payloadType !== BUNDLE_PAYLOAD) {
    throw new ClearpullError(
      'usage',
      `${what} holds no rules but ${visible(envelope.payloadType.slice(0, 100))}.`,
      {
        hint: 'A bundle is made by "clearpull rules pack".',
      },
    );
  }
  if (keys.length > 0) {
    const check = keyCheck(keys, '--rules-key');
    const bytes = signedBytes(envelope);
    if (!envelope.signatures.some((signature) => check(bytes, signature.bytes) !== undefined)) {
      throw new ClearpullError('usage', `${what} is not signed with the key of --rules-key.`, {
        hint: 'Somebody else made it, or it was changed since. Get it again, or ask its maker for the right key.',
      });
    }
  } else if (!allowUnsigned) {
    throw new ClearpullError('usage', `${what} is signed, and no key was named to check that with.`, {
      hint: "Name its maker's public key with --rules-key, or take it unchecked with --allow-unsigned-rules.",
    });
  }
  return parseJson(envelope.payload, what);
}

function unsigned(json: unknown, what: string, { allowUnsigned }: BundleTrust): unknown {
  if (allowUnsigned) return json;
  throw new ClearpullError('usage', `${what} is not signed.`, {
    hint: 'Take it unchecked with --allow-unsigned-rules if you know where it comes from, or have it signed: clearpull rules pack --sign-key.',
  });
}
