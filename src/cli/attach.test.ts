import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fakeIo } from '../../testkit/fake-io.ts';
import { buildImage, buildIndex } from '../../testkit/image.ts';
import { BUILT, buildkitProvenance } from '../../testkit/provenance.ts';
import { startRegistry, type TestRegistry } from '../../testkit/registry.ts';
import { startSigstore } from '../../testkit/sigstore.ts';
import { runCli } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'clearpull-attach-'));
const [key, pub, summary] = ['my.key', 'my.pub', 'vsa.json'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
];
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
writeFileSync(
  key,
  createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' })).export({
    format: 'pem',
    type: 'pkcs8',
  }),
);
writeFileSync(pub, publicKey.export({ format: 'pem', type: 'spki' }));
const image = buildImage(BUILT);
let registry: TestRegistry;
let name: string;

beforeEach(async () => {
  registry = await startRegistry({ referrers: 'all' });
  registry.put('team/app', image, '1');
  name = `${registry.host}/team/app:1`;
});
afterEach(() => registry.close());
afterAll(() => rmSync(folder, { recursive: true }));

/** The statement is about the digest, wherever the image lies. */
beforeAll(async () => {
  const other = await startRegistry();
  other.put('team/app', image, '1');
  const target = `${other.host}/team/app:1`;
  const { out } = await run('trace', target, '-f', 'vsa', '--sign-key', key, '--no-cache', '-j', '1');
  writeFileSync(summary, out);
  await other.close();
}, 120_000);

async function run(...args: readonly string[]) {
  const io = fakeIo({});
  const code = await runCli(args, io);
  return { code, out: io.out(), err: io.err() };
}

const writes = () => registry.log().filter((line) => !/^(?:GET|HEAD) /.test(line));

async function signatures() {
  const { out } = await run('trace', name, '--key', pub, '-f', 'json', '--no-cache', '-j', '1');
  return (
    JSON.parse(out) as { trace: { links: { name: string; status: string; evidence: string[] }[] } }
  ).trace.links.find((link) => link.name === 'signature');
}

describe('clearpull attach', () => {
  it.each([
    ['with the referrers API', { referrers: 'all' } as const, undefined],
    ['without it', {}, `sha256-${image.manifest.digest.slice(7)}`],
  ])('attaches a signed summary to a registry %s, where trace finds it', async (_, switches, tag) => {
    registry.set(switches);
    const { code, out, err } = await run('attach', name, summary, '-f', 'json');
    expect(err).toBe('');
    expect(code).toBe(0);
    const { written, attached } = JSON.parse(out);
    expect(written).toBe(true);
    expect(attached).toMatchObject([
      {
        predicateType: 'https://slsa.dev/verification_summary/v1',
        repository: `${registry.host}/team/app`,
        subject: image.manifest.digest,
        artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
        ...(tag === undefined ? {} : { referrersTag: tag }),
      },
    ]);
    expect(attached[0].referrersTag).toBe(tag);
    expect(await signatures()).toMatchObject({
      status: 'verified',
      evidence: [expect.stringContaining('referrers of')],
    });
  });

  it('changes nothing when it is done again, and keeps what others attached', async () => {
    registry.set({});
    await run('attach', name, summary);
    const before = writes().length;
    const again = await run('attach', name, summary);
    expect(again.code).toBe(0);
    // The manifest under its own digest, once more.
    expect(writes().slice(before)).toEqual([
      expect.stringMatching(/^PUT \/v2\/team\/app\/manifests\/sha256:/),
    ]);
    const other = join(folder, 'other.json');
    const sigstore = await startSigstore();
    writeFileSync(other, JSON.stringify(await sigstore.signStatement(buildkitProvenance(image))));
    expect((await run('attach', name, other)).code).toBe(0);
    expect((await signatures())?.evidence).toHaveLength(2);
  });

  it('tries again when somebody else writes the tag at the same time', async () => {
    let lost = 0;
    registry.set({
      afterPut: (put) => {
        if (!put.startsWith('sha256-') || lost++ > 0) return;
        registry.remove('team/app', registry.tagged('team/app', put) ?? '');
      },
    });
    expect((await run('attach', name, summary)).code).toBe(0);
    expect(lost).toBe(2);
    expect((await signatures())?.status).toBe('verified');
  });

  it('finds the image of an index that it is about', async () => {
    registry.put('team/app', buildIndex([{ image }]), '2');
    const { out } = await run('attach', `${registry.host}/team/app:2`, summary);
    expect(out).toContain(`/team/app@${image.manifest.digest}`);
  });

  it('writes nothing with --dry-run, and sends nothing with --offline', async () => {
    const dry = await run('attach', name, summary, '--dry-run');
    expect([dry.code, dry.out]).toEqual([0, expect.stringMatching(/^Would attach /)]);
    expect(writes()).toEqual([]);
    const sent = registry.requests.length;
    const offline = await run('attach', name, summary, '--offline');
    expect([offline.code, offline.err]).toEqual([3, expect.stringContaining('--offline asks nobody')]);
    expect(registry.requests).toHaveLength(sent);
  });

  it('refuses, before it writes anything, what is not signed or about another image', async () => {
    const file = (content: object) => {
      const bad = join(folder, 'bad.json');
      writeFileSync(bad, JSON.stringify(content));
      return bad;
    };
    const unsigned = await run('attach', name, file(buildkitProvenance(image)));
    expect([unsigned.code, unsigned.err]).toEqual([2, expect.stringContaining('is not signed')]);
    const odd = file({ mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json' });
    expect((await run('attach', name, odd)).err).toContain('neither a DSSE envelope nor');
    registry.put('team/other', buildImage({ ...BUILT, config: { Cmd: ['/other'] } }), '1');
    const other = await run('attach', `${registry.host}/team/other:1`, summary, summary);
    expect([other.code, other.err]).toEqual([2, expect.stringContaining('about another image')]);
    for (const target of ['./image.tar', `oci:${folder}`]) {
      expect((await run('attach', target, summary)).err).toContain('is no image in a registry');
    }
    expect(writes()).toEqual([]);
  });

  it('writes to no other place than the one that was named', async () => {
    const elsewhere = await startRegistry();
    try {
      registry.set({ referrers: 'all', uploadLocation: (path) => `${elsewhere.origin}${path}` });
      const { code, err } = await run('attach', name, summary);
      expect([code, err]).toEqual([3, expect.stringContaining('sent elsewhere')]);
      registry.set({ referrers: 'all' });
      const mirrored = await run('attach', name, summary);
      expect(mirrored.code).toBe(0);
      expect(elsewhere.log()).toEqual([]);
    } finally {
      await elsewhere.close();
    }
  });

  it('asks for the right to write, and says when there is none', async () => {
    registry.set({ referrers: 'all', auth: 'token' });
    expect((await run('attach', name, summary)).code).toBe(0);
    const token = registry.log().findLast((line) => line.startsWith('GET /token'));
    expect(decodeURIComponent(token ?? '')).toContain('scope=repository:team/app:pull,push');
    registry.set({ referrers: 'all', refuseWrites: 403 });
    const { code, err } = await run('attach', name, summary);
    expect([code, err]).toEqual([3, expect.stringMatching(/does not let you write to the manifest sha256:/)]);
  });

  it('leaves a tag alone that holds something else', async () => {
    registry.set({});
    registry.put('team/app', image, `sha256-${image.manifest.digest.slice(7)}`);
    const { code } = await run('attach', name, summary);
    expect(code).toBe(3);
  });
});
