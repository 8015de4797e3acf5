import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Holder,
  type NotarySignOptions,
  notaryRoot,
  ROOT_SUBJECT,
  SUBJECT,
  signNotary,
  TIMESTAMPER,
  timestampAuthority,
} from '../../../testkit/notary.ts';
import { digestOf } from '../../base/digest.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import { readClaim } from '../discovery/read-claim.ts';
import { checkSignatures } from '../signature/check-signatures.ts';
import { NOTARY_COSE, NOTARY_JWS } from './envelope.ts';
import type { NotaryTrust } from './trust.ts';

const digest = digestOf(Buffer.from('a manifest'));
const FORMATS = ['JWS', 'COSE'] as const;
const folder = mkdtempSync(join(tmpdir(), 'clearpull-notary-'));
/** Certificates are made a little later than this is read. */
const now = new Date(Date.now() + 3_600_000);
const later = new Date(now.getTime() + 5 * 86_400_000);
let root: Holder;
let signer: Holder;
let trust: NotaryTrust;

beforeAll(() => {
  root = notaryRoot(folder);
  const middle = root.issue('middle', {
    subject: '/C=US/ST=WA/O=Example/CN=middle',
    extensions: ['basicConstraints=critical,CA:TRUE,pathlen:0', 'keyUsage=critical,keyCertSign'],
  });
  signer = middle.issue('signer');
  trust = { stores: [store(root)], policy: policy() };
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

function store(of: Holder, type: 'ca' | 'signingAuthority' | 'tsa' = 'ca', name = 'example') {
  return { type, name, certificates: of.chain.slice(-1).map((der) => ({ file: 'root.pem', der })) };
}

function policy(changes: object = {}, verification: object = {}) {
  const one = {
    name: 'mine',
    registryScopes: ['*'],
    signatureVerification: { level: 'strict', ...verification },
    trustStores: ['ca:example'],
    trustedIdentities: [`x509.subject: C=US, ST=WA, O=Example`],
    ...changes,
  };
  return { file: 'trustpolicy.json', json: { version: '1.0', trustPolicies: [one] } };
}

async function checked(
  options: Partial<NotarySignOptions> = {},
  {
    by = signer,
    under = trust,
    at = now,
    repository,
    change = (bytes) => bytes,
  }: {
    readonly by?: Holder;
    readonly under?: NotaryTrust;
    readonly at?: Date;
    readonly repository?: string;
    readonly change?: (bytes: Buffer) => Buffer;
  } = {},
) {
  const results = [];
  for (const format of options.format === undefined ? FORMATS : [options.format]) {
    const bytes = change(signNotary(by, { digest, ...options, format }));
    const mediaType = format === 'JWS' ? NOTARY_JWS : NOTARY_COSE;
    const claim = await readClaim({ where: 'it', bytes, mediaType, annotations: {} }, DEFAULT_LIMITS);
    const circumstances = { now: at, ...(repository === undefined ? {} : { repository }) };
    const [found] = await checkSignatures([claim], { roots: [], keys: [], notary: under }, circumstances);
    results.push(found?.broken === undefined ? found?.signature : { status: 'broken', why: found.broken });
  }
  // What is signed is the same in both formats, and so must be what is said of it.
  for (const other of results.slice(1)) expect(other).toEqual(results[0]);
  return results[0];
}

function fails(why: string) {
  return { status: 'failed', why: expect.stringContaining(why) };
}

describe("a signature of the Notary Project with its signer's certificate", () => {
  it('is verified when it chains to the trust store and is by whom the policy trusts', async () => {
    expect(await checked()).toMatchObject({
      status: 'verified',
      signer: { identity: SUBJECT, issuer: ROOT_SUBJECT },
      notes: ['says that it was made on 2023-11-14'],
    });
  });

  it('is by nobody in particular without a policy, and unchecked without certificates', async () => {
    expect(await checked({}, { under: { stores: [store(root)] } })).toMatchObject({ status: 'unnamed' });
    const claim = await readClaim(
      {
        where: 'it',
        bytes: signNotary(signer, { digest, format: 'COSE' }),
        mediaType: NOTARY_COSE,
        annotations: {},
      },
      DEFAULT_LIMITS,
    );
    expect(claim.signs).toBe(digest);
    const [found] = await checkSignatures([claim], { roots: [], keys: [] }, { now });
    expect(found?.signature).toMatchObject({
      status: 'unchecked',
      why: expect.stringContaining('--notary-trust'),
    });
  });

  it('fails under another root, by another identity, and where its bytes are changed', async () => {
    const other = notaryRoot(join(folder, 'other'));
    expect(await checked({}, { under: { ...trust, stores: [store(other)] } })).toMatchObject(
      fails('chains to no certificate'),
    );
    const stranger = policy({ trustedIdentities: ['x509.subject: C=US, ST=WA, O=Example, CN=somebody'] });
    expect(await checked({}, { under: { ...trust, policy: stranger } })).toMatchObject(
      fails(`by ${SUBJECT}, not by whom`),
    );
    const anybody = policy({ trustedIdentities: ['*'] });
    expect(await checked({}, { under: { ...trust, policy: anybody } })).toMatchObject({ status: 'verified' });
    const swapped = (bytes: Buffer): Buffer => {
      const [one, two] = [digest, digestOf(Buffer.from('another'))].map((text) => Buffer.from(text));
      const at = bytes.indexOf(one as Buffer);
      const copy = Buffer.from(bytes);
      copy.set(two as Buffer, at);
      return copy;
    };
    expect(await checked({ format: 'COSE' }, { change: swapped })).toMatchObject(fails('does not hold'));
    const chain = [...signer.chain.slice(0, 1), ...other.chain];
    expect(await checked({ chain })).toMatchObject(fails('not issued by the one after it'));
    expect(await checked({ chain: signer.chain.slice(0, 2) })).toMatchObject(
      fails('does not end with a root'),
    );
    expect(await checked({ chain: [] })).toMatchObject(fails('came without the certificate'));
    expect(await checked({ chain: [Buffer.from('no certificate')] })).toMatchObject(fails('malformed'));
  });

  it('fails with an algorithm that its key does not have', async () => {
    for (const algorithm of ['ES384', 'ES512']) {
      expect(await checked({ algorithm }), algorithm).toMatchObject(fails(`said to be ${algorithm}`));
    }
    const rsa = root.issue('rsa', { key: ['rsa', 'rsa_keygen_bits:2048'] });
    expect(await checked({ algorithm: 'PS256' }, { by: rsa })).toMatchObject({ status: 'verified' });
    const longer = root.issue('rsa3', { key: ['rsa', 'rsa_keygen_bits:3072'] });
    expect(await checked({ algorithm: 'PS256' }, { by: longer })).toMatchObject(fails('said to be PS256'));
    const wide = root.issue('p384', { key: ['ec', 'ec_paramgen_curve:secp384r1'] });
    expect(await checked({ algorithm: 'ES384' }, { by: wide })).toMatchObject({ status: 'verified' });
  });

  it.each([
    ['a key usage that is missing', ['extendedKeyUsage=codeSigning'], 'does not say what its key is for'],
    ['a key usage that is not critical', ['keyUsage=digitalSignature'], 'not critically'],
    ['a key for encipherment', ['keyUsage=critical,keyEncipherment'], 'not for signatures'],
    [
      'a key for certificates, too',
      ['keyUsage=critical,digitalSignature,keyCertSign'],
      'more than signatures',
    ],
    [
      'a key for servers',
      ['keyUsage=critical,digitalSignature', 'extendedKeyUsage=serverAuth'],
      'for servers',
    ],
    [
      'a key for anything',
      ['keyUsage=critical,digitalSignature', 'extendedKeyUsage=codeSigning,anyExtendedKeyUsage'],
      'for anything',
    ],
    [
      'an authority as signer',
      ['basicConstraints=CA:TRUE', 'keyUsage=critical,digitalSignature'],
      'may issue',
    ],
  ])('fails for %s', async (name, extensions, why) => {
    expect(await checked({}, { by: root.issue(name.replaceAll(' ', '-'), { extensions }) })).toMatchObject(
      fails(why),
    );
  });

  it('fails for authorities that may not do so, for SHA-1 and for short keys', async () => {
    const plain = root.issue('plain', { extensions: ['keyUsage=critical,digitalSignature'] });
    expect(await checked({}, { by: plain.issue('below-plain') })).toMatchObject(
      fails('not issued by the one after'),
    );
    const uncritical = root.issue('uncritical', {
      extensions: ['basicConstraints=CA:TRUE', 'keyUsage=critical,keyCertSign'],
    });
    expect(await checked({}, { by: uncritical.issue('below-uncritical') })).toMatchObject(
      fails('not say so critically'),
    );
    const none = root.issue('none', {
      extensions: ['basicConstraints=critical,CA:TRUE,pathlen:0', 'keyUsage=critical,keyCertSign'],
    });
    const deep = none.issue('deep', {
      extensions: ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign'],
    });
    expect(await checked({}, { by: deep.issue('below-deep') })).toMatchObject(fails('fewer authorities'));
    expect(await checked({}, { by: root.issue('sha1', { digest: 'sha1' }) })).toMatchObject(fails('SHA-1'));
    const short = root.issue('short', { key: ['rsa', 'rsa_keygen_bits:1024'] });
    expect(await checked({ algorithm: 'PS256' }, { by: short })).toMatchObject({ status: 'failed' });
  });

  it('fails when it or its certificates are past their time, and is only told so where the policy logs it', async () => {
    expect(await checked({}, { at: later })).toMatchObject(fails('certificates are not valid now'));
    const headers = { 'io.cncf.notary.expiry': new Date(1_700_100_000_000) };
    const critical = ['io.cncf.notary.expiry'];
    expect(await checked({ headers, critical })).toMatchObject(fails('stood behind it until 2023-11-16'));
    const permissive = { ...trust, policy: policy({}, { level: 'permissive' }) };
    expect(await checked({ headers, critical }, { under: permissive, at: later })).toMatchObject({
      status: 'verified',
      notes: expect.arrayContaining([
        expect.stringMatching(/2023-11-16.*only logs/),
        expect.stringMatching(/not valid now.*only logs/),
      ]),
    });
    const overridden = { ...trust, policy: policy({}, { override: { expiry: 'log' } }) };
    expect(await checked({ headers, critical }, { under: overridden })).toMatchObject({ status: 'verified' });
  });

  it('under audit is not verified by whom nobody trusts, though it does not fail', async () => {
    const audit = {
      stores: [store(notaryRoot(join(folder, 'audit')))],
      policy: policy({}, { level: 'audit' }),
    };
    expect(await checked({}, { under: audit })).toMatchObject({
      status: 'unnamed',
      notes: expect.arrayContaining([expect.stringContaining('chains to no certificate')]),
    });
    expect(await checked({ algorithm: 'ES384' }, { under: audit })).toMatchObject({ status: 'failed' });
  });

  it('says that revocation was not asked, and is unchecked where a policy demands it', async () => {
    const revocable = root.issue('revocable', {
      extensions: [
        'keyUsage=critical,digitalSignature',
        'crlDistributionPoints=URI:http://crl.example.com/a.crl',
      ],
    });
    expect(await checked({}, { by: revocable })).toMatchObject({
      status: 'unchecked',
      why: expect.stringContaining('revoked'),
    });
    const skipping = { ...trust, policy: policy({}, { override: { revocation: 'skip' } }) };
    expect(await checked({}, { by: revocable, under: skipping })).toMatchObject({
      status: 'verified',
      notes: expect.arrayContaining([expect.stringContaining('revoked')]),
    });
  });

  it('is checked by the policy of its repository', async () => {
    const scopes = ['registry.example.com/app'];
    const under = { ...trust, policy: policy({ registryScopes: scopes }) };
    expect(await checked({}, { under, repository: 'registry.example.com/app' })).toMatchObject({
      status: 'verified',
    });
    for (const repository of ['registry.example.com/app2', undefined]) {
      const options = repository === undefined ? { under } : { under, repository };
      expect(await checked({}, options)).toMatchObject({
        status: 'unchecked',
        why: expect.stringContaining('no policy of trustpolicy.json'),
      });
    }
    const skip = { ...trust, policy: policy({ registryScopes: scopes }, { level: 'skip' }) };
    expect(await checked({}, { under: skip, repository: 'registry.example.com/app' })).toMatchObject({
      status: 'unchecked',
      why: expect.stringContaining('skips'),
    });
  });

  it('of a signing authority needs its store and the time that it vouches for', async () => {
    const headers = {
      'io.cncf.notary.signingScheme': 'notary.x509.signingAuthority',
      'io.cncf.notary.signingTime': undefined,
    };
    const timed = { ...headers, 'io.cncf.notary.authenticSigningTime': new Date(now.getTime() + 3_600_000) };
    const critical = ['io.cncf.notary.authenticSigningTime'];
    expect(await checked({ headers: timed, critical })).toMatchObject(fails('chains to no certificate'));
    const stores = [store(root, 'signingAuthority', 'authority')];
    const under = { stores, policy: policy({ trustStores: ['signingAuthority:authority'] }) };
    // Its certificates need not be valid any more.
    expect(await checked({ headers: timed, critical }, { under, at: later })).toMatchObject({
      status: 'verified',
    });
    expect(await checked({ headers }, { under })).toMatchObject(fails('names no time'));
    const early = { ...headers, 'io.cncf.notary.authenticSigningTime': new Date(0) };
    expect(await checked({ headers: early, critical }, { under })).toMatchObject(
      fails('were not valid when it was made'),
    );
  });

  it('is broken by what it demands to be understood, by a scheme or time of its own, and by other payloads', async () => {
    const plugin = 'io.cncf.notary.verificationPlugin';
    expect(await checked({ headers: { [plugin]: 'com.example' }, critical: [plugin] })).toMatchObject({
      status: 'broken',
      why: expect.stringContaining(plugin),
    });
    expect(await checked({ headers: { 'io.cncf.notary.signingScheme': 'mine' } })).toMatchObject(
      fails('no scheme'),
    );
    expect(await checked({ headers: { 'io.cncf.notary.signingTime': 'yesterday' } })).toMatchObject({
      status: 'broken',
      why: expect.stringContaining('has no time'),
    });
    expect(await checked({ headers: { 'io.cncf.notary.signingTime': undefined } })).toMatchObject(
      fails('no signing time'),
    );
    expect(await checked({ digest: 'sha256:short' })).toMatchObject({
      status: 'broken',
      why: expect.stringContaining('names no manifest'),
    });
  });

  it.each(FORMATS)('as %s never throws for bytes that are cut off or changed', async (format) => {
    const whole = signNotary(signer, { digest, format });
    for (let at = 0; at < whole.length; at += 61) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 0x21;
      expect((await checked({ format }, { change: () => changed }))?.status).toBeDefined();
      const cut = await checked({ format }, { change: () => whole.subarray(0, at) });
      expect(cut).toMatchObject({ status: 'broken' });
    }
  });

  it('as COSE has a limit to its parts and their depth', async () => {
    for (const bytes of [
      Buffer.alloc(100_000, 0x81),
      Buffer.alloc(100_000, 0xd2),
      Buffer.concat([Buffer.of(0x9f), Buffer.alloc(5000), Buffer.of(0xff)]),
    ]) {
      expect(await checked({ format: 'COSE' }, { change: () => bytes })).toMatchObject({
        status: 'broken',
        why: expect.stringContaining('more than 1000 parts'),
      });
    }
    const twice = Buffer.concat([Buffer.of(0xd2, 0x84, 0x40, 0xa2, 0x01, 0x01, 0x01, 0x02, 0x40, 0x40)]);
    expect(await checked({ format: 'COSE' }, { change: () => twice })).toMatchObject({
      status: 'broken',
      why: expect.stringContaining('repeat map key'),
    });
  });
});

describe('a timestamp over such a signature', () => {
  let tsa: Holder;
  let stamp: (bytes: Buffer) => Buffer;
  let under: NotaryTrust;

  beforeAll(() => {
    const at = join(folder, 'tsa');
    tsa = notaryRoot(at, 'tsa-root', { days: 100 });
    tsa.issue('stamper', { extensions: TIMESTAMPER, days: 90 });
    stamp = timestampAuthority(at, 'stamper');
    under = {
      stores: [store(root), store(tsa, 'tsa', 'clock')],
      policy: policy({ trustStores: ['ca:example', 'tsa:clock'] }),
    };
  }, 60_000);

  it('keeps it good when its certificates are past their time', async () => {
    expect(await checked({ timestamp: stamp }, { under, at: later })).toMatchObject({
      status: 'verified',
      notes: [expect.stringMatching(/^timestamped on \d{4}-\d\d-\d\d$/)],
    });
  });

  it('has to be there, over this very signature, by an authority that is trusted', async () => {
    expect(await checked({}, { under })).toMatchObject(fails('it has no timestamp'));
    const lazy = policy({ trustStores: ['ca:example', 'tsa:clock'] }, { verifyTimestamp: 'afterCertExpiry' });
    expect(await checked({}, { under: { ...under, policy: lazy } })).toMatchObject({ status: 'verified' });
    expect(await checked({}, { under: { ...under, policy: lazy }, at: later })).toMatchObject(
      fails('no timestamp'),
    );
    const other = (): Buffer => stamp(Buffer.from('other bytes'));
    expect(await checked({ timestamp: other }, { under })).toMatchObject(fails('over other bytes'));
    const strangers = { ...under, stores: [store(root), store(root, 'tsa', 'clock')] };
    expect(await checked({ timestamp: stamp }, { under: strangers })).toMatchObject(
      fails('does not end with a root'),
    );
  });

  it('may be signed with RSA, and is as exact as it says', async () => {
    const at = join(folder, 'tsa');
    tsa.issue('rsa-stamper', { extensions: TIMESTAMPER, key: ['rsa', 'rsa_keygen_bits:2048'] });
    expect(await checked({ timestamp: timestampAuthority(at, 'rsa-stamper') }, { under })).toMatchObject({
      status: 'verified',
    });
    const vague = timestampAuthority(at, 'stamper', 'secs:864000');
    expect(await checked({ timestamp: vague }, { under })).toMatchObject(fails('not valid at its timestamp'));
  });

  it('fails when a byte of it was changed', async () => {
    const changed = (at: (token: Buffer) => number) => (bytes: Buffer) => {
      const token = Buffer.from(stamp(bytes));
      const i = at(token);
      token[i] = (token[i] ?? 0) ^ 1;
      return token;
    };
    const year = String(new Date().getUTCFullYear());
    const later_ = changed((token) => token.indexOf(year) + 3);
    expect(await checked({ timestamp: later_, format: 'COSE' }, { under })).toMatchObject(
      fails('changed after it was signed'),
    );
    const unsigned = changed((token) => token.length - 3);
    expect(await checked({ timestamp: unsigned, format: 'COSE' }, { under })).toMatchObject(
      fails('does not hold'),
    );
    for (const junk of [Buffer.of(), Buffer.from('junk'), Buffer.of(0x30, 0)]) {
      expect(await checked({ timestamp: () => junk, format: 'COSE' }, { under })).toMatchObject(
        fails('malformed'),
      );
    }
  });

  it('says that it was not checked where no store of authorities counts', async () => {
    expect(await checked({ timestamp: stamp })).toMatchObject({
      status: 'verified',
      notes: expect.arrayContaining([expect.stringContaining('timestamp was not checked')]),
    });
    expect(await checked({ timestamp: stamp }, { at: later })).toMatchObject(
      fails('its timestamp was not checked'),
    );
  });
});
