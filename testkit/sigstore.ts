import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { RFC3161Timestamp } from '@sigstore/core';
import { initializeCA, initializeCTLog, initializeTLog, initializeTSA } from '@sigstore/mock';
import { IN_TOTO_PAYLOAD, signedBytes } from '../src/trace/statement/envelope.ts';

export const IDENTITY = 'https://git.example.com/app/.ci/release.yml@refs/heads/main';
export const ISSUER = 'https://token.ci.example.com';

export interface SignOptions {
  readonly identity?: string;
  readonly issuer?: string;
  readonly payloadType?: string;
  /** Leaves the entry of the log out, and so the only thing that says when it was signed. */
  readonly unlogged?: true;
  /** The entry of the log that this bundle has, instead of its own. */
  readonly entryOf?: Bundle;
  /** The certificate stands in no log of certificates, or in one that nobody trusts. */
  readonly sct?: 'none' | 'foreign';
  /** A timestamp over the signature, or over other bytes. */
  readonly timestamp?: 'own' | 'other';
  /** The certificate was issued this many hours before it was used; it lives for ten minutes. */
  readonly issuedHoursAgo?: number;
  /** What the certificate says of the run that it was issued to: the number below 1.3.6.1.4.1.57264.1, and the text. */
  readonly run?: Readonly<Record<number, string>>;
}

export interface Bundle {
  readonly mediaType: string;
  readonly verificationMaterial: {
    readonly tlogEntries: readonly object[];
    readonly certificate: { readonly rawBytes: string };
    readonly timestampVerificationData?: object;
  };
  readonly dsseEnvelope: {
    readonly payload: string;
    readonly payloadType: string;
    readonly signatures: readonly { readonly sig: string }[];
  };
}

