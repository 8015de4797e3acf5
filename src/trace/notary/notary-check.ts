import type { KeyObject } from 'node:crypto';
import { ClearpullError } from '../../base/errors.ts';
import type { Circumstances } from '../signature/circumstances.ts';
import { holdsJose } from '../signature/jose.ts';
import type { SignatureResult } from '../signature/result.ts';
import { type Certificate, parseCertificate } from './certificate.ts';
import { chainProblem, sameCertificate } from './chain.ts';
import { holdsName, nameText } from './distinguished-name.ts';
import type { NotaryEnvelope } from './envelope.ts';
import { timeProblem } from './signing-time.ts';
import type { NotaryStore, NotaryTrust } from './trust.ts';
import {
  policyFor,
  readTrustPolicies,
  type StoreType,
  type TrustPolicy,
  type Validation,
} from './trust-policy.ts';

type TrustedCertificates = (type: StoreType) => readonly Certificate[];

/** Where no policy says otherwise. Whether something was revoked is not known, and said. */
const WITHOUT_POLICY: TrustPolicy['actions'] = {
  authenticity: 'enforce',
  authenticTimestamp: 'enforce',
  expiry: 'enforce',
  revocation: 'log',
};
/** signing-scheme.md: which kind of store vouches for which scheme. */
const SCHEMES: ReadonlyMap<string, StoreType> = new Map([
  ['notary.x509', 'ca'],
  ['notary.x509.signingAuthority', 'signingAuthority'],
]);
const REVOCATION = 'whether it was revoked was not asked, as that needs a server';

/**
 * Checks signatures of the Notary Project by their certificates, as its verification workflow has it
 * (trust-store-trust-policy.md, "Signature Verification"), but asks no server about revocation.
 *
 * @throws ClearpullError `usage` for certificates or a policy that cannot be used
 */
export function notaryCheck(
  trust: NotaryTrust,
  circumstances: Pick<Circumstances, 'repository' | 'now'>,
): (envelope: NotaryEnvelope) => SignatureResult {
  const stores = trust.stores.map((store) => ({ ...store, certificates: store.certificates.map(trusted) }));
  const policy =
    trust.policy === undefined
      ? undefined
      : policyFor(readTrustPolicies(trust.policy.json, trust.policy.file), circumstances.repository);
  if (trust.policy !== undefined && policy === undefined) {
    const of = circumstances.repository ?? 'what comes from no registry';
    return () => ({ status: 'unchecked', why: `no policy of ${trust.policy?.file} is for ${of}` });
  }
  if (policy?.skip === true) {
    return () => ({ status: 'unchecked', why: `the trust policy "${policy.name}" skips it` });
  }
  const counts = ({ type, name }: Pick<NotaryStore, 'type' | 'name'>): boolean =>
    policy === undefined || policy.stores.some((one) => one.type === type && one.name === name);
  for (const { type, name } of policy?.stores ?? []) {
    if (stores.some((one) => one.type === type && one.name === name)) continue;
    throw new ClearpullError(
      'usage',
      `The trust policy "${policy?.name}" names the store ${type}:${name}, which --notary-trust does not have.`,
      { hint: 'Give the folder that holds x509, or a file or folder of that name.' },
    );
  }
  const certificates: TrustedCertificates = (type) =>
    stores.filter((one) => one.type === type && counts(one)).flatMap((one) => one.certificates);
  return (envelope) => check(envelope, { policy, certificates, now: circumstances.now });
}

function trusted({ file, der }: { readonly file: string; readonly der: Buffer }): Certificate {
  try {
    return parseCertificate(der);
  } catch (cause) {
    throw new ClearpullError(
      'usage',
      `The file ${file} of --notary-trust holds a certificate that cannot be read.`,
      {
        hint: 'It is an X.509 certificate, as PEM or DER.',
        cause,
      },
    );
  }
}

interface Rules {
  readonly policy: TrustPolicy | undefined;
  readonly certificates: TrustedCertificates;
  readonly now: Date;
}

