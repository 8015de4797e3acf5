import type { Certificate } from './certificate.ts';
import { MAX_CHAIN } from './envelope.ts';

/** What the holder of a chain's first certificate may do. */
export type Purpose = 'codeSigning' | 'timeStamping';

/** RFC 5280, section 4.2.1.3. */
const DIGITAL_SIGNATURE = 0;
const KEY_CERT_SIGN = 5;
/** Whoever signs code may be nothing else: encipherment, agreement, certificates, lists of revoked ones. */
const FORBIDDEN_BITS: readonly number[] = [2, 3, 4, 5, 6, 7, 8];
/** RFC 5280, section 4.2.1.12. */
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const FORBIDDEN_USES: ReadonlyMap<string, string> = new Map([
  ['2.5.29.37.0', 'anything'],
  ['1.3.6.1.5.5.7.3.1', 'servers'],
  ['1.3.6.1.5.5.7.3.2', 'clients'],
  ['1.3.6.1.5.5.7.3.4', 'e-mail'],
  [TIME_STAMPING, 'timestamps'],
]);
/** Signatures by MD5 and SHA-1, of which two certificates can have the same. */
const WEAK: readonly string[] = ['1.2.840.113549.1.1.4', '1.2.840.113549.1.1.5', '1.2.840.10045.4.1'];

/**
 * What is wrong with a chain, the signer's certificate first and its root last, by the Notary Project's rules
 * (signature-specification.md, "Certificate Requirements"); undefined when nothing is. Validity is not looked at.
 */
export function chainProblem(chain: readonly Certificate[], purpose: Purpose): string | undefined {
  const [leaf] = chain;
  if (leaf === undefined) return 'it has no certificate';
  if (chain.length > MAX_CHAIN) return `it has more than ${MAX_CHAIN} certificates`;
  for (const [i, certificate] of chain.entries()) {
    if (WEAK.includes(certificate.signatureAlgorithm)) return `${ordinal(i)} is signed with SHA-1 or MD5`;
    const issuer = chain[i + 1] ?? certificate;
    if (!isIssuedBy(certificate, issuer)) {
      return issuer === certificate
        ? 'its chain does not end with a root'
        : `${ordinal(i)} is not issued by the one after it`;
    }
    const problem =
      i === 0 ? leafProblem(certificate, purpose) : authorityProblem(certificate, i - 1, purpose);
    if (problem !== undefined) return `${ordinal(i)} ${problem}`;
  }
  return undefined;
}

/** The certificates of `pool` that lead from a certificate to its root, as far as they do. */
export function chainFrom(leaf: Certificate, pool: readonly Certificate[]): readonly Certificate[] {
  const chain = [leaf];
  for (let last = leaf; chain.length <= MAX_CHAIN && !isIssuedBy(last, last); ) {
    const issuer = pool.find((one) => isIssuedBy(last, one));
    if (issuer === undefined) break;
    chain.push(issuer);
    last = issuer;
  }
  return chain;
}

export function sameCertificate(one: Certificate, other: Certificate): boolean {
  return one.x509.raw.equals(other.x509.raw);
}

function isIssuedBy({ x509 }: Certificate, issuer: Certificate): boolean {
  try {
    return x509.checkIssued(issuer.x509) && x509.verify(issuer.publicKey);
  } catch {
    // A key of a kind that signs nothing.
    return false;
  }
}

function leafProblem(
  { basicConstraints, keyUsage, extendedKeyUsage, publicKey }: Certificate,
  purpose: Purpose,
): string | undefined {
  if (basicConstraints?.ca === true) return 'may issue certificates, which a signer must not';
  if (keyUsage === undefined) return 'does not say what its key is for';
  if (purpose === 'codeSigning' && !keyUsage.critical) return 'says what its key is for, but not critically';
  if (!keyUsage.bits.has(DIGITAL_SIGNATURE)) return 'is not for signatures';
  if (FORBIDDEN_BITS.some((bit) => keyUsage.bits.has(bit))) return 'is for more than signatures';
  if (purpose === 'timeStamping') {
    const only = extendedKeyUsage?.uses.length === 1 && extendedKeyUsage.uses[0] === TIME_STAMPING;
    if (!only || !extendedKeyUsage.critical) return 'is not for timestamps alone';
  } else {
    const odd = extendedKeyUsage?.uses.find((use) => FORBIDDEN_USES.has(use));
    if (odd !== undefined) return `is for ${FORBIDDEN_USES.get(odd)}`;
  }
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = publicKey;
  const long = type === 'rsa' && (details?.modulusLength ?? 0) >= 2048;
  const curve = type === 'ec' && ['prime256v1', 'secp384r1', 'secp521r1'].includes(details?.namedCurve ?? '');
  return long || curve ? undefined : 'has a key of a kind or length that is not allowed';
}

function authorityProblem(
  { basicConstraints, keyUsage }: Certificate,
  authoritiesBelow: number,
  purpose: Purpose,
): string | undefined {
  if (basicConstraints?.ca !== true) return 'may issue no certificates';
  if (!basicConstraints.critical) return 'may issue certificates, but does not say so critically';
  if ((basicConstraints.pathLength ?? MAX_CHAIN) < authoritiesBelow)
    return 'allows fewer authorities below it';
  if (keyUsage?.bits.has(KEY_CERT_SIGN) !== true) return 'has a key that is not for certificates';
  return purpose === 'codeSigning' && !keyUsage.critical
    ? 'says what its key is for, but not critically'
    : undefined;
}

function ordinal(index: number): string {
  return index === 0 ? "the signer's certificate" : `certificate ${index + 1} of its chain`;
}