/** An image signature as cosign keeps it: payload, and what stands in the layer's annotations. */
export interface CosignSignature {
  readonly payload: Buffer;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A whole sigstore of its own, made by its maintainers' mock: nothing outside of the test is asked. */
export interface TestSigstore {
  /** trusted_root.json. */
  readonly root: object;
  signStatement(statement: object | Buffer, options?: SignOptions): Promise<Bundle>;
  /** A bundle without an envelope: the signature is over the very bytes. */
  signBytes(bytes: Buffer, options?: SignOptions): Promise<object>;
  /** cosign's form before bundles: `signs` is the manifest's digest. */
  signImage(signs: string, options?: SignOptions): Promise<CosignSignature>;
  /** The same bundle as cosign attached attestations before bundles: envelope, and annotations beside it. */
  asCosignAttestation(bundle: Bundle): {
    readonly envelope: object;
    readonly annotations: Readonly<Record<string, string>>;
  };
}

const LOG_URL = 'https://log.example.com';
const SHA256_OID = '2.16.840.1.101.3.4.2.1';
const FULCIO_OID = '1.3.6.1.4.1.57264.1';
const ISSUER_OID = `${FULCIO_OID}.8`;

export async function startSigstore(): Promise<TestSigstore> {
  const [ctLogKey, caKey, logKey, tsaKey] = [keyPair(), keyPair(), keyPair(), keyPair()];
  const ctLog = await initializeCTLog(ctLogKey);
  const ca = await initializeCA(caKey, ctLog);
  const log = await initializeTLog(LOG_URL, logKey);
  const tsa = await initializeTSA(tsaKey);
  const certify = async (options: SignOptions): Promise<{ der: Buffer; privateKey: KeyObject }> => {
    const { privateKey, publicKey } = keyPair();
    const { issuedHoursAgo: hours, sct } = options;
    const certificates =
      sct === undefined ? ctLog : sct === 'none' ? undefined : await initializeCTLog(keyPair());
    // The same authority, with a clock that is behind or another log.
    const clock = hours === undefined ? undefined : new Date(Date.now() - hours * 3_600_000);
    const issuing =
      clock === undefined && sct === undefined ? ca : await initializeCA(caKey, certificates, clock);
    const certificate = await issuing.issueCertificate({
      publicKey: publicKey.export({ format: 'der', type: 'spki' }),
      subjectAltName: options.identity ?? IDENTITY,
      extensions: [
        { oid: ISSUER_OID, value: options.issuer ?? ISSUER },
        ...Object.entries(options.run ?? {}).map(([number, value]) => ({
          oid: `${FULCIO_OID}.${number}`,
          value,
        })),
      ],
    });
    return { der: bufferOf(certificate), privateKey };
  };
  const stamped = async (signature: Buffer, { timestamp }: SignOptions): Promise<object> => {
    if (timestamp === undefined) return {};
    const artifactHash = sha256(timestamp === 'own' ? signature : Buffer.from('other bytes'));
    const request = {
      artifactHash,
      hashAlgorithmOID: SHA256_OID,
      nonce: 1,
      policyOID: '1.3.6.1.4.1.57264.2',
    };
    // About every tenth token of the mock is one that sigstore's own reader of DER cannot take apart.
    let token = bufferOf(await tsa.timestamp(request));
    for (let tries = 0; !isReadable(token) && tries < 50; tries++) {
      token = bufferOf(await tsa.timestamp({ ...request, nonce: tries + 2 }));
    }
    const signedTimestamp = token.toString('base64');
    return { timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp }] } };
  };
  const tsaChain = [bufferOf(tsa.intCertificate), bufferOf(tsa.rootCertificate)];
  return {
    root: trustedRoot({
      ca: bufferOf(ca.rootCertificate),
      ctLog: ctLogKey.publicKey,
      log: logKey.publicKey,
      tsaChain,
    }),
    async signStatement(statement, options = {}) {
      const { der, privateKey } = await certify(options);
      const payload = Buffer.isBuffer(statement) ? statement : Buffer.from(JSON.stringify(statement));
      const payloadType = options.payloadType ?? IN_TOTO_PAYLOAD;
      const signature = sign('sha256', signedBytes({ payloadType, payload }), privateKey);
      const entry = { apiVersion: '0.0.1', kind: 'dsse', spec: dsseSpec(payload, signature, der) };
      const tlogEntries =
        options.entryOf?.verificationMaterial.tlogEntries ??
        (options.unlogged === true ? [] : [entryFields((await log.log(entry)) as Logged, 'dsse')]);
      return {
        mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
        verificationMaterial: {
          certificate: { rawBytes: der.toString('base64') },
          tlogEntries,
          ...(await stamped(signature, options)),
        },
        dsseEnvelope: {
          payload: payload.toString('base64'),
          payloadType,
          signatures: [{ sig: signature.toString('base64') }],
        },
      };
    },
    async signBytes(bytes, options = {}) {
      const { der, privateKey } = await certify(options);
      const signature = sign('sha256', bytes, privateKey);
      const spec = recordSpec(bytes, signature, der);
      const entry = (await log.log({ apiVersion: '0.0.1', kind: 'hashedrekord', spec })) as Logged;
      return {
        mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
        verificationMaterial: {
          certificate: { rawBytes: der.toString('base64') },
          tlogEntries: [entryFields(entry, 'hashedrekord')],
        },
        messageSignature: {
          messageDigest: { algorithm: 'SHA2_256', digest: sha256(bytes).toString('base64') },
          signature: signature.toString('base64'),
        },
      };
    },
    async signImage(signs, options = {}) {
      const { der, privateKey } = await certify(options);
      const payload = simpleSigning(signs);
      const signature = sign('sha256', payload, privateKey);
      const entry = await log.log({
        apiVersion: '0.0.1',
        kind: 'hashedrekord',
        spec: recordSpec(payload, signature, der),
      });
      return {
        payload,
        annotations: {
          'dev.cosignproject.cosign/signature': signature.toString('base64'),
          'dev.sigstore.cosign/certificate': pemOf(der),
          'dev.sigstore.cosign/bundle': JSON.stringify(besideOf(entry as Logged)),
        },
      };
    },
    asCosignAttestation({ dsseEnvelope, verificationMaterial }) {
      const [entry] = verificationMaterial.tlogEntries as readonly EntryFields[];
      const { payload, payloadType, signatures } = dsseEnvelope;
      return {
        envelope: { payload, payloadType, signatures: signatures.map(({ sig }) => ({ keyid: '', sig })) },
        annotations: {
          'dev.sigstore.cosign/certificate': pemOf(
            Buffer.from(verificationMaterial.certificate.rawBytes, 'base64'),
          ),
          'dev.sigstore.cosign/bundle': JSON.stringify({
            SignedEntryTimestamp: entry?.inclusionPromise.signedEntryTimestamp,
            Payload: {
              body: entry?.canonicalizedBody,
              integratedTime: Number(entry?.integratedTime),
              logIndex: Number(entry?.logIndex),
              logID: Buffer.from(entry?.logId.keyId ?? '', 'base64').toString('hex'),
            },
          }),
        },
      };
    },
  };
}

export interface KeySigner {
  /** PEM. */
  readonly publicKey: string;
  /** A DSSE envelope without anything beside it. */
  signStatement(statement: object): object;
  signImage(signs: string): CosignSignature;
  /** The Notary Project's JWS. `algorithm` is what its header says; it is signed with ES256 whatever that is. */
  signNotary(signs: string, algorithm?: string): object;
}

/** Signs with a key, as `cosign sign --key` does without a log. */
export function keySigner(): KeySigner {
  const { privateKey, publicKey } = keyPair();
  return {
    publicKey: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    signStatement(statement) {
      const payload = Buffer.from(JSON.stringify(statement));
      const signature = sign('sha256', signedBytes({ payloadType: IN_TOTO_PAYLOAD, payload }), privateKey);
      return {
        payload: payload.toString('base64'),
        payloadType: IN_TOTO_PAYLOAD,
        signatures: [{ keyid: '', sig: signature.toString('base64') }],
      };
    },
    signImage(signs) {
      const payload = simpleSigning(signs);
      const signature = sign('sha256', payload, privateKey).toString('base64');
      return { payload, annotations: { 'dev.cosignproject.cosign/signature': signature } };
    },
    signNotary(signs, algorithm = 'ES256') {
      const header = { alg: algorithm, cty: 'application/vnd.cncf.notary.payload.v1+json', crit: [] };
      const target = {
        targetArtifact: { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: signs, size: 1 },
      };
      const [head, payload] = [header, target].map((one) =>
        Buffer.from(JSON.stringify(one)).toString('base64url'),
      );
      const bytes = Buffer.from(`${head}.${payload}`);
      const signature = sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' });
      return { payload, protected: head, header: { x5c: [] }, signature: signature.toString('base64url') };
    },
  };
}