function check(envelope: NotaryEnvelope, { policy, certificates, now }: Rules): SignatureResult {
  const chain = chainOf(envelope);
  if (typeof chain === 'string') return { status: 'failed', why: chain };
  const [leaf] = chain;
  const store = SCHEMES.get(envelope.scheme ?? '');
  if (leaf === undefined) return { status: 'failed', why: 'it came without the certificate of its signer' };
  if (store === undefined) return { status: 'failed', why: 'it is made by no scheme of the Notary Project' };
  if (algorithmOf(leaf.publicKey) !== envelope.algorithm) {
    return {
      status: 'failed',
      why: `its algorithm is said to be ${envelope.algorithm.slice(0, 40)}, which its key does not have`,
    };
  }
  if (!holdsJose(envelope.algorithm, envelope.signed, leaf.publicKey, envelope.signature)) {
    return { status: 'failed', why: 'it does not hold: what is signed is not what it says' };
  }
  const actions = policy?.actions ?? WITHOUT_POLICY;
  const times = { store, tsa: certificates('tsa'), always: policy?.timestampAlways ?? false, now };
  const notes: string[] = [];
  let authentic = true;
  const problems: readonly (readonly [Validation, string | undefined])[] = [
    ['authenticity', authenticityProblem(chain, certificates(store), policy?.identities ?? '*')],
    ['expiry', expiryProblem(envelope, now)],
    ['authenticTimestamp', timeProblem(envelope, chain, times, notes)],
  ];
  for (const [validation, problem] of problems) {
    if (problem === undefined) continue;
    if (actions[validation] === 'enforce') return { status: 'failed', why: problem };
    notes.push(`${problem} (the trust policy only logs it)`);
    if (validation === 'authenticity') authentic = false;
  }
  if (chain.some(({ revocable }) => revocable)) {
    if (actions.revocation === 'enforce') {
      return {
        status: 'unchecked',
        why: `${REVOCATION}; the trust policy "${policy?.name}" demands it (override "revocation")`,
      };
    }
    notes.push(REVOCATION);
  }
  const signer = {
    kind: 'certificate',
    identity: nameText(leaf.subject),
    issuer: nameText(chain.at(-1)?.subject ?? []),
  } as const;
  return { status: policy !== undefined && authentic ? 'verified' : 'unnamed', signer, notes };
}

function chainOf({ chain }: NotaryEnvelope): readonly Certificate[] | string {
  try {
    return chain.map(parseCertificate);
  } catch (error) {
    return `its certificates are malformed: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** signature-specification.md, "Algorithm Selection": the key decides. */
function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails: details }: KeyObject): string | undefined {
  const kind = asymmetricKeyType === 'rsa' ? String(details?.modulusLength) : details?.namedCurve;
  return ALGORITHMS.get(kind ?? '');
}

const ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ['2048', 'PS256'],
  ['3072', 'PS384'],
  ['4096', 'PS512'],
  ['prime256v1', 'ES256'],
  ['secp384r1', 'ES384'],
  ['secp521r1', 'ES512'],
]);

function authenticityProblem(
  chain: readonly Certificate[],
  roots: readonly Certificate[],
  identities: TrustPolicy['identities'],
): string | undefined {
  const problem = chainProblem(chain, 'codeSigning');
  if (problem !== undefined) return problem;
  if (!chain.some((one) => roots.some((root) => sameCertificate(one, root)))) {
    return 'it chains to no certificate of --notary-trust that counts here';
  }
  const subject = chain[0]?.subject ?? [];
  if (identities === '*' || identities.some((one) => holdsName(subject, one))) {
    return undefined;
  }
  return `it holds, but is by ${nameText(subject)}, not by whom the trust policy trusts`;
}

function expiryProblem({ expiry }: NotaryEnvelope, now: Date): string | undefined {
  return expiry !== undefined && expiry <= now
    ? `its signer stood behind it until ${expiry.toISOString()}`
    : undefined;
}
