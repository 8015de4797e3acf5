import { generateKeyPairSync, sign } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildImage } from '../../../testkit/image.ts';
import { BUILT, buildkitProvenance } from '../../../testkit/provenance.ts';
import { IDENTITY, ISSUER, keySigner, startSigstore, type TestSigstore } from '../../../testkit/sigstore.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import { readClaim } from '../discovery/read-claim.ts';
import { checkSignatures } from './check-signatures.ts';
import type { Trust } from './trust.ts';

const image = buildImage(BUILT);
const statement = buildkitProvenance(image);
let sigstore: TestSigstore;
let trust: Trust;

beforeAll(async () => {
  sigstore = await startSigstore();
  const roots = [{ name: 'root.json', json: sigstore.root }];
  trust = { roots, keys: [], signers: [{ identity: { exact: IDENTITY }, issuer: ISSUER }] };
});

async function checked(
  content: object | Buffer,
  {
    under = trust,
    mediaType = 'application/json',
    annotations = {},
    manifest,
  }: {
    readonly under?: Trust;
    readonly mediaType?: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly manifest?: Buffer;
  } = {},
) {
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
  const claim = await readClaim({ where: 'it', bytes, mediaType, annotations }, DEFAULT_LIMITS);
  expect(claim.broken).toBeUndefined();
  const readManifest = () => Promise.resolve(manifest);
  const circumstances = { now: new Date(0), ...(manifest === undefined ? {} : { readManifest }) };
  return (await checkSignatures([claim], under, circumstances))[0]?.signature;
}

function pick(jws: object): object {
  return { signature: (jws as { signature: string }).signature };
}

const SIMPLE = 'application/vnd.dev.cosign.simplesigning.v1+json';

