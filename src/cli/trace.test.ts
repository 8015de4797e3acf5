import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeIo } from '../../testkit/fake-io.ts';
import { buildImage, buildIndex } from '../../testkit/image.ts';
import { BUILT, buildkitProvenance } from '../../testkit/provenance.ts';
import { startRegistry } from '../../testkit/registry.ts';
import { IDENTITY, ISSUER, keySigner, startSigstore } from '../../testkit/sigstore.ts';
import { writeOciLayout } from '../../testkit/store.ts';
import type { TraceLink } from '../trace/index.ts';
import { runCli } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'clearpull-trace-'));
const layout = join(folder, 'layout');
const image = buildImage(BUILT);
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(async () => {
  const statement = buildkitProvenance(image);
  await writeOciLayout(layout, [
    { name: 'plain', image },
    { name: 'attested', image: buildIndex([{ image }], { attestations: () => [statement] }) },
  ]);
  const lines = [statement, buildkitProvenance(image, { subject: `sha256:${'5'.repeat(64)}` })];
  writeFileSync(join(folder, 'lines.jsonl'), `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
  writeFileSync(join(folder, 'other.json'), JSON.stringify(lines[1], undefined, 2));
  writeFileSync(join(folder, 'empty.json'), '\n');
});

async function trace(name: string, ...args: readonly string[]) {
  const io = fakeIo({});
  const code = await runCli(['trace', `oci:${layout}:${name}`, '--no-cache', '-j', '1', ...args], io);
  return { code, out: io.out(), err: io.err() };
}

async function links(name: string, ...args: readonly string[]) {
  const { out, code } = await trace(name, '-f', 'json', ...args);
  const report = JSON.parse(out) as { trace: { level: string; links: TraceLink[] } };
  return {
    code,
    level: report.trace.level,
    of: (link: string) => report.trace.links.find((one) => one.name === link),
  };
}

describe('clearpull trace', () => {
  it('prints every link with its status, why, and who says so', async () => {
    const { out, err, code } = await trace('attested', '--columns', '120');
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(out).toContain('T2, linked');
    expect(out).toMatch(/\n {2}bytes {6}verified\n {4}The configuration and all 3 layers/);
    expect(out).toMatch(/\n {2}provenance {1}claimed\n {4}The provenance for this digest is not signed/);
    expect(out).toContain(
      "says: an attestation nobody verified: https://ci.example.com/run/1; the builder's client",
    );
    expect(out).toContain('> agrees: revision');
  });

  it('prints JSON that its schema describes', async () => {
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    const schema = JSON.parse(readFileSync('schema/trace-1.1.0.json', 'utf8'));
    ajv.validate(schema, JSON.parse((await trace('attested', '-f', 'json')).out));
    expect(ajv.errors).toBeNull();
  });

  it('prints Markdown', async () => {
    const { out } = await trace('attested', '-f', 'markdown');
    expect(out).toMatch(/^\| provenance \| ◐ claimed \| The provenance/m);
  });

  it('prints a page with the chain as a diagram', async () => {
    const { out, err } = await trace('attested', '-f', 'html');
    expect(err).toBe('');
    expect(out).toMatch(/^<!doctype html>/);
    expect(out).not.toContain('<script');
    expect(out).toMatch(/aria-current="step"><strong>T2 linked/);
    expect(out.match(/<li class="link t-/g)).toHaveLength(10);
    expect(out).toContain('Who says so: an attestation nobody verified');
  });

  it('takes statements from a file, also one a line, and passes over those about other images', async () => {
    const { of, level } = await links('plain', '--provenance', join(folder, 'lines.jsonl'));
    expect(level).toBe('T2');
    expect(of('provenance')?.status).toBe('claimed');
    expect(of('provenance')?.evidence.join('\n')).toContain('line 2 of');
    const other = await links('plain', '--provenance', join(folder, 'other.json'));
    expect(other.of('provenance')?.status).toBe('contradicted');
  });

  it('goes down to the bases that are named, and asks for no other', async () => {
    const [rootfs, arg, copy, run, cmd] = BUILT.steps;
    if (!rootfs || !arg || !copy || !run || !cmd) throw new Error('no steps');
    const bases = join(folder, 'bases');
    const bottom = buildImage({ steps: [rootfs] });
    const middle = buildImage({ steps: [rootfs, { ...copy, createdBy: 'COPY app /app' }] });
    const other = buildImage({ steps: [copy] });
    await writeOciLayout(bases, [
      { name: 'bottom', image: bottom },
      { name: 'middle', image: middle },
      { name: 'other', image: other },
    ]);
    const base = (...names: readonly string[]) =>
      names.flatMap((name) => ['--base-image', `oci:${bases}:${name}`]);
    const one = await links('plain', ...base('middle'));
    expect(one.of('base')).toMatchObject({
      status: 'verified',
      reason: expect.stringContaining('lowest 2 layers'),
    });
    const both = await links('plain', ...base('bottom', 'other', 'middle'));
    expect(both.of('base')?.status).toBe('verified');
    expect(both.of('base')?.evidence.join('\n')).toMatch(
      /middle sha256:\S+, 2 layers\nits trace: T.: .*\nbelow that: oci:\S+bottom sha256:\S+, 1 layer\nbelow that: its trace/,
    );
    const shallow = await links('plain', ...base('bottom', 'middle'), '--limit', 'maxBaseDepth=1');
    expect(shallow.of('base')?.evidence.join('\n')).toMatch(/was not traced .*maxBaseDepth=/);
    const none = await links('plain', ...base('other'));
    expect(none.of('base')?.evidence.join('\n')).toContain('not below it: ');
  });

  it('writes several forms of one trace, each to its file', async () => {
    const at = (name: string) => join(folder, name);
    const outputs = [
      '-o',
      `json=${at('t')}`,
      '-o',
      at('t.md'),
      '-o',
      at('t.svg'),
      '-o',
      `vsa=${at('t.vsa')}`,
    ];
    const { code, out } = await trace('attested', '-q', ...outputs);
    expect([code, out]).toEqual([0, 'T2\n']);
    expect(JSON.parse(readFileSync(at('t'), 'utf8'))).toMatchObject({ trace: { level: 'T2' } });
    expect(readFileSync(at('t.md'), 'utf8')).toContain('| provenance |');
    expect(readFileSync(at('t.svg'), 'utf8')).toMatch(/^<svg .*T2 linked/);
    expect(JSON.parse(readFileSync(at('t.vsa'), 'utf8'))).toHaveProperty('predicate.verificationResult');
    expect(await trace('attested', '-o', 'jsn=x')).toMatchObject({ code: 2 });
    expect(await trace('attested', '-o', join(folder, 'none', 'x.json'))).toMatchObject({
      code: 2,
      err: expect.stringContaining('no folder'),
    });
    expect(await trace('attested', '--sign-key', 'x')).toMatchObject({ code: 2 });
  });

  it('comes to the same out of the cache', async () => {
    const cached = async () => {
      const io = fakeIo({});
      const args = ['trace', `oci:${layout}:attested`, '--cache-dir', join(folder, 'cache'), '-j', '1'];
      expect(await runCli([...args, '-f', 'json'], io)).toBe(0);
      return io.out();
    };
    const first = await cached();
    expect(await cached()).toBe(first);
    expect(first).toBe((await trace('attested', '-f', 'json')).out);
  });

  it('says that a tag has moved since it was read before', async () => {
    const registry = await startRegistry({ referrers: 'all' });
    try {
      const run = async () => {
        const io = fakeIo({});
        const args = ['--insecure', '--cache-dir', join(folder, 'moved'), '-j', '1', '-f', 'json'];
        expect(await runCli(['trace', `${registry.host}/team/app:1`, ...args], io)).toBe(0);
        return (JSON.parse(io.out()) as { trace: { links: TraceLink[] } }).trace.links[0];
      };
      registry.put('team/app', image, '1');
      expect((await run())?.reason).toContain('A tag can move later.');
      const [first] = BUILT.steps;
      if (first === undefined) throw new Error('no step');
      registry.put('team/app', buildImage({ steps: [first] }), '1');
      expect((await run())?.reason).toContain('The tag has moved');
      expect((await run())?.evidence).toContain(`the tag led to ${image.manifest.digest} before`);
    } finally {
      await registry.close();
    }
  });

  it('ends with 1 below the level required, and for a contradiction', async () => {
    expect((await trace('attested', '--require', 'T2', '-q')).code).toBe(0);
    expect((await trace('attested', '--require', 'T3', '-q')).code).toBe(1);
    const other = await trace('plain', '--require', 'T1', '-q', '--provenance', join(folder, 'other.json'));
    expect(other).toMatchObject({ code: 1, out: expect.stringContaining('contradicted: provenance') });
  });

  it('asks for a source and a builder, and says what is not so', async () => {
    const source = ['--require-source', 'git.example.com/*'];
    const { code, out } = await trace('attested', ...source, '--columns', '120');
    expect(code).toBe(1);
    expect(out).toMatch(/What was asked for ─+ not passed/);
    expect(out).toMatch(/- The source https:\/\/git.example.com\/app.* is only claimed: a provenance/);
    expect((await trace('attested', ...source, '--accept-claimed')).code).toBe(0);
    const builder = ['--require-builder', 'https://ci.example.com/**', '--accept-claimed'];
    expect((await trace('attested', ...builder)).code).toBe(0);
    expect((await trace('plain', ...builder, '-q')).out).toBe('T1 not passed: Nothing names a builder.\n');
    const json = JSON.parse((await trace('attested', ...source, '-f', 'json')).out);
    expect(json.gate).toMatchObject({ passed: false, unmet: [{ what: 'source', links: ['source'] }] });
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    ajv.validate(JSON.parse(readFileSync('schema/trace-1.1.0.json', 'utf8')), json);
    expect(ajv.errors).toBeNull();
    expect((await trace('attested', ...source, '-f', 'markdown')).out).toContain('⛔ **Not passed:**');
    const vsa = JSON.parse((await trace('attested', ...source, '-f', 'vsa')).out).predicate;
    expect(vsa).toMatchObject({
      verificationResult: 'FAILED',
      policy: { uri: 'urn:clearpull:policy:trace:no-contradiction?=source=git.example.com%2F*' },
    });
    for (const wrong of [['--accept-claimed'], ['--require-source', 'a/b?'], ['--require-source', '']]) {
      expect((await trace('attested', ...wrong)).code, wrong.join(' ')).toBe(2);
    }
  });

  it('sends nothing at all with --offline', async () => {
    const registry = await startRegistry({ referrers: 'all' });
    try {
      registry.put('team/app', image, '1');
      const target = `${registry.host}/team/app:1`;
      for (const command of ['trace', 'check', 'explain']) {
        const io = fakeIo({ env: { DOCKER_HOST: `tcp://${registry.host}` } });
        expect(await runCli([command, target, '--offline', '--insecure', '--no-cache'], io)).toBe(3);
        expect(io.err()).toContain('--offline asks nobody');
        expect(await runCli([command, 'docker-daemon:app:1', '--offline', '--no-cache'], io)).toBe(3);
      }
      // The very image, whose statement names other addresses, from a folder.
      expect((await trace('attested', '--offline')).code).toBe(0);
      expect(registry.log()).toEqual([]);
      const io = fakeIo({});
      expect(await runCli(['trace', target, '--insecure', '--no-cache'], io)).toBe(0);
      expect(registry.log().length).toBeGreaterThan(3);
    } finally {
      await registry.close();
    }
  });

  it('counts only whom the user asked for', async () => {
    const sigstore = await startSigstore();
    const [root, bundle, key] = ['root.json', 'bundle.json', 'a.pub'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(root, JSON.stringify(sigstore.root));
    writeFileSync(bundle, JSON.stringify(await sigstore.signStatement(buildkitProvenance(image))));
    writeFileSync(key, keySigner().publicKey);
    const given = ['--provenance', bundle];
    const signer = ['--identity', IDENTITY, '--issuer', ISSUER];
    const verified = await links('plain', ...given, '--trust-root', root, ...signer, '--require', 'T3');
    expect(verified).toMatchObject({ code: 0, level: 'T3' });
    expect((await links('plain', ...given, '--trust-root', root)).of('signature')?.status).toBe('claimed');
    // Without a root of one's own, the one shipped counts, under which nothing of this test holds.
    const shipped = await links('plain', ...given, ...signer);
    expect(shipped.of('signature')).toMatchObject({ status: 'contradicted' });
    expect(shipped.of('signature')?.evidence.join()).toMatch(/sigstore's public root of \d{4}-\d\d-\d\d/);
    expect((await links('plain', ...given, '--key', key)).of('signature')?.status).toBe('contradicted');
    for (const wrong of [
      ['--identity', IDENTITY],
      ['--issuer', ISSUER],
      [...signer, '--identity-regexp', '.*'],
      ['--trust-root', key],
      ['--trust-root', bundle],
      ['--key', root],
      ['--identity-regexp', '(', '--issuer', ISSUER],
    ]) {
      const { code, err } = await trace('plain', ...given, ...wrong);
      expect(code, wrong.join(' ')).toBe(2);
      expect(err).not.toContain('Error:');
    }
  });

  it('says what is wrong with a file', async () => {
    const empty = await trace('plain', '--provenance', join(folder, 'empty.json'));
    expect(empty).toMatchObject({ code: 2, err: expect.stringContaining('is empty') });
    expect((await trace('plain', '--provenance', join(folder, 'nothing.json'))).code).toBe(2);
  });
});
