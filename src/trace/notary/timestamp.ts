import { constants, createHash, type KeyObject, verify } from 'node:crypto';
import { ASN1Obj } from '@sigstore/core';
import { type Certificate, parseCertificate } from './certificate.ts';
import { chainFrom, chainProblem, sameCertificate } from './chain.ts';

/** Between which times something was signed, as an authority vouches. */
export interface TimeRange {
  readonly from: Date;
  readonly to: Date;
}

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';
const RSA_PSS = '1.2.840.113549.1.1.10';
/** The baseline policy of time-stamping, which is good to a second (RFC 3628, section 5.2). */
const BASELINE_POLICY = '0.4.0.2023.1.1';
const DIGESTS: ReadonlyMap<string, string> = new Map([
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);
const MAX_CERTIFICATES = 32;
/** Tags as DER has them. */
const SET = 0x31;
const SEQUENCE = 0x30;
const MILLISECONDS = 0x80;

/**
 * When a TimeStampToken (RFC 3161; CMS, RFC 5652) says that bytes were there, if it holds and its authority chains to one
 * of the trusted certificates; why it cannot be believed, as text.
 */
export function timeOf(token: Buffer, over: Buffer, trusted: readonly Certificate[]): TimeRange | string {
  try {
    return checked(token, over, trusted);
  } catch (error) {
    // Whatever is not where the structure has it.
    return `it is malformed: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function checked(token: Buffer, over: Buffer, trusted: readonly Certificate[]): TimeRange | string {
  const [type, content] = ASN1Obj.parseBuffer(Buffer.from(token)).subs;
  const signedData = part(part(content).subs[0]).subs;
  if (part(type).toOID() !== SIGNED_DATA) return 'it is no signed data';
  const [infoType, infoContent] = part(signedData[2]).subs;
  if (part(infoType).toOID() !== TST_INFO) return 'it is signed, but says no time';
  const info = part(part(infoContent).subs[0]).value;
  const signers = part(signedData.at(-1)).subs;
  const [signer] = signers;
  if (signers.length !== 1 || signer === undefined) return 'it is not signed by one authority';
  const signerParts = signer.subs;
  const attributes = part(signerParts[3]);
  const digest = DIGESTS.get(part(part(signerParts[2]).subs[0]).toOID());
  if (digest === undefined) return 'it is signed with a digest that is not allowed';
  if (!attributes.tag.isContextSpecific(0)) return 'it has no signed attributes';

  const pool = certificatesOf(signedData);
  const leaf = pool.find((one) => isNamed(part(signerParts[1]), one));
  if (leaf === undefined) return "the authority's certificate did not come along";
  if (attribute(attributes, CONTENT_TYPE)?.toOID() !== TST_INFO)
    return 'its attributes are of something else';
  if (attribute(attributes, MESSAGE_DIGEST)?.value.equals(hash(digest, info)) !== true) {
    return 'its time was changed after it was signed';
  }
  if (!namesCertificate(attribute(attributes, SIGNING_CERTIFICATE_V2), leaf)) {
    return "it does not name the authority's certificate";
  }
  const signed = attributes.toDER();
  signed[0] = SET;
  const algorithm = part(part(signerParts[4]).subs[0]).toOID();
  if (!holds(digest, signed, leaf.publicKey, part(signerParts[5]).value, algorithm)) {
    return 'its signature does not hold';
  }
  const stamp = readInfo(info);
  if (stamp === undefined || !stamp.imprint.equals(hash(stamp.digest, over))) return 'it is over other bytes';
  const chain = chainFrom(leaf, [...pool, ...trusted]);
  const problem = chainProblem(chain, 'timeStamping');
  if (problem !== undefined) return `its authority: ${problem}`;
  if (!chain.some((one) => trusted.some((root) => sameCertificate(one, root)))) {
    return 'its authority chains to none that is trusted';
  }
  return chain.every(({ from, to }) => from <= stamp.time && stamp.time <= to)
    ? stamp.range
    : 'its authority was not valid at that time';
}

function part(found: ASN1Obj | undefined): ASN1Obj {
  if (found === undefined) throw new Error('a part is missing');
  return found;
}

function hash(algorithm: string, bytes: Buffer): Buffer {
  return createHash(algorithm).update(bytes).digest();
}

interface Stamp {
  readonly digest: string;
  readonly imprint: Buffer;
  readonly time: Date;
  readonly range: TimeRange;
}

/** TSTInfo (RFC 3161, section 2.4.2); undefined where it uses what is not allowed. */
function readInfo(bytes: Buffer): Stamp | undefined {
  const [, policy, imprint, , time, ...rest] = ASN1Obj.parseBuffer(Buffer.from(bytes)).subs;
  const [algorithm, hashed] = part(imprint).subs;
  const digest = DIGESTS.get(part(part(algorithm).subs[0]).toOID());
  if (digest === undefined) return undefined;
  const at = part(time).toDate().getTime();
  const accuracy = rest.find(({ tag }) => tag.toDER() === SEQUENCE);
  const seconds = accuracy?.subs.find(({ tag }) => tag.isInteger());
  const milliseconds = accuracy?.subs.find(({ tag }) => tag.toDER() === MILLISECONDS);
  const unsaid = part(policy).toOID() === BASELINE_POLICY ? 1000 : 0;
  const said =
    Number(seconds?.toInteger() ?? 0) * 1000 +
    Number.parseInt(milliseconds?.value.toString('hex') || '0', 16);
  const within = accuracy === undefined ? unsaid : said;
  const range = { from: new Date(at - within), to: new Date(at + within) };
  if (!(within >= 0) || Number.isNaN(range.from.getTime()) || Number.isNaN(range.to.getTime()))
    return undefined;
  return { digest, imprint: part(hashed).value, time: new Date(at), range };
}

/** `certificates [0]` of the signed data. */
function certificatesOf(signedData: readonly ASN1Obj[]): readonly Certificate[] {
  const set = signedData.find(({ tag }) => tag.isContextSpecific(0));
  return (set?.subs ?? []).slice(0, MAX_CERTIFICATES).map((one) => parseCertificate(one.toDER()));
}

/** `sid` of RFC 5652, section 5.3: issuer and serial number, or the identifier of the subject's key. */
function isNamed(sid: ASN1Obj, { issuer, serial, keyIdentifier }: Certificate): boolean {
  if (sid.tag.isContextSpecific(0)) return keyIdentifier?.equals(sid.value) === true;
  const [name, number] = sid.subs;
  return part(name).value.equals(issuer) && part(number).value.equals(serial);
}

/** The first value of a signed attribute; undefined where it is not there exactly once. */
function attribute(attributes: ASN1Obj, oid: string): ASN1Obj | undefined {
  const found = attributes.subs.filter((one) => part(one.subs[0]).toOID() === oid);
  return found.length === 1 ? found[0]?.subs[1]?.subs[0] : undefined;
}

/** SigningCertificateV2 (RFC 5035, section 3): the first ESSCertIDv2 has the certificate's digest, by SHA-256 unless it says. */
function namesCertificate(value: ASN1Obj | undefined, { x509 }: Certificate): boolean {
  const [first, second] = value?.subs[0]?.subs[0]?.subs ?? [];
  if (first === undefined) return false;
  const named = first.tag.toDER() === SEQUENCE;
  const digest = named ? DIGESTS.get(part(first.subs[0]).toOID()) : 'sha256';
  const expected = named ? second : first;
  return digest !== undefined && expected?.value.equals(hash(digest, x509.raw)) === true;
}

function holds(digest: string, bytes: Buffer, key: KeyObject, signature: Buffer, algorithm: string): boolean {
  if (algorithm !== RSA_PSS) return verify(digest, bytes, key, signature);
  const { RSA_PKCS1_PSS_PADDING: padding, RSA_PSS_SALTLEN_DIGEST: saltLength } = constants;
  return verify(digest, bytes, { key, padding, saltLength }, signature);
}
