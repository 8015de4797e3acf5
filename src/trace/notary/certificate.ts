import { type KeyObject, X509Certificate } from 'node:crypto';
import { type ASN1Obj, X509Certificate as ParsedCertificate } from '@sigstore/core';
import { type DistinguishedName, nameOf } from './distinguished-name.ts';

/** What the rules of the Notary Project look at (signature-specification.md, "Certificate Requirements"). */
export interface Certificate {
  readonly x509: X509Certificate;
  readonly publicKey: KeyObject;
  readonly subject: DistinguishedName;
  /** As DER, without its tag and length. */
  readonly issuer: Buffer;
  /** As DER, without its tag and length. */
  readonly serial: Buffer;
  readonly keyIdentifier?: Buffer;
  readonly from: Date;
  readonly to: Date;
  readonly basicConstraints?: {
    readonly critical: boolean;
    readonly ca: boolean;
    readonly pathLength?: number;
  };
  /** RFC 5280, section 4.2.1.3: the numbers of the bits that are set. */
  readonly keyUsage?: { readonly critical: boolean; readonly bits: ReadonlySet<number> };
  /** Object identifiers. */
  readonly extendedKeyUsage?: { readonly critical: boolean; readonly uses: readonly string[] };
  /** Object identifier. */
  readonly signatureAlgorithm: string;
  /** It names a server or a list that says whether it was revoked. */
  readonly revocable: boolean;
}

const EXTENDED_KEY_USAGE = '2.5.29.37';
const CRL_DISTRIBUTION_POINTS = '2.5.29.31';
const AUTHORITY_INFORMATION = '1.3.6.1.5.5.7.1.1';

/** A certificate out of its DER. Throws where it is malformed. */
export function parseCertificate(der: Buffer): Certificate {
  const x509 = new X509Certificate(der);
  // Node reads the first of several, and so would leave bytes behind it unseen.
  if (!x509.raw.equals(der)) throw new Error('bytes stand around a certificate');
  const parsed = ParsedCertificate.parse(Buffer.from(der));
  const { extBasicConstraints: basic, extKeyUsage: usage } = parsed;
  const extended = parsed.extension(EXTENDED_KEY_USAGE);
  const subject = parsed.tbsCertificate.subs[SUBJECT];
  // The same stands beside the signature; OpenSSL refuses a certificate where it differs.
  const algorithm = parsed.tbsCertificate.subs[SIGNATURE]?.subs[0];
  if (subject === undefined || algorithm === undefined) throw new Error('a certificate is malformed');
  const keyIdentifier = parsed.extSubjectKeyID?.keyIdentifier;
  return {
    x509,
    publicKey: x509.publicKey,
    subject: nameOf(subject),
    issuer: parsed.issuer,
    serial: parsed.serialNumber,
    from: parsed.notBefore,
    to: parsed.notAfter,
    signatureAlgorithm: algorithm.toOID(),
    revocable: [CRL_DISTRIBUTION_POINTS, AUTHORITY_INFORMATION].some(
      (oid) => parsed.extension(oid) !== undefined,
    ),
    ...(keyIdentifier === undefined ? {} : { keyIdentifier }),
    ...(basic === undefined
      ? {}
      : {
          basicConstraints: {
            critical: basic.critical,
            ca: basic.isCA,
            ...(basic.pathLenConstraint === undefined ? {} : { pathLength: Number(basic.pathLenConstraint) }),
          },
        }),
    ...(usage === undefined ? {} : { keyUsage: { critical: usage.critical, bits: bitsOf(usage.valueObj) } }),
    ...(extended === undefined
      ? {}
      : { extendedKeyUsage: { critical: extended.critical, uses: usesOf(extended.valueObj) } }),
  };
}

/** Of the fields of a certificate of version 3 (RFC 5280, section 4.1). */
const SIGNATURE = 2;
const SUBJECT = 5;

function bitsOf({ subs: [bits] }: ASN1Obj): ReadonlySet<number> {
  return new Set((bits?.toBitString() ?? []).flatMap((bit, i) => (bit === 1 ? [i] : [])));
}

function usesOf({ subs: [list] }: ASN1Obj): readonly string[] {
  return (list?.subs ?? []).map((use) => use.toOID());
}
