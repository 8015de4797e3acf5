import { digestAlgorithm, digestHex } from '../../base/digest.ts';
import { ClearpullError } from '../../base/errors.ts';
import type { Limits } from '../../base/limits.ts';
import type { Descriptor } from '../../image/descriptor.ts';
import { parseJson } from '../../source/parse-json.ts';
import { type GivenFile, readGivenFile } from '../discovery/given-file.ts';
import { at } from '../fields.ts';
import { type Envelope, IN_TOTO_PAYLOAD, isEnvelope, readEnvelope } from './envelope.ts';
import { isStatement, readStatement, type Statement } from './statement.ts';

/** A signed statement in the form in which it is attached to an image. */
export interface Attachable {
  /** In messages: `line 2 of app.vsa.json`. */
  readonly where: string;
  readonly statement: Statement;
  readonly mediaType: string;
  readonly content: Buffer;
  /** As cosign writes them, by which readers choose. */
  readonly annotations: Readonly<Record<string, string>>;
}

/** sigstore/protobuf-specs, sigstore_bundle.proto. */
const BUNDLE = 'application/vnd.dev.sigstore.bundle.v0.3+json';

/**
 * The signed statements in a file. A DSSE envelope is put into a sigstore bundle, which names the key by the id that
 * the envelope has; a bundle stays byte for byte. Signatures are not checked: whoever reads them does.
 *
 * @throws ClearpullError `usage` for what is not signed or of another form
 */
export function attachables(file: GivenFile, limits: Limits): readonly Attachable[] {
  return readGivenFile(file, limits).map(({ where, bytes }) => {
    const buffer = Buffer.from(bytes);
    const json = parsed(buffer, where);
    const { envelope, content } = signedContent(json, buffer, where);
    if (envelope.payloadType !== IN_TOTO_PAYLOAD) throw unusable(where, 'holds no in-toto statement');
    const what = `the payload of ${where}`;
    const statement = readStatement(parsed(envelope.payload, what), what, limits.maxStatementSubjects);
    return {
      where,
      statement,
      mediaType: BUNDLE,
      content,
      annotations: {
        'dev.sigstore.bundle.content': 'dsse-envelope',
        'dev.sigstore.bundle.predicateType': statement.predicateType,
      },
    };
  });
}

/** Whether a statement is about the manifest that a descriptor names. */
export function isAbout({ subjects }: Statement, { digest }: Pick<Descriptor, 'digest'>): boolean {
  return subjects.some(
    ({ digests }) => digests.get(digestAlgorithm(digest))?.toLowerCase() === digestHex(digest),
  );
}

function signedContent(
  json: unknown,
  bytes: Buffer,
  where: string,
): { readonly envelope: Envelope; readonly content: Buffer } {
  if (isEnvelope(json)) {
    const envelope = readEnvelope(json, where);
    const bundle = {
      mediaType: BUNDLE,
      verificationMaterial: { publicKey: { hint: envelope.signatures[0]?.keyId ?? '' } },
      dsseEnvelope: {
        payload: envelope.payload.toString('base64'),
        payloadType: envelope.payloadType,
        // A key's id is no part of what is signed, and readers pass over signatures whose id is not as they make it.
        signatures: envelope.signatures.map(({ bytes: sig }) => ({ sig: sig.toString('base64') })),
      },
    };
    return { envelope, content: Buffer.from(JSON.stringify(bundle)) };
  }
  if (isStatement(json)) throw unusable(where, 'is not signed');
  const inside = at(json, 'dsseEnvelope');
  if (at(json, 'mediaType') !== BUNDLE || inside === undefined) {
    throw unusable(where, 'is neither a DSSE envelope nor a sigstore bundle v0.3 with one');
  }
  return { envelope: readEnvelope(inside, where), content: bytes };
}

function parsed(bytes: Buffer, where: string): unknown {
  try {
    return parseJson(bytes, where);
  } catch (cause) {
    throw unusable(where, 'is not JSON', cause);
  }
}

function unusable(where: string, why: string, cause?: unknown): ClearpullError {
  return new ClearpullError('usage', `${where} ${why}.`, {
    hint: 'Make one with: clearpull trace -f vsa --sign-key FILE IMAGE',
    ...(cause === undefined ? {} : { cause }),
  });
}
