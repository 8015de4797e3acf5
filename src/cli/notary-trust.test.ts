import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attachedManifest } from '../../testkit/attached.ts';
import { fakeIo } from '../../testkit/fake-io.ts';
import { buildImage } from '../../testkit/image.ts';
import { type Holder, notaryRoot, signNotary } from '../../testkit/notary.ts';
import { BUILT } from '../../testkit/provenance.ts';
import { startRegistry, type TestRegistry } from '../../testkit/registry.ts';
import type { TraceLink } from '../trace/index.ts';
import { runCli } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'clearpull-notary-trust-'));
const cache = join(folder, 'cache');
const image = buildImage(BUILT);
let registry: TestRegistry;
let target: string;
let root: Holder;

beforeAll(async () => {
  root = notaryRoot(join(folder, 'made'));
  const signer = root.issue('signer');
  registry = await startRegistry({ referrers: 'all' });
  registry.put('team/app', image, '1');
  for (const format of ['JWS', 'COSE'] as const) {
    const content = signNotary(signer, { digest: image.manifest.digest, format });
    const mediaType = format === 'JWS' ? 'application/jose+json' : 'application/cose';
    const artifactType = 'application/vnd.cncf.notary.signature';
    registry.putBlobs(
      'team/app',
      attachedManifest([{ mediaType, content }], { artifactType, subject: image.manifest }),
    );
  }
  target = `${registry.host}/team/app:1`;
}, 60_000);
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await registry.close();
});

function made(name: string, files: Readonly<Record<string, string | Buffer>>): string {
  const at = join(folder, name);
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(join(at, path, '..'), { recursive: true });
    writeFileSync(join(at, path), bytes);
  }
  return at;
}

function pem(der: Buffer): string {
  return `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;
}

function policy(store: string, scope = '*'): string {
  const one = {
    name: 'mine',
    registryScopes: [scope],
    signatureVerification: { level: 'strict' },
    trustStores: [store],
    trustedIdentities: ['x509.subject: C=US, ST=WA, O=Example, CN=builder'],
  };
  const name = `policy-${store.replace(':', '-')}.json`;
  return join(made('policies', { [name]: JSON.stringify({ version: '1.0', trustPolicies: [one] }) }), name);
}

async function signature(...args: readonly string[]) {
  const io = fakeIo({ now: new Date(Date.now() + 3_600_000).toISOString() });
  const code = await runCli(
    ['trace', target, '--insecure', '--cache-dir', cache, '-j', '1', '-f', 'json', ...args],
    io,
  );
  const links =
    io.out() === '' ? [] : (JSON.parse(io.out()) as { trace: { links: TraceLink[] } }).trace.links;
  return { code, err: io.err(), link: links.find(({ name }) => name === 'signature') };
}

describe('signatures of the Notary Project', () => {
  it('are verified under a file, a folder, or a trust store as notation keeps it', async () => {
    const [der] = root.chain;
    if (der === undefined) throw new Error('no root');
    const folders = made('given', {
      'mine.crt': der,
      'mine/root.pem': pem(der),
      'mine/readme.txt': 'no certificate',
      'notation/truststore/x509/ca/mine/root.cer': pem(der),
      'store/x509/ca/other/empty.txt': '',
      'store/x509/ca/mine/root.pem': `${pem(der)}${pem(der)}`,
    });
    for (const name of ['mine.crt', 'mine', 'notation', 'store']) {
      const { code, link, err } = await signature(
        '--notary-trust',
        join(folders, name),
        '--notary-policy',
        policy('ca:mine'),
      );
      expect({ code, err }, name).toEqual({ code: 0, err: '' });
      expect(link, name).toMatchObject({ status: 'verified' });
      expect(link?.evidence.length).toBe(2);
    }
    const scoped = policy('ca:mine', `${registry.host}/team/app`);
    const given = ['--notary-trust', join(folders, 'mine.crt')];
    expect((await signature(...given, '--notary-policy', scoped)).link?.status).toBe('verified');
    expect((await signature(...given)).link?.status).toBe('claimed');
    expect((await signature()).link?.evidence.join()).toContain('--notary-trust');
  });

  it('are not checked under what cannot be used, and that is said', async () => {
    const bad = made('bad', {
      'junk.pem': 'junk',
      'large.pem': Buffer.alloc(2 * 1024 * 1024),
      'root.pem': pem(root.chain[0] as Buffer),
      'not.json': '{',
      'old.json': '{"version": "0.1"}',
      'store/x509/ca/mine': 'no folder',
    });
    symlinkSync(join(bad, 'root.pem'), join(bad, 'link.pem'));
    for (const [args, why] of [
      [['--notary-trust', join(bad, 'absent')], 'could not be read'],
      [['--notary-trust', join(bad, 'junk.pem')], 'cannot be read'],
      [['--notary-trust', join(bad, 'large.pem')], 'too large'],
      [['--notary-trust', join(bad, 'link.pem')], 'neither a file nor a folder'],
      [['--notary-trust', join(bad, 'store')], 'is no folder of certificates'],
      [['--notary-policy', join(bad, 'not.json')], 'not JSON'],
      [['--notary-policy', join(bad, 'old.json')], 'version'],
      [['--notary-trust', join(bad, 'root.pem'), '--notary-policy', policy('ca:elsewhere')], 'ca:elsewhere'],
    ] as const) {
      const { code, err } = await signature(...args);
      expect(code, why).toBe(2);
      expect(err).toContain(why);
    }
  });
});
