import { ClearpullError } from '../../base/errors.ts';
import { at, listAt, textAt } from '../fields.ts';

/** A signed payload (DSSE, secure-systems-lab/dsse, envelope.md). */
export interface Envelope {
  readonly payloadType: string;
  readonly payload: Buffer;
  /** Never empty. */
  readonly signatures: readonly { readonly keyId: string; readonly bytes: Buffer }[];
}

/** The only payload type that holds an in-toto statement (in-toto attestation spec v1, envelope.md). */
export const IN_TOTO_PAYLOAD = 'application/vnd.in-toto+json';

const MAX_SIGNATURES = 32;

export function isEnvelope(json: unknown): boolean {
  return at(json, 'payloadType') !== undefined && at(json, 'payload') !== undefined;
}

/** An envelope out of parsed JSON. Throws `target-invalid`, in words that name `what` it is. */
export function readEnvelope(json: unknown, what: string): Envelope {
  const payloadType = textAt(json, 'payloadType');
  if (payloadType === undefined) throw malformed(what, 'it names no payloadType');
  const payload = decodeBase64(at(json, 'payload'));
  if (payload === undefined) throw malformed(what, 'its payload is not base64');
  const signatures = listAt(json, MAX_SIGNATURES, 'signatures').map((signature) => {
    const bytes = decodeBase64(at(signature, 'sig'));
    if (bytes === undefined || bytes.length === 0) throw malformed(what, 'a signature is not base64');
    return { keyId: textAt(signature, 'keyid') ?? '', bytes };
  });
  if (signatures.length === 0) throw malformed(what, 'it has no signature');
  return { payloadType, payload, signatures };
}

/** The bytes that are signed: DSSE's pre-authentication encoding (protocol.md, "PAE"), which binds the type. */
export function signedBytes({ payloadType, payload }: Pick<Envelope, 'payloadType' | 'payload'>): Buffer {
  const type = Buffer.from(payloadType);
  return Buffer.concat([
    Buffer.from(`DSSEv1 ${type.length} `),
    type,
    Buffer.from(` ${payload.length} `),
    payload,
  ]);
}

/** Base64 or base64url, with or without padding, as DSSE allows; undefined for anything else. */
export function decodeBase64(text: unknown): Buffer | undefined {
  if (typeof text !== 'string' || !/^[A-Za-z0-9+/_-]*={0,2}$/.test(text)) return undefined;
  return Buffer.from(text, 'base64');
}

function malformed(what: string, why: string): ClearpullError {
  return new ClearpullError('target-invalid', `${what} is no DSSE envelope: ${why}`);
}
