import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeIo } from '../../testkit/fake-io.ts';
import { buildImage, buildIndex } from '../../testkit/image.ts';
import { BUILT, buildkitProvenance } from '../../testkit/provenance.ts';
import { startRegistry } from '../../testkit/registry.ts';
import { IDENTITY, ISSUER, startSigstore } from '../../testkit/sigstore.ts';
import { writeOciLayout } from '../../testkit/store.ts';
import { runCli } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'clearpull-trace-policy-'));
const layout = join(folder, 'layout');
const image = buildImage(BUILT);
const [root, policy] = ['root.json', 'policy.yaml'].map((name) => join(folder, name)) as [string, string];
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(async () => {
  const sigstore = await startSigstore();
  writeFileSync(root, JSON.stringify(sigstore.root));
  const statement = buildkitProvenance(image, { gitContext: true });
  const signed = await sigstore.signStatement(statement);
  await writeOciLayout(layout, [
    { name: 'unsigned', image: buildIndex([{ image }], { attestations: () => [statement] }) },
    { name: 'signed', image: buildIndex([{ image }], { attestations: () => [signed] }) },
  ]);
});

function ask(requirement: object): void {
  const one = { name: 'ours', images: '**', decision: 'block', ...requirement };
  writeFileSync(policy, JSON.stringify({ version: 1, extends: 'built-in', trace: [one] }));
}

async function check(name: string, ...args: readonly string[]) {
  const io = fakeIo({});
  const given = ['--policy', policy, '--trust-root', root, '--no-cache', '-j', '1', ...args];
  const code = await runCli(['check', `oci:${layout}:${name}`, ...given], io);
  return { code, out: io.out(), err: io.err() };
}

describe('check, where the policy asks for a trace', () => {
  it('traces the image, shows the level and what falls short, and decides as the policy says', async () => {
    ask({ level: 'T3', signers: [{ identity: IDENTITY, issuer: ISSUER }] });
    const { code, out, err } = await check('unsigned', '--columns', '120');
    expect(err).toBe('');
    expect(code).toBe(1);
    expect(out).toContain('BLOCK');
    expect(out).toMatch(/It is traceable to T2, and T3 was asked for/);
    expect(out).toMatch(/How far it can be traced ─+ T2, linked/);
    const json = JSON.parse((await check('unsigned', '-f', 'json')).out);
    expect(json.verdict.decision).toBe('block');
    expect(json.findings[0]).toMatchObject({ rule: 'trace/below-policy', category: 'trace' });
    expect(json.trace.level).toBe('T2');
    const sarif = JSON.parse((await check('unsigned', '-f', 'sarif')).out);
    expect(sarif.runs[0].results[0]).toMatchObject({ ruleId: 'trace/below-policy', level: 'error' });
    expect((await check('unsigned', '-f', 'markdown')).out).toContain('link provenance, claimed');
    ask({ level: 'T3', decision: 'review' });
    const mild = await check('unsigned', '-f', 'json');
    expect([mild.code, JSON.parse(mild.out).verdict.decision]).toEqual([0, 'review']);
  });

  it('takes the signers that the policy names, and no other', async () => {
    const asked = { level: 'T3', source: 'git.example.com/*', builder: 'https://ci.example.com/run/*' };
    const signers = (identity: string) => [{ 'identity-regexp': identity, issuer: ISSUER }];
    ask({ ...asked, signers: signers('https://git\\.example\\.com/.*') });
    const { code, out } = await check('signed', '-f', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      verdict: {
        decision: 'allow',
        reasons: [{}, { text: expect.stringContaining('Traced to T3, as asked') }],
      },
      trace: { level: 'T3' },
    });
    ask({ ...asked, signers: signers('https://git\\.example\\.com/other') });
    const other = JSON.parse((await check('signed', '-f', 'json')).out);
    expect(other.verdict.reasons[0].text).toContain('The link provenance is contradicted');
    ask({ ...asked, signers: signers('(') });
    expect((await check('signed')).code).toBe(2);
    ask({ level: 'T1', signers: [{ key: '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----' }] });
    expect((await check('signed')).code).toBe(2);
  });

  it('says that --trust-root is for nothing where the policy asks for no signature', async () => {
    const plain = async (env: Record<string, string>, ...args: readonly string[]) => {
      const io = fakeIo({ env });
      const code = await runCli(['check', `oci:${layout}:signed`, '--no-cache', '-j', '1', ...args], io);
      return { code, err: io.err() };
    };
    const { code, err } = await plain({}, '--trust-root', root);
    expect([code, err]).toEqual([
      0,
      expect.stringMatching(/^clearpull: --trust-root is not used: .*\n.*--policy.*trace IMAGE\n$/),
    ]);
    // Set for other commands, it is no mistake here.
    expect(await plain({ CLEARPULL_TRUST_ROOT: root })).toEqual({ code: 0, err: '' });
    expect((await plain({ CLEARPULL_TRUST_ROOT: policy })).code).toBe(2);
  });

  it('asks a registry for statements only then', async () => {
    const registry = await startRegistry({ referrers: 'all' });
    try {
      registry.put('team/app', image, '1');
      const run = async (...args: readonly string[]) => {
        await runCli(['check', `${registry.host}/team/app:1`, '--no-cache', '-j', '1', ...args], fakeIo({}));
        return registry.log().some((line) => line.includes('/referrers/'));
      };
      ask({ images: '**/other/*', level: 'T1' });
      expect(await run('--policy', policy)).toBe(false);
      ask({ images: `${registry.host}/team/*`, level: 'T1' });
      expect(await run('--policy', policy)).toBe(true);
    } finally {
      await registry.close();
    }
  });
});