function isReadable(token: Buffer): boolean {
  try {
    const { signingTime, signerSerialNumber, signatureValue } = RFC3161Timestamp.parse(Buffer.from(token));
    return signingTime !== undefined && signerSerialNumber.length > 0 && signatureValue.length > 0;
  } catch {
    return false;
  }
}

/** What Rekor answers; the mock's own types name a package that it does not bring. */
interface LoggedEntry {
  readonly body: string;
  readonly integratedTime: number;
  readonly logID: string;
  readonly logIndex: number;
  readonly verification: {
    readonly signedEntryTimestamp: string;
    readonly inclusionProof: {
      readonly logIndex: number;
      readonly rootHash: string;
      readonly treeSize: number;
      readonly checkpoint: string;
    };
  };
}
type Logged = Readonly<Record<string, LoggedEntry>>;
type EntryFields = ReturnType<typeof entryFields>;

function keyPair() {
  return generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
}

function simpleSigning(signs: string): Buffer {
  const image = { 'docker-manifest-digest': signs };
  const identity = { 'docker-reference': 'registry.example.com/app' };
  const critical = { identity, image, type: 'cosign container image signature' };
  return Buffer.from(JSON.stringify({ critical, optional: null }));
}

/** What a bundle keeps of an entry. */
function entryFields(logged: Logged, kind: string) {
  const [entry] = Object.values(logged);
  if (entry === undefined) throw new Error('the log kept nothing');
  const proof = entry.verification.inclusionProof;
  return {
    logIndex: String(entry.logIndex),
    logId: { keyId: Buffer.from(entry.logID, 'hex').toString('base64') },
    kindVersion: { kind, version: '0.0.1' },
    integratedTime: String(entry.integratedTime),
    inclusionPromise: { signedEntryTimestamp: entry.verification.signedEntryTimestamp },
    inclusionProof: {
      logIndex: String(proof.logIndex),
      rootHash: Buffer.from(proof.rootHash, 'hex').toString('base64'),
      treeSize: String(proof.treeSize),
      hashes: [],
      checkpoint: { envelope: proof.checkpoint },
    },
    canonicalizedBody: entry.body,
  };
}

function besideOf(logged: Logged): object {
  const [entry] = Object.values(logged);
  return {
    SignedEntryTimestamp: entry?.verification.signedEntryTimestamp,
    Payload: {
      body: entry?.body,
      integratedTime: entry?.integratedTime,
      logIndex: entry?.logIndex,
      logID: entry?.logID,
    },
  };
}

function dsseSpec(payload: Buffer, signature: Buffer, der: Buffer): object {
  const verifier = Buffer.from(pemOf(der)).toString('base64');
  return {
    payloadHash: { algorithm: 'sha256', value: sha256(payload).toString('hex') },
    envelopeHash: { algorithm: 'sha256', value: sha256(payload).toString('hex') },
    signatures: [{ signature: signature.toString('base64'), verifier }],
  };
}

function recordSpec(payload: Buffer, signature: Buffer, der: Buffer): object {
  const publicKey = { content: Buffer.from(pemOf(der)).toString('base64') };
  return {
    data: { hash: { algorithm: 'sha256', value: sha256(payload).toString('hex') } },
    signature: { content: signature.toString('base64'), publicKey },
  };
}

function trustedRoot(of: {
  readonly ca: Buffer;
  readonly ctLog: KeyObject;
  readonly log: KeyObject;
  readonly tsaChain: readonly Buffer[];
}): object {
  // Before anything that a test makes, certificates of the past among it.
  const validFor = { start: '2020-01-01T00:00:00Z' };
  const logOf = (key: KeyObject, baseUrl: string): object => {
    const der = key.export({ format: 'der', type: 'spki' });
    return {
      baseUrl,
      hashAlgorithm: 'SHA2_256',
      publicKey: { rawBytes: der.toString('base64'), keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor },
      logId: { keyId: sha256(der).toString('base64') },
    };
  };
  const authority = (uri: string, chain: readonly Buffer[]): object => ({
    subject: { organization: 'example.com', commonName: 'test' },
    uri,
    certChain: { certificates: chain.map((der) => ({ rawBytes: der.toString('base64') })) },
    validFor,
  });
  return {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [logOf(of.log, LOG_URL)],
    certificateAuthorities: [authority('https://ca.example.com', [of.ca])],
    ctlogs: [logOf(of.ctLog, 'https://ctlog.example.com')],
    timestampAuthorities: [authority('https://time.example.com', of.tsaChain)],
  };
}

function pemOf(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function bufferOf(view: ArrayBufferView<ArrayBuffer>): Buffer {
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength);
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
