import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOf } from '../../src/base/digest.ts';
import {
  type CertificateOptions,
  type NotarySignOptions,
  notaryRoot,
  signNotary,
} from '../../testkit/notary.ts';
import type { TamperingCase } from './tampering-case.ts';

const OTHER_DIGEST = digestOf(Buffer.from('another image'));
const EXPIRY = 'io.cncf.notary.expiry';
const PLUGIN = 'io.cncf.notary.verificationPlugin';

interface Changes extends Partial<NotarySignOptions> {
  readonly signer?: CertificateOptions;
  /** Signed under an authority of the same name that is not trusted. */
  readonly stranger?: true;
  readonly bytes?: (envelope: Buffer, digest: string) => Buffer;
}

/** A signature of the Notary Project, under a policy that trusts one name of one authority. */
function notary(name: string, { signer = {}, stranger, bytes, ...options }: Changes): TamperingCase {
  const format = options.format ?? 'COSE';
  return {
    name: `Notary Project, ${format}: ${name}`,
    links: ['signature'],
    make: async ({ image }) => {
      const folder = mkdtempSync(join(tmpdir(), 'clearpull-tampering-notary-'));
      try {
        const trusted = notaryRoot(join(folder, 'trusted'));
        const by = (stranger === true ? notaryRoot(join(folder, 'stranger')) : trusted).issue(
          'signer',
          signer,
        );
        const { digest } = image.manifest;
        const envelope = signNotary(by, { digest, ...options, format });
        const certificate = trusted.chain[0] ?? Buffer.of();
        return {
          image,
          attached: [{ kind: 'notary', format, envelope: bytes?.(envelope, digest) ?? envelope }],
          notary: { certificate, policy: POLICY },
        };
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  };
}

const POLICY = {
  version: '1.0',
  trustPolicies: [
    {
      name: 'mine',
      registryScopes: ['*'],
      signatureVerification: { level: 'strict' },
      trustStores: ['ca:authority'],
      trustedIdentities: ['x509.subject: C=US, ST=WA, O=Example, CN=builder'],
    },
  ],
};

export const NOTARY_CASES: readonly TamperingCase[] = [
  notary('a signature of another image', { digest: OTHER_DIGEST }),
  notary('a signature of another image', { digest: OTHER_DIGEST, format: 'JWS' }),
  notary('the digest changed after it was signed', {
    digest: OTHER_DIGEST,
    bytes: (envelope, digest) => {
      const changed = Buffer.from(envelope);
      changed.set(Buffer.from(digest), envelope.indexOf(OTHER_DIGEST));
      return changed;
    },
  }),
  notary('signed by another name', { signer: { subject: '/C=US/ST=WA/O=Example/CN=somebody' } }),
  notary('signed under an authority that nobody trusts', { stranger: true }),
  notary('signed with a certificate for servers', {
    signer: { extensions: ['keyUsage=critical,digitalSignature', 'extendedKeyUsage=serverAuth'] },
  }),
  notary('signed with the certificate of an authority', {
    signer: { extensions: ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign'] },
  }),
  notary('said to be signed with another algorithm', { algorithm: 'ES384' }),
  notary('after its expiry', { headers: { [EXPIRY]: new Date(1_700_100_000_000) }, critical: [EXPIRY] }),
  notary('with a demand that is not understood', {
    headers: { [PLUGIN]: 'x' },
    critical: [PLUGIN],
    format: 'JWS',
  }),
  notary('cut off', { bytes: (envelope) => envelope.subarray(0, envelope.length / 2) }),
];