describe('a signature with a certificate', () => {
  it('is verified when it holds and names whom the user asked for, in bundles and in both older forms of cosign', async () => {
    const bundle = await sigstore.signStatement(statement);
    const expected = { status: 'verified', signer: { identity: IDENTITY, issuer: ISSUER } };
    expect(await checked(bundle)).toMatchObject(expected);
    const { envelope, annotations } = sigstore.asCosignAttestation(bundle);
    expect(await checked(envelope, { annotations })).toMatchObject(expected);
    const signed = await sigstore.signImage(image.manifest.digest);
    expect(
      await checked(signed.payload, { mediaType: SIMPLE, annotations: signed.annotations }),
    ).toMatchObject(expected);
  });

  it('tells of the run that the certificate was issued to, and leaves out what is no text of a bearable length', async () => {
    const run = {
      9: 'https://git.example.com/builders/.ci/build.yml@refs/tags/v1',
      11: 'self-hosted',
      12: 'https://git.example.com/app',
      13: 'sha1:c0ffee',
      14: 'refs/heads/main',
      18: 'x'.repeat(3000),
      20: 'push',
      21: 'https://git.example.com/app/runs/7',
    };
    const result = await checked(await sigstore.signStatement(statement, { run }));
    expect(result).toMatchObject({ status: 'verified' });
    expect(result).toHaveProperty('signer.build', {
      signer: run[9],
      runner: 'self-hosted',
      repository: run[12],
      revision: 'c0ffee',
      ref: run[14],
      run: run[21],
    });
    expect(await checked(await sigstore.signStatement(statement))).not.toHaveProperty('signer.build');
  });

  it('is nobody in particular when the user did not say whose it must be', async () => {
    const under = { roots: trust.roots, keys: [] };
    expect(await checked(await sigstore.signStatement(statement), { under })).toMatchObject({
      status: 'unnamed',
    });
  });

  it.each([
    ['another name', { identity: 'https://git.example.com/other@refs/heads/main' }],
    ['a longer name', { identity: `${IDENTITY}-of-mine` }],
    ['the same name out of another mouth', { issuer: 'https://token.elsewhere.example.com' }],
  ])('fails for %s', async (_, options) => {
    const result = await checked(await sigstore.signStatement(statement, options));
    expect(result).toMatchObject({
      status: 'failed',
      why: expect.stringContaining('not by whom you asked for'),
    });
  });

  it('takes a pattern that has to match all of the name', async () => {
    const bundle = await sigstore.signStatement(statement);
    const with_ = (pattern: string): Trust => ({
      ...trust,
      signers: [{ identity: { pattern }, issuer: ISSUER }],
    });
    const whole = with_('https://git\\.example\\.com/app/.*');
    expect(await checked(bundle, { under: whole })).toMatchObject({ status: 'verified' });
    for (const part of ['git\\.example\\.com/app', 'https://git\\.example\\.com/app/', 'main$']) {
      expect(await checked(bundle, { under: with_(part) }), part).toMatchObject({ status: 'failed' });
    }
    await expect(checked(bundle, { under: with_('(') })).rejects.toMatchObject({ code: 'usage' });
  });

  it('fails under another root, and is unchecked without any', async () => {
    const bundle = await sigstore.signStatement(statement);
    const other = { ...trust, roots: [{ name: 'other.json', json: (await startSigstore()).root }] };
    expect(await checked(bundle, { under: other })).toMatchObject({ status: 'failed' });
    const both = { ...trust, roots: [...other.roots, ...trust.roots] };
    expect(await checked(bundle, { under: both })).toMatchObject({ status: 'verified' });
    expect(await checked(bundle, { under: { ...trust, roots: [] } })).toMatchObject({ status: 'unchecked' });
  });

  it('fails for two signed contents in one bundle, of which only one would be checked', async () => {
    const bundle = await sigstore.signStatement(statement);
    const messageSignature = { messageDigest: { algorithm: 'SHA2_256', digest: 'AAAA' }, signature: 'AAAA' };
    expect(await checked({ ...bundle, messageSignature })).toMatchObject({
      status: 'failed',
      why: expect.stringContaining('two signed contents'),
    });
  });

  it('is verified over the very bytes of the manifest, and unchecked where those are not at hand', async () => {
    const { bytes } = image.manifest;
    const bundle = await sigstore.signBytes(bytes);
    const manifest = { manifest: bytes };
    expect(await checked(bundle, manifest)).toMatchObject({ status: 'verified' });
    expect(await checked(bundle)).toMatchObject({ status: 'unchecked' });
    expect(await checked(bundle, { manifest: Buffer.from('another') })).toMatchObject({
      status: 'unchecked',
    });
    // The digest is that of the manifest, the signature that of something else.
    const other = (await sigstore.signBytes(Buffer.from('another'))) as { messageSignature: object };
    const messageDigest = {
      algorithm: 'SHA2_256',
      digest: Buffer.from(image.manifest.digest.slice(7), 'hex').toString('base64'),
    };
    const swapped = { ...other, messageSignature: { ...other.messageSignature, messageDigest } };
    expect(await checked(swapped, manifest)).toMatchObject({ status: 'failed' });
    const signer = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const keys = [
      { name: 'a.pub', pem: signer.publicKey.export({ format: 'pem', type: 'spki' }).toString() },
    ];
    const signature = sign('sha256', bytes, signer.privateKey).toString('base64');
    const byKey = {
      mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      verificationMaterial: { publicKey: { hint: 'a' }, tlogEntries: [] },
      messageSignature: { messageDigest, signature },
    };
    expect(await checked(byKey, { ...manifest, under: { roots: [], keys } })).toMatchObject({
      status: 'verified',
    });
    expect(await checked(byKey, manifest)).toMatchObject({
      status: 'unchecked',
      why: expect.stringContaining('--key'),
    });
  });

  it('is verified in bundles v0.1, v0.2 and v0.3, and with a timestamp', async () => {
    const bundle = await sigstore.signStatement(statement, { timestamp: 'own' });
    const { certificate, ...material } = bundle.verificationMaterial;
    const verificationMaterial = { ...material, x509CertificateChain: { certificates: [certificate] } };
    for (const version of ['0.1', '0.2']) {
      const mediaType = `application/vnd.dev.sigstore.bundle+json;version=${version}`;
      expect(await checked({ ...bundle, mediaType, verificationMaterial }), version).toMatchObject({
        status: 'verified',
      });
    }
    for (const mediaType of [
      'application/vnd.dev.sigstore.bundle+json;version=0.3',
      'application/vnd.dev.sigstore.bundle.v0.3+json',
    ]) {
      expect(await checked({ ...bundle, mediaType }), mediaType).toMatchObject({ status: 'verified' });
    }
  });

  it('is refused under a root whose log does not say from when on it is valid', async () => {
    const bundle = await sigstore.signStatement(statement);
    const json = JSON.parse(JSON.stringify(sigstore.root)) as {
      tlogs: { publicKey: { validFor: object } }[];
    };
    for (const log of json.tlogs) log.publicKey.validFor = {};
    const under = { ...trust, roots: [{ name: 'root.json', json }] };
    await expect(checked(bundle, { under })).rejects.toMatchObject({ code: 'usage' });
  });

  it('never throws for what a bundle holds', async () => {
    const bundle = await sigstore.signStatement(statement);
    const material = bundle.verificationMaterial;
    for (const verificationMaterial of [
      {},
      1.5,
      'text',
      null,
      { ...material, certificate: { rawBytes: 'AAAA' } },
      { ...material, certificate: 7 },
      { ...material, tlogEntries: [{}] },
      { ...material, tlogEntries: [null] },
      { ...material, timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp: 'AAAA' }] } },
      { ...material, tlogEntries: Array.from({ length: 40 }, () => material.tlogEntries[0]) },
    ]) {
      expect(await checked({ ...bundle, verificationMaterial })).toMatchObject({ status: 'failed' });
    }
  });
});

