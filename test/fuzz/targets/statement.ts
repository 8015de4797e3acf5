import { readFileSync } from 'node:fs';
import { DEFAULT_LIMITS } from '../../../src/base/limits.ts';
import { buildTree } from '../../../src/image/tree/build-tree.ts';
import { readClaim } from '../../../src/trace/discovery/read-claim.ts';
import { checkSignatures, trace } from '../../../src/trace/index.ts';
import { BUNDLE_TYPE, COSIGN_SIGNATURE_TYPE } from '../../../testkit/attached.ts';
import { buildImage } from '../../../testkit/image.ts';
import { BUILT } from '../../../testkit/provenance.ts';
import { PROVENANCE_SAMPLES } from '../../../testkit/provenance-samples.ts';
import type { Random } from '../../../testkit/random.ts';
import { traceInput } from '../../../testkit/traced-image.ts';
import type { FuzzTarget } from '../fuzz-target.ts';
import { hostileJson } from '../random-json.ts';

const built = buildImage(BUILT);
const input = traceInput(built);
const tree = buildTree([]);
const shipped = JSON.parse(readFileSync('trust/sigstore-public-good.json', 'utf8')) as {
  readonly root: unknown;
};
const trust = {
  roots: [{ name: 'root', json: shipped.root }],
  keys: [],
  signers: [{ identity: { pattern: '.*@example\\.com' }, issuer: 'https://example.com' }],
};
/** A certificate of the root itself: real enough to get far. */
const CERTIFICATE = JSON.stringify(shipped.root).match(/"rawBytes":"(MII[^"]+)"/)?.[1] ?? '';

/** Statements, envelopes, bundles, cosign's and Notary's signatures, lists of contents: read, checked and held against an image. */
export const statementTarget: FuzzTarget = {
  name: 'statement',
  make: (random) => hostileJson(random, randomDocument(random)),
  async run(bytes) {
    const results: unknown[] = [];
    for (const mediaType of [
      'application/json',
      BUNDLE_TYPE,
      COSIGN_SIGNATURE_TYPE,
      'application/jose+json',
      'application/cose',
    ]) {
      const annotations = {
        'dev.cosignproject.cosign/signature': 'AAAA',
        'dev.sigstore.cosign/certificate': `-----BEGIN CERTIFICATE-----\n${CERTIFICATE}\n-----END CERTIFICATE-----\n`,
        // What is beside an envelope is as hostile as it is.
        'dev.sigstore.cosign/bundle': bytes.toString('utf8'),
      };
      const claim = await readClaim({ where: 'it', bytes, mediaType, annotations }, DEFAULT_LIMITS);
      const claims = await checkSignatures([claim], trust, { now: new Date(0) });
      if (claims.some(({ signature }) => signature?.status === 'verified'))
        throw new Error('nobody signed this');
      const packages = { all: [], notes: [] };
      results.push(trace({ ...input, attested: { claims, notes: [] }, packages, tree }));
    }
    return JSON.stringify(results);
  },
};

function randomDocument(random: Random): object {
  const statement = random.pick([...PROVENANCE_SAMPLES.map((one) => one.statement(built)), contents()]);
  const payload = Buffer.from(JSON.stringify(statement)).toString('base64');
  const envelope = {
    payloadType: 'application/vnd.in-toto+json',
    payload,
    signatures: [{ keyid: '', sig: 'MEUCAQ==' }],
  };
  const entry = {
    logIndex: '1',
    logId: { keyId: 'wNI9atQGlz+VWfO6LRygH4QUfY/8W4RFwiT5i5WRgB0=' },
    kindVersion: { kind: 'dsse', version: '0.0.1' },
    integratedTime: '1700000000',
    inclusionPromise: { signedEntryTimestamp: 'MEUCAQ==' },
    inclusionProof: {
      logIndex: '0',
      rootHash: 'AAAA',
      treeSize: '1',
      hashes: [],
      checkpoint: { envelope: 'x\n1\nAAAA\n\n— x AAAAAAAA\n' },
    },
    canonicalizedBody: Buffer.from('{"kind":"dsse","apiVersion":"0.0.1","spec":{}}').toString('base64'),
  };
  const material = { certificate: { rawBytes: CERTIFICATE }, tlogEntries: [entry] };
  const critical = {
    image: { 'docker-manifest-digest': built.manifest.digest },
    type: 'cosign container image signature',
  };
  return random.pick([
    statement,
    envelope,
    { mediaType: BUNDLE_TYPE, verificationMaterial: material, dsseEnvelope: envelope },
    {
      critical,
      Payload: { body: entry.canonicalizedBody, logIndex: 1, logID: 'ab', integratedTime: 1 },
      SignedEntryTimestamp: 'AAAA',
    },
    {
      payload,
      protected: Buffer.from('{"alg":"ES256","cty":"application/vnd.cncf.notary.payload.v1+json"}').toString(
        'base64url',
      ),
      signature: 'AAAA',
    },
    contents(),
  ]);
}

function contents(): object {
  const components = [
    { purl: 'pkg:deb/debian/a@1', components: [{ purl: 'pkg:apk/alpine/b@2' }] },
    { name: 'c' },
  ];
  return { bomFormat: 'CycloneDX', specVersion: '1.6', components };
}
