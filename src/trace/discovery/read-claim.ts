import { isDigest } from '../../base/digest.ts';
import { ClearpullError } from '../../base/errors.ts';
import type { Limits } from '../../base/limits.ts';
import { parseJson } from '../../source/parse-json.ts';
import type { Claim } from '../claim.ts';
import { at, isFields, textAt } from '../fields.ts';
import { NOTARY_COSE, NOTARY_JWS } from '../notary/envelope.ts';
import { readNotaryJws } from '../notary/jws.ts';
import type { SignatureMaterial } from '../signature/material.ts';
import {
  decodeBase64,
  type Envelope,
  IN_TOTO_PAYLOAD,
  isEnvelope,
  readEnvelope,
} from '../statement/envelope.ts';
import { isStatement, readStatement } from '../statement/statement.ts';
import { cosignAnnotations, readSimpleSigning, SIMPLE_SIGNING } from './cosign.ts';

/** One document as it was found. */
export interface FoundDocument {
  readonly where: string;
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly annotations: Readonly<Record<string, string>>;
}

/** The predicate type of a signature that says nothing more. */
const IMAGE_SIGNATURE = 'https://sigstore.dev/cosign/sign/v1';
const BUNDLE = /^application\/vnd\.dev\.sigstore\.bundle(?:\.v0\.\d)?\+json/;

/**
 * What a document claims: an in-toto statement, bare, in a DSSE envelope or in a sigstore bundle, a signature of
 * cosign's, or a list of contents. Never throws for what it holds: that makes it a broken claim.
 */
export async function readClaim(found: FoundDocument, limits: Limits): Promise<Claim> {
  const announced = announcedAs(found);
  const base = { where: found.where, ...(announced === undefined ? {} : { announced }) };
  try {
    return { ...base, ...(await contentsOf(found, limits)) };
  } catch (error) {
    if (!(error instanceof ClearpullError)) throw error;
    return { ...base, broken: error.message };
  }
}

function announcedAs({ annotations, mediaType }: FoundDocument): string | undefined {
  return (
    annotations['in-toto.io/predicate-type'] ??
    annotations['predicateType'] ??
    annotations['dev.sigstore.bundle.predicateType'] ??
    ([SIMPLE_SIGNING, NOTARY_JWS, NOTARY_COSE].includes(mediaType) || BUNDLE.test(mediaType)
      ? IMAGE_SIGNATURE
      : undefined)
  );
}

async function contentsOf(
  { where, bytes, mediaType, annotations }: FoundDocument,
  limits: Limits,
): Promise<Partial<Claim>> {
  const buffer = Buffer.from(bytes);
  if (mediaType === SIMPLE_SIGNING) return readSimpleSigning(buffer, annotations, where);
  if (mediaType === NOTARY_JWS) return readNotaryJws(buffer, where);
  // Its reader is loaded only where there is one.
  if (mediaType === NOTARY_COSE) return (await import('../notary/cose.ts')).readNotaryCose(buffer, where);
  const json = parseJson(buffer, where);
  if (isBundle(json)) return ofBundle(json, where, limits);
  if (isEnvelope(json)) {
    const envelope = readEnvelope(json, where);
    const beside = cosignAnnotations(annotations);
    const material = { form: 'dsse', envelope, ...(beside === undefined ? {} : { beside }) } as const;
    return ofEnvelope(envelope, material, where, limits);
  }
  if (isStatement(json)) return { statement: readStatement(json, where, limits.maxStatementSubjects) };
  if (isContents(json)) return { contents: json };
  throw new ClearpullError(
    'target-invalid',
    `${where} is neither a statement nor a signature of a known form`,
  );
}

function isBundle(json: unknown): boolean {
  return BUNDLE.test(textAt(json, 'mediaType') ?? '') || at(json, 'verificationMaterial') !== undefined;
}

/** A bare SPDX or CycloneDX document, as cosign attaches it. */
function isContents(json: unknown): boolean {
  return isFields(json) && (at(json, 'spdxVersion') !== undefined || at(json, 'bomFormat') === 'CycloneDX');
}

function ofBundle(json: unknown, where: string, limits: Limits): Partial<Claim> {
  const inside = at(json, 'dsseEnvelope');
  if (inside !== undefined) {
    const envelope = readEnvelope(inside, where);
    return ofEnvelope(envelope, { form: 'bundle', json, envelope }, where, limits);
  }
  const algorithm = textAt(json, 'messageSignature', 'messageDigest', 'algorithm') ?? 'SHA2_256';
  const digest = decodeBase64(at(json, 'messageSignature', 'messageDigest', 'digest'))?.toString('hex') ?? '';
  const signs = `${algorithm.toLowerCase().replace(/^sha2_/, 'sha')}:${digest}`;
  if (!isDigest(signs)) {
    throw new ClearpullError(
      'target-invalid',
      `${where} is a sigstore bundle without an envelope or a digest`,
    );
  }
  return { signs, material: { form: 'bundle', json } };
}

function ofEnvelope(
  envelope: Envelope,
  material: SignatureMaterial,
  where: string,
  limits: Limits,
): Partial<Claim> {
  if (envelope.payloadType !== IN_TOTO_PAYLOAD) {
    const type = envelope.payloadType.slice(0, 100);
    const broken = `its payload is said to be ${type}, so that it must not be taken for a statement`;
    return { material, broken };
  }
  const what = `the payload of ${where}`;
  const statement = readStatement(parseJson(envelope.payload, what), what, limits.maxStatementSubjects);
  return { statement, material };
}