describe('a signature with a key', () => {
  it('is verified by that key alone', async () => {
    const signer = keySigner();
    const keys = (one: { publicKey: string }): Trust => ({
      roots: [],
      keys: [{ name: 'a.pub', pem: one.publicKey }],
    });
    const envelope = signer.signStatement(statement);
    expect(await checked(envelope, { under: keys(signer) })).toMatchObject({
      status: 'verified',
      signer: { kind: 'key', key: 'a.pub' },
    });
    expect(await checked(envelope, { under: keys(keySigner()) })).toMatchObject({ status: 'failed' });
    expect(await checked(envelope)).toMatchObject({ status: 'unchecked' });
    const signed = signer.signImage(image.manifest.digest);
    const beside = { mediaType: SIMPLE, annotations: signed.annotations };
    expect(await checked(signed.payload, { ...beside, under: keys(signer) })).toMatchObject({
      status: 'verified',
    });
    const changed = Buffer.from(
      signed.payload.toString().replace('registry.example.com', 'registry.example.org'),
    );
    expect(await checked(changed, { ...beside, under: keys(signer) })).toMatchObject({ status: 'failed' });
  });

  it('is verified in the form of the Notary Project, and is unchecked there without a key', async () => {
    const signer = keySigner();
    const under = { roots: trust.roots, keys: [{ name: 'a.pub', pem: signer.publicKey }] };
    const mediaType = 'application/jose+json';
    const jws = signer.signNotary(image.manifest.digest);
    expect(await checked(jws, { under, mediaType })).toMatchObject({ status: 'verified' });
    expect(await checked(jws, { mediaType })).toMatchObject({ status: 'unchecked' });
    for (const algorithm of ['ES384', 'PS256', 'none', 'HS256']) {
      const odd = signer.signNotary(image.manifest.digest, algorithm);
      expect(await checked(odd, { under, mediaType }), algorithm).toMatchObject({ status: 'failed' });
    }
    const other = { ...jws, ...pick(keySigner().signNotary(image.manifest.digest)) };
    expect(await checked(other, { under, mediaType })).toMatchObject({ status: 'failed' });
  });

  it('does not let a certificate count when only a key was asked for', async () => {
    const under = { roots: trust.roots, keys: [{ name: 'a.pub', pem: keySigner().publicKey }] };
    expect(await checked(await sigstore.signStatement(statement), { under })).toMatchObject({
      status: 'failed',
    });
  });

  it('takes no file that holds no public key', async () => {
    const under = { roots: [], keys: [{ name: 'a.pub', pem: 'nothing' }] };
    await expect(checked(keySigner().signStatement(statement), { under })).rejects.toMatchObject({
      code: 'usage',
    });
  });
});
