import {
  BUNDLE_V01_MEDIA_TYPE,
  BUNDLE_V02_MEDIA_TYPE,
  BUNDLE_V03_LEGACY_MEDIA_TYPE,
  BUNDLE_V03_MEDIA_TYPE,
  type Bundle,
  bundleFromJSON,
} from '@sigstore/bundle';
import type { TransparencyLogEntry } from '@sigstore/protobuf-specs';
import { digestHex, digestOf } from '../../base/digest.ts';
import { ClearpullError } from '../../base/errors.ts';
import { parseJson } from '../../source/parse-json.ts';
import { at, textAt } from '../fields.ts';
import { decodeBase64, type Envelope } from '../statement/envelope.ts';
import type { Certified, CosignAnnotations } from './material.ts';

const MAX_ENTRIES = 32;
/** The library takes any version for the newest that it knows. */
const VERSIONS: readonly unknown[] = [
  BUNDLE_V01_MEDIA_TYPE,
  BUNDLE_V02_MEDIA_TYPE,
  BUNDLE_V03_LEGACY_MEDIA_TYPE,
  BUNDLE_V03_MEDIA_TYPE,
];

/** A bundle in which all is that a certificate's signature is checked with. */
export interface CheckableBundle {
  readonly bundle: Bundle;
  /** The bytes that a signature outside of an envelope is over. */
  readonly payload?: Buffer;
}

/** The material as a sigstore bundle, which for cosign's older forms is put together here; why not, as text. `over`: what a signature without an envelope is over. */
export function bundleOf(material: Certified, over?: Buffer): CheckableBundle | string {
  try {
    if (material.form === 'bundle') return ofBundle(material.json, material.envelope, over);
    if (material.form === 'dsse') return ofEnvelope(material.envelope, material.beside ?? {});
    const { payload, signature, beside } = material;
    const messageDigest = { algorithm: 'SHA2_256', digest: hexToBase64(digestHex(digestOf(payload))) };
    const messageSignature = { messageDigest, signature: signature.toString('base64') };
    return { bundle: bundleFromJSON({ ...besideFields(beside), messageSignature }), payload };
  } catch (error) {
    return `what it is checked with is malformed: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function ofBundle(
  json: unknown,
  envelope: Envelope | undefined,
  over: Buffer | undefined,
): CheckableBundle | string {
  // One of the two would be checked, and the other one believed.
  if (at(json, 'dsseEnvelope') !== undefined && at(json, 'messageSignature') !== undefined) {
    return 'its bundle holds two signed contents, of which only one would be checked';
  }
  if (!VERSIONS.includes(at(json, 'mediaType'))) return 'its bundle is of an unknown version';
  const bundle = bundleFromJSON(json);
  const { tlogEntries, timestampVerificationData } = bundle.verificationMaterial;
  const times = timestampVerificationData?.rfc3161Timestamps.length ?? 0;
  // Each is compared with every other.
  if (tlogEntries.length > MAX_ENTRIES || times > MAX_ENTRIES) {
    return `it has more than ${MAX_ENTRIES} entries of logs or timestamps`;
  }
  if (tlogEntries.some((entry) => !hasRootOfCheckpoint(entry))) {
    return "the root in the proof of the log is not its checkpoint's";
  }
  const { content } = bundle;
  if (content.$case === 'messageSignature') {
    return over === undefined ? 'what it is over is not at hand' : { bundle, payload: over };
  }
  const { payload, payloadType } = content.dsseEnvelope;
  if (envelope === undefined || payloadType !== envelope.payloadType || !envelope.payload.equals(payload)) {
    return 'what is signed is not what it says';
  }
  return { bundle };
}

/** The library goes by the checkpoint alone, and leaves the root beside it unread. */
function hasRootOfCheckpoint({ inclusionProof }: Pick<TransparencyLogEntry, 'inclusionProof'>): boolean {
  if (inclusionProof === undefined) return true;
  const written = inclusionProof.checkpoint?.envelope.split('\n')[2] ?? '';
  // What is wrong with a checkpoint itself is said where its signature is checked.
  const root = Buffer.from(written, 'base64');
  return root.length === 0 || inclusionProof.rootHash.equals(root);
}

function ofEnvelope(envelope: Envelope, beside: CosignAnnotations): CheckableBundle {
  const { payload, payloadType, signatures } = envelope;
  const dsseEnvelope = {
    payload: payload.toString('base64'),
    payloadType,
    signatures: signatures.map(({ keyId, bytes }) => ({ keyid: keyId, sig: bytes.toString('base64') })),
  };
  return { bundle: bundleFromJSON({ ...besideFields(beside), dsseEnvelope }) };
}

/** The fields of a bundle v0.1 for what cosign keeps in annotations (cosign, SIGNATURE_SPEC.md). */
function besideFields({ certificate, bundle, timestamp }: CosignAnnotations): object {
  const der = decodePem(certificate ?? '');
  const rfc3161Timestamps =
    timestamp === undefined
      ? []
      : [{ signedTimestamp: textAt(inside(timestamp, 'timestamp'), 'SignedRFC3161Timestamp') ?? '' }];
  return {
    mediaType: BUNDLE_V01_MEDIA_TYPE,
    verificationMaterial: {
      x509CertificateChain: { certificates: [{ rawBytes: der }] },
      tlogEntries: bundle === undefined ? [] : [logEntry(inside(bundle, 'entry of the log'))],
      timestampVerificationData: { rfc3161Timestamps },
    },
  };
}

/** `{SignedEntryTimestamp, Payload: {body, integratedTime, logIndex, logID}}` of Rekor. */
function logEntry(json: unknown): object {
  const body = textAt(json, 'Payload', 'body') ?? '';
  const entry = parseJson(decodeBase64(body) ?? Buffer.of(), 'the body of its entry of the log');
  return {
    logIndex: String(at(json, 'Payload', 'logIndex')),
    logId: { keyId: hexToBase64(textAt(json, 'Payload', 'logID') ?? '') },
    kindVersion: { kind: textAt(entry, 'kind') ?? '', version: textAt(entry, 'apiVersion') ?? '' },
    integratedTime: String(at(json, 'Payload', 'integratedTime')),
    inclusionPromise: { signedEntryTimestamp: textAt(json, 'SignedEntryTimestamp') ?? '' },
    canonicalizedBody: body,
  };
}

function inside(text: string, what: string): unknown {
  return parseJson(Buffer.from(text), `the ${what} beside it`);
}

/** The first certificate of a PEM text, as base64 of its DER. */
function decodePem(pem: string): string {
  const start = pem.indexOf('-----BEGIN CERTIFICATE-----');
  const end = pem.indexOf('-----END CERTIFICATE-----', start);
  if (start === -1 || end === -1) throw new ClearpullError('target-invalid', 'its certificate is not PEM');
  return pem.slice(start + '-----BEGIN CERTIFICATE-----'.length, end).replace(/\s/g, '');
}

function hexToBase64(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64');
}
