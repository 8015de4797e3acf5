import { constants, createPrivateKey, sign, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode, Tagged } from 'cborg';
import { run } from './engines.ts';

export const SUBJECT = 'C=US, ST=WA, O=Example, CN=builder';
export const ROOT_SUBJECT = 'C=US, ST=WA, O=Example, CN=root';
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

export interface CertificateOptions {
  /** As openssl writes it: `/C=US/ST=WA/O=Example/CN=builder`. */
  readonly subject?: string;
  /** Lines of openssl's `-extfile`. */
  readonly extensions?: readonly string[];
  /** As `openssl req -newkey` and its `-pkeyopt` take it. */
  readonly key?: readonly [algorithm: string, option: string];
  readonly digest?: string;
  readonly days?: number;
}

/** Somebody with a key and the certificates that lead to a root, made by openssl. */
export interface Holder {
  /** PEM. */
  readonly key: string;
  /** DER, the holder's own first. */
  readonly chain: readonly Buffer[];
  /** Lets it issue a certificate. */
  issue(name: string, options?: CertificateOptions): Holder;
}

const AUTHORITY = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'];
const SIGNER = ['keyUsage=critical,digitalSignature', 'extendedKeyUsage=codeSigning'];
export const TIMESTAMPER = ['keyUsage=critical,digitalSignature', 'extendedKeyUsage=critical,timeStamping'];
const EC = ['ec', 'ec_paramgen_curve:prime256v1'] as const;

/** A root, which by default may issue certificates and nothing else. Files are kept in `folder`. */
export function notaryRoot(folder: string, name = 'root', options: CertificateOptions = {}): Holder {
  mkdirSync(folder, { recursive: true });
  const { subject = '/C=US/ST=WA/O=Example/CN=root', extensions = AUTHORITY } = options;
  return holder(folder, name, { ...options, subject, extensions }, undefined);
}

function holder(
  folder: string,
  name: string,
  {
    subject = '/C=US/ST=WA/O=Example/CN=builder',
    extensions = SIGNER,
    key = EC,
    digest = 'sha256',
    days = 2,
  }: CertificateOptions,
  issuer: { readonly name: string; readonly chain: readonly Buffer[] } | undefined,
): Holder {
  const [algorithm, option] = key;
  const files = { key: `${name}.key`, request: `${name}.csr`, cert: `${name}.pem`, ext: `${name}.ext` };
  const newKey = ['-newkey', algorithm, '-pkeyopt', option, '-nodes', '-keyout', files.key];
  run('openssl', ['req', ...newKey, '-subj', subject, '-out', files.request], folder);
  writeFileSync(join(folder, files.ext), `${extensions.join('\n')}\n`);
  const by =
    issuer === undefined
      ? ['-signkey', files.key]
      : ['-CA', `${issuer.name}.pem`, '-CAkey', `${issuer.name}.key`, '-CAcreateserial'];
  const request = ['-req', '-in', files.request, '-extfile', files.ext, `-${digest}`, '-days', String(days)];
  run('openssl', ['x509', ...request, ...by, '-out', files.cert], folder);
  const own = new X509Certificate(readFileSync(join(folder, files.cert))).raw;
  const chain = [own, ...(issuer?.chain ?? [])];
  return {
    key: readFileSync(join(folder, files.key), 'utf8'),
    chain,
    issue: (other, options = {}) => holder(folder, other, options, { name, chain }),
  };
}

export interface NotarySignOptions {
  readonly format: 'JWS' | 'COSE';
  readonly digest: string;
  readonly algorithm?: string;
  /** Replaces the headers, undefined leaves one out; times as dates. */
  readonly headers?: Readonly<Record<string, string | Date | undefined>>;
  /** Headers that must be understood, besides the scheme. */
  readonly critical?: readonly string[];
  readonly chain?: readonly Buffer[];
  /** Makes a TimeStampToken over the signature. */
  readonly timestamp?: (signature: Buffer) => Buffer;
}

const SCHEME = 'io.cncf.notary.signingScheme';
const COSE_ALGORITHMS: Readonly<Record<string, number>> = {
  ES256: -7,
  ES384: -35,
  ES512: -36,
  PS256: -37,
  PS384: -38,
  PS512: -39,
};

