import { buildkitProvenance } from '../../testkit/provenance.ts';
import type { Bundle, SignOptions } from '../../testkit/sigstore.ts';
import type { TamperingCase, Untampered } from './tampering-case.ts';

/*
 * What sigstore's conformance suite asks of whoever verifies a bundle offline (github.com/sigstore/sigstore-conformance,
 * test/assets/bundle-verify), made anew with a sigstore of the test's own.
 */

type Entry = Readonly<Record<string, unknown>>;

/** The right provenance by the right signer in a bundle of which a part is changed. */
function bundle(
  name: string,
  change: (bundle: Bundle, of: Untampered) => object | Promise<object>,
  options: SignOptions = {},
  links: TamperingCase['links'] = ['provenance', 'signature'],
): TamperingCase {
  return {
    name: `bundle: ${name}`,
    links,
    make: async (of) => {
      const signed = await of.sigstore.signStatement(buildkitProvenance(of.image), options);
      return { image: of.image, attached: [{ kind: 'referrer', content: await change(signed, of) }] };
    },
  };
}

/** One in which the entry of the log is changed. */
function entry(
  name: string,
  change: (entry: Entry, of: Untampered) => Entry | Promise<Entry>,
): TamperingCase {
  return bundle(name, async (signed, of) => {
    const [first] = signed.verificationMaterial.tlogEntries as readonly Entry[];
    const tlogEntries = [await change(first ?? {}, of)];
    return { ...signed, verificationMaterial: { ...signed.verificationMaterial, tlogEntries } };
  });
}

function proof(
  name: string,
  change: (proof: Entry, of: Untampered) => Entry | Promise<Entry>,
): TamperingCase {
  return entry(name, async (of, untampered) => ({
    ...of,
    inclusionProof: await change(of['inclusionProof'] as Entry, untampered),
  }));
}

function shifted(of: Entry, hours: number): Entry {
  return { ...of, integratedTime: String(Number(of['integratedTime']) + hours * 3600) };
}

function signatures(of: Bundle, list: readonly object[]): object {
  return { ...of, dsseEnvelope: { ...of.dsseEnvelope, signatures: list } };
}

async function strangersEntry({ image, stranger }: Untampered): Promise<Entry> {
  const { verificationMaterial } = await stranger.signStatement(buildkitProvenance(image));
  return verificationMaterial.tlogEntries[0] as Entry;
}

const ZEROS = Buffer.alloc(32).toString('base64');
const OLD = 'application/vnd.dev.sigstore.bundle+json;version=';

export const BUNDLE_CASES: readonly TamperingCase[] = [
  bundle('its signature is another one', (of) => signatures(of, [{ sig: 'MEUCIQ==' }])),
  bundle('its signature is no base64', (of) => signatures(of, [{ sig: '%%%' }]), {}, ['signature']),
  bundle('it has no signature', (of) => signatures(of, []), {}, ['signature']),
  bundle("a stranger's signature stands before its own", async (of, { image, stranger }) => {
    const other = await stranger.signStatement(buildkitProvenance(image));
    return signatures(of, [...other.dsseEnvelope.signatures, ...of.dsseEnvelope.signatures]);
  }),
  bundle("its certificate is a stranger's, for the same name", async (of, { image, stranger }) => {
    const other = await stranger.signStatement(buildkitProvenance(image));
    const { certificate } = other.verificationMaterial;
    return { ...of, verificationMaterial: { ...of.verificationMaterial, certificate } };
  }),
  bundle('its certificate stands in no log of certificates', (of) => of, { sct: 'none' }),
  bundle('its certificate stands in a log of certificates that nobody trusts', (of) => of, {
    sct: 'foreign',
  }),
  bundle('its timestamp is over other bytes', (of) => of, { timestamp: 'other' }),
  bundle('its version is unknown', (of) => ({ ...of, mediaType: `${OLD}0.9` })),
  bundle('it is v0.1 without the promise of the log', (of) => {
    const { certificate, tlogEntries } = of.verificationMaterial;
    const entries = (tlogEntries as readonly Entry[]).map((one) => ({ ...one, inclusionPromise: undefined }));
    const verificationMaterial = {
      x509CertificateChain: { certificates: [certificate] },
      tlogEntries: entries,
    };
    return { ...of, mediaType: `${OLD}0.1`, verificationMaterial };
  }),
  bundle('it is v0.2 with an empty chain of certificates', (of) => {
    const { tlogEntries } = of.verificationMaterial;
    const verificationMaterial = { x509CertificateChain: { certificates: [] }, tlogEntries };
    return { ...of, mediaType: `${OLD}0.2`, verificationMaterial };
  }),
  entry('the entry of the log is of another log', (_, of) => strangersEntry(of)),
  entry('the entry of the log has another time: an hour later', (of) => shifted(of, 1)),
  entry('the entry of the log has another time: in ten years', (of) => shifted(of, 87_600)),
  entry('the entry of the log has another time: before the certificate', (of) => shifted(of, -24)),
  entry('the entry of the log has another number', (of) => ({ ...of, logIndex: '-1' })),
  entry('the entry of the log is of another kind', (of) => ({
    ...of,
    kindVersion: { kind: 'hashedrekord', version: '0.0.1' },
  })),
  entry('the entry of the log has another body', (of) => ({
    ...of,
    canonicalizedBody: Buffer.from('{"apiVersion":"0.0.1","kind":"dsse","spec":{}}').toString('base64'),
  })),
  entry('the log promised another entry', (of) => ({
    ...of,
    inclusionPromise: { signedEntryTimestamp: 'MEUCIQ==' },
  })),
  entry('the proof of the log is missing', (of) => ({ ...of, inclusionProof: undefined })),
  proof('the proof of the log is for another root', (of) => ({ ...of, rootHash: ZEROS })),
  proof('the proof of the log is longer', (of) => ({ ...of, hashes: [ZEROS] })),
  proof('the proof of the log has no checkpoint', (of) => ({ ...of, checkpoint: undefined })),
  proof("the checkpoint is another log's", async (of, untampered) => {
    const other = await strangersEntry(untampered);
    return { ...of, checkpoint: (other['inclusionProof'] as Entry)['checkpoint'] };
  }),
  proof('the checkpoint is signed by nobody', (of) => {
    const { envelope } = of['checkpoint'] as { readonly envelope: string };
    return { ...of, checkpoint: { envelope: `${envelope.split('\n\n', 1)[0]}\n\n` } };
  }),
  {
    name: 'bundle: a signature over other bytes with the digest of the manifest',
    links: ['signature'],
    make: async ({ image, sigstore }) => {
      const other = (await sigstore.signBytes(Buffer.from('another'))) as {
        readonly messageSignature: object;
      };
      const digest = Buffer.from(image.manifest.digest.slice(7), 'hex').toString('base64');
      const messageDigest = { algorithm: 'SHA2_256', digest };
      const content = { ...other, messageSignature: { ...other.messageSignature, messageDigest } };
      return { image, attached: [{ kind: 'referrer', content }] };
    },
  },
  {
    name: 'bundle: a signature over the manifest, its digest called one of another algorithm',
    links: ['signature'],
    make: async ({ image, sigstore }) => {
      const signed = (await sigstore.signBytes(image.manifest.bytes)) as {
        readonly messageSignature: { readonly messageDigest: object };
      };
      const { messageSignature } = signed;
      const messageDigest = { ...messageSignature.messageDigest, algorithm: 'SHA2_512' };
      const content = { ...signed, messageSignature: { ...messageSignature, messageDigest } };
      return { image, attached: [{ kind: 'referrer', content }] };
    },
  },
];