/** A signature of the Notary Project over a manifest's digest, as `notation sign` attaches it. */
export function signNotary(by: Holder, options: NotarySignOptions): Buffer {
  const { digest, algorithm = 'ES256', chain = by.chain, critical = [] } = options;
  const headers = {
    [SCHEME]: 'notary.x509',
    'io.cncf.notary.signingTime': new Date(1_700_000_000_000),
    ...options.headers,
  };
  const given = Object.entries(headers).filter(
    (entry): entry is [string, string | Date] => entry[1] !== undefined,
  );
  const crit = [SCHEME, ...critical];
  const payload = Buffer.from(JSON.stringify({ targetArtifact: { mediaType: MANIFEST, digest, size: 1 } }));
  const cty = 'application/vnd.cncf.notary.payload.v1+json';
  return options.format === 'JWS'
    ? jws(by, { algorithm, given, crit, payload, cty, chain, timestamp: options.timestamp })
    : cose(by, { algorithm, given, crit, payload, cty, chain, timestamp: options.timestamp });
}

interface Parts {
  readonly algorithm: string;
  readonly given: readonly (readonly [string, string | Date])[];
  readonly crit: readonly string[];
  readonly payload: Buffer;
  readonly cty: string;
  readonly chain: readonly Buffer[];
  readonly timestamp: NotarySignOptions['timestamp'];
}

function jws(by: Holder, { algorithm, given, crit, payload, cty, chain, timestamp }: Parts): Buffer {
  const texts = given.map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]);
  const header = Buffer.from(JSON.stringify({ alg: algorithm, cty, crit, ...Object.fromEntries(texts) }));
  const [head, body] = [header.toString('base64url'), payload.toString('base64url')];
  const signature = signed(by, algorithm, Buffer.from(`${head}.${body}`));
  return Buffer.from(
    JSON.stringify({
      payload: body,
      protected: head,
      header: {
        x5c: chain.map((der) => der.toString('base64')),
        'io.cncf.notary.signingAgent': 'test/1',
        ...(timestamp && { 'io.cncf.notary.timestampSignature': timestamp(signature).toString('base64') }),
      },
      signature: signature.toString('base64url'),
    }),
  );
}

function cose(by: Holder, { algorithm, given, crit, payload, cty, chain, timestamp }: Parts): Buffer {
  const header = cbor(
    new Map<number | string, unknown>([
      [1, COSE_ALGORITHMS[algorithm] ?? 0],
      [2, crit],
      [3, cty],
      ...given.map(
        ([name, value]) =>
          [name, value instanceof Date ? new Tagged(1, Math.floor(value.getTime() / 1000)) : value] as const,
      ),
    ]),
  );
  const signature = signed(by, algorithm, cbor(['Signature1', header, Buffer.of(), payload]));
  const unprotected = new Map<number | string, unknown>([
    [33, chain],
    ['io.cncf.notary.signingAgent', 'test/1'],
    ...(timestamp ? [['io.cncf.notary.timestampSignature', timestamp(signature)] as const] : []),
  ]);
  return cbor(new Tagged(18, [header, unprotected, payload, signature]));
}

export function cbor(value: unknown): Buffer {
  return Buffer.from(encode(value));
}

function signed({ key }: Holder, algorithm: string, bytes: Buffer): Buffer {
  const privateKey = createPrivateKey(key);
  const hash = `sha${algorithm.slice(2)}`;
  return algorithm.startsWith('PS')
    ? sign(hash, bytes, {
        key: privateKey,
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
      })
    : sign(hash, bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' });
}

/** A timestamp authority: openssl's own, whose certificate was issued as `name` in `folder`. */
export function timestampAuthority(
  folder: string,
  name: string,
  accuracy?: string,
): (bytes: Buffer) => Buffer {
  writeFileSync(
    join(folder, 'tsa.cnf'),
    [
      '[tsa]\ndefault_tsa=conf\n[conf]',
      `serial=${join(folder, 'tsa.serial')}`,
      'default_policy=1.2.3.4.1\ndigests=sha256,sha384,sha512\nordering=no\ntsa_name=no',
      'ess_cert_id_chain=no\ness_cert_id_alg=sha256\nsigner_digest=sha256\n',
      ...(accuracy === undefined ? [] : [`accuracy=${accuracy}`]),
    ].join('\n'),
  );
  return (bytes) => {
    writeFileSync(join(folder, 'stamped'), bytes);
    run('openssl', ['ts', '-query', '-data', 'stamped', '-sha256', '-cert', '-out', 'stamped.tsq'], folder);
    const signer = ['-signer', `${name}.pem`, '-inkey', `${name}.key`];
    const reply = ['-reply', '-config', 'tsa.cnf', '-section', 'conf', '-queryfile', 'stamped.tsq'];
    run('openssl', ['ts', ...reply, ...signer, '-token_out', '-out', 'stamped.token'], folder);
    return readFileSync(join(folder, 'stamped.token'));
  };
}
