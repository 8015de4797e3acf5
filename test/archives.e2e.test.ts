import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { miningImages } from '../demo/campaign.ts';
import { honestImages } from '../demo/honest.ts';
import type { ImageReport, SeveralReport, SingleReport } from '../src/report/json-schema.ts';
import { builtCli, startCli } from '../testkit/built-cli.ts';
import {
  type DockerRegistry,
  type DockerRegistryOptions,
  startDockerRegistry,
} from '../testkit/docker-registry.ts';
import { buildImage, type ImageSpec } from '../testkit/image.ts';
import { type TestFolder, testFolder } from '../testkit/source-options.ts';
import { modernDockerArchive, writeOciLayout } from '../testkit/store.ts';
import { hasTool, requireTool } from '../testkit/tools.ts';

const LOGIN = { username: 'someone', password: 'p:a ss' };
// Named after what it poses as: a name that says "miner" would count in its favour.
// OCI's media types: skopeo looks for no others in a layout.
const miner = buildImage({ ...(miningImages()[0]?.spec as ImageSpec), docker: false });
const honest = buildImage({ ...(honestImages()[1]?.spec as ImageSpec), docker: false });

let main = '';
let folder: TestFolder;
let expected: Seen;
let expectedHonest: Seen;
const registries: DockerRegistry[] = [];

beforeAll(async () => {
  main = await builtCli();
  folder = await testFolder();
  await mkdir(at('home'), { recursive: true });
  await writeFile(at('policy.json'), '{"default":[{"type":"insecureAcceptAnything"}]}');
  await writeOciLayout(at('layout'), [{ image: miner, name: 'tomcat' }]);
  await writeOciLayout(at('honest'), [{ image: honest, name: 'honest' }]);
  expected = await seen(`oci:${at('layout')}:tomcat`, 1);
  expectedHonest = await seen(`oci:${at('honest')}:honest`, 0);
});

afterAll(async () => {
  await Promise.all(registries.map((running) => running.stop()));
  if (hasTool('buildah')) spawnSync('buildah', [...STORAGE(), 'rmi', '--all', '--force']);
  await folder.remove();
});

function at(...names: string[]): string {
  return join(folder.path, ...names);
}

function run(program: string, ...args: string[]): string {
  const { status, stderr, stdout } = spawnSync(program, args, {
    encoding: 'utf8',
    cwd: folder.path,
    env: { ...process.env, HOME: at('home'), BUILDAH_ISOLATION: 'chroot' },
  });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${stderr}`);
  return stdout;
}

function skopeo(...args: string[]): void {
  run('skopeo', '--insecure-policy', 'copy', '--quiet', ...args);
}

const STORAGE = (): string[] => ['--root', at('storage'), '--runroot', at('run'), '--storage-driver', 'vfs'];

function buildah(...args: string[]): string {
  return run('buildah', ...STORAGE(), ...args);
}

/** The ID of the image; the layout's path is relative because buildah names the image by it, in lower case. */
function pull(layout: string): string {
  return buildah('pull', '--quiet', '--signature-policy', at('policy.json'), `oci:${layout}`).trim();
}

function push(image: string, to: string, ...more: string[]): void {
  buildah('push', '--quiet', '--signature-policy', at('policy.json'), ...more, image, to);
}

async function registry(context: TestContext, options: DockerRegistryOptions = {}): Promise<DockerRegistry> {
  requireTool(context, 'docker-registry');
  if (options.login !== undefined) requireTool(context, 'htpasswd');
  if (options.tls) requireTool(context, 'openssl');
  const running = await startDockerRegistry(at(`registry-${registries.length}`), options);
  registries.push(running);
  return running;
}

const validate = (() => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  addFormats.default(ajv);
  const file = new URL('../schema/report-1.4.0.json', import.meta.url);
  return ajv.compile(JSON.parse(readFileSync(file, 'utf8')) as object);
})();

interface CheckCall {
  readonly args?: readonly string[];
  readonly stdin?: string;
}

/** What the command prints as JSON about a target; its exit code and the schema are checked on the way. */
async function report(
  target: string,
  code: number,
  { args = [], stdin }: CheckCall = {},
): Promise<SingleReport | SeveralReport> {
  const env = { HOME: at('home'), TMPDIR: folder.path };
  const all = ['check', '--format', 'json', '--platform', 'linux/amd64', ...args, target];
  const { done } = startCli(main, all, { env, ...(stdin === undefined ? {} : { stdin }) });
  const result = await done;
  expect(result, result.err).toMatchObject({ code, err: '' });
  const parsed = JSON.parse(result.out) as SingleReport | SeveralReport;
  expect(validate(parsed), JSON.stringify(validate.errors)).toBe(true);
  return parsed;
}

async function imageOf(target: string, code: number, call?: CheckCall): Promise<ImageReport> {
  const parsed = await report(target, code, call);
  if (!('verdict' in parsed)) throw new Error(`several images in ${target}`);
  return parsed;
}

type Seen = ReturnType<typeof whatIsSeen>;

async function seen(target: string, code: number, call?: CheckCall): Promise<Seen> {
  return whatIsSeen(await imageOf(target, code, call));
}

/** What must not depend on how an image came here: not blobs' digests, which compression changes. */
function whatIsSeen({ verdict, findings, dockerfile, startChain, layers, coverage, base }: ImageReport) {
  const withoutDigests = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === 'layer' ? undefined : inner)));
  return {
    decision: verdict.decision,
    reasons: verdict.reasons,
    findings: withoutDigests(findings),
    startChain: withoutDigests(startChain),
    dockerfile,
    base,
    layers: layers.map(({ diffId, size, files, added, changed, removed, instruction }) => ({
      diffId,
      size,
      files,
      added,
      changed,
      removed,
      instruction,
    })),
    coverage,
  };
}

describe('the image that goes in', () => {
  it('is a miner with all there is to see', () => {
    expect(expected.decision).toBe('block');
    expect(expected.layers.map(({ diffId }) => diffId)).toEqual(miner.diffIds);
    expect(JSON.stringify(expected.findings)).toContain('miner/proof');
    expect(expected.dockerfile).toContain('ENTRYPOINT ["/entrypoint.sh"]');
    expect(JSON.stringify(expected.startChain)).toContain('catalina-agent');
    expect(expected.coverage.complete).toBe(true);
  });

  it('or an honest one', () => {
    expect(expectedHonest).toMatchObject({ decision: 'allow', findings: [] });
    expect(JSON.stringify(expectedHonest.startChain)).toContain('"runs":"postgres"');
  });
});

describe('skopeo', () => {
  it.for(['oci', 'oci-archive', 'docker-archive'])('as %s', async (scheme, context) => {
    requireTool(context, 'skopeo');
    const path = at(`skopeo-${scheme}`);
    skopeo(`oci:${at('layout')}:tomcat`, `${scheme}:${path}:example.com/tomcat:v1`);
    for (const target of [path, `${scheme}:${path}`, `${scheme}:${path}:example.com/tomcat:v1`]) {
      expect(await seen(target, 1)).toEqual(expected);
    }
    const other = at(`skopeo-honest-${scheme}`);
    skopeo(`oci:${at('honest')}:honest`, `${scheme}:${other}:example.com/honest:v1`);
    expect(await seen(other, 0)).toEqual(expectedHonest);
  });

  it('as archives compressed as a whole by gzip and zstd', async (context) => {
    requireTool(context, 'skopeo');
    for (const scheme of ['oci-archive', 'docker-archive']) {
      const path = at(`whole-${scheme}.tar`);
      skopeo(`oci:${at('layout')}:tomcat`, `${scheme}:${path}:tomcat:1`);
      await writeFile(`${path}.gz`, gzipSync(readFileSync(path)));
      expect(await seen(`${path}.gz`, 1)).toEqual(expected);
      requireTool(context, 'zstd');
      run('zstd', '-q', path);
      expect(await seen(`${path}.zst`, 1)).toEqual(expected);
    }
  });

  it('with its layers compressed by zstd', async (context) => {
    requireTool(context, 'skopeo');
    const copied = at('zstd-layers');
    skopeo(
      '--dest-compress-format',
      'zstd',
      '--dest-compress',
      `oci:${at('layout')}:tomcat`,
      `dir:${copied}`,
    );
    skopeo(`dir:${copied}`, `oci:${at('zstd-oci')}:tomcat`);
    const found = await imageOf(`oci:${at('zstd-oci')}:tomcat`, 1);
    expect(new Set(found.layers.map(({ mediaType }) => mediaType))).toEqual(
      new Set(['application/vnd.oci.image.layer.v1.tar+zstd']),
    );
    expect(whatIsSeen(found)).toEqual(expected);
  });

  it('in a registry without and with TLS and a password', async (context) => {
    requireTool(context, 'skopeo');
    const source = `oci:${at('layout')}:tomcat`;
    const plain = await registry(context);
    skopeo('--dest-tls-verify=false', source, `docker://${plain.host}/team/tomcat:1`);
    expect(await seen(`${plain.host}/team/tomcat:1`, 1)).toEqual(expected);
    expect(await seen(`docker://${plain.host}/team/tomcat@${miner.manifest.digest}`, 1)).toEqual(expected);

    const closed = await registry(context, { tls: true, login: LOGIN });
    const creds = `${LOGIN.username}:${LOGIN.password}`;
    skopeo('--dest-tls-verify=false', '--dest-creds', creds, source, `docker://${closed.host}/tomcat:1`);
    await writeFile(at('ca.pem'), closed.certificate ?? '');
    const args = ['--cacert', at('ca.pem'), '--username', LOGIN.username, '--password-stdin'];
    expect(await seen(`${closed.host}/tomcat:1`, 1, { args, stdin: `${LOGIN.password}\n` })).toEqual(
      expected,
    );
  });
});

describe('buildah', () => {
  it('pulls it, and hands it on as OCI archive, docker-archive and to a registry', async (context) => {
    requireTool(context, 'buildah');
    const id = pull('layout:tomcat');
    push(id, `oci-archive:${at('b-oci.tar')}:tomcat:1`);
    push(id, `docker-archive:${at('b-docker.tar')}:tomcat:1`);
    expect(await seen(at('b-oci.tar'), 1)).toEqual(expected);
    expect(await seen(at('b-docker.tar'), 1)).toEqual(expected);
    const { host } = await registry(context);
    push(id, `docker://${host}/b/tomcat:1`, '--tls-verify=false');
    expect(await seen(`${host}/b/tomcat:1`, 1)).toEqual(expected);
    // As Docker's own manifest, which makes it another digest.
    push(id, `docker://${host}/b/tomcat:2`, '--tls-verify=false', '--format', 'v2s2');
    expect(await seen(`${host}/b/tomcat:2`, 1)).toEqual(expected);
  });

  it('builds one of its own in one layer, and the report says who shares it', async (context) => {
    requireTool(context, 'buildah');
    await mkdir(at('context'), { recursive: true });
    await writeFile(at('context', 'start.sh'), '#!/bin/sh\nexec "$@"\n');
    const lines = [
      'FROM scratch',
      'COPY start.sh /start.sh',
      'COPY start.sh /other.sh',
      'ENTRYPOINT ["/start.sh"]',
      'CMD ["/other.sh"]',
    ];
    await writeFile(at('context', 'Dockerfile'), `${lines.join('\n')}\n`);
    buildah('bud', '--quiet', '--signature-policy', at('policy.json'), '--tag', 'own', at('context'));
    push('own', `oci-archive:${at('own-oci.tar')}:own:1`);
    push('own', `docker-archive:${at('own-docker.tar')}:own:1`);
    const own = await imageOf(at('own-oci.tar'), 0);
    expect(own.layers).toHaveLength(1);
    expect(own.dockerfile).toContain('ENTRYPOINT ["/start.sh"]');
    expect(own.startChain[0]).toMatchObject({ path: '/start.sh', command: '/start.sh /other.sh' });
    expect(await seen(at('own-docker.tar'), 0)).toEqual(whatIsSeen(own));
    const text = await startCli(main, ['--no-cache', at('own-oci.tar')], { env: { HOME: at('home') } }).done;
    // Only the first row of the layer bears its number.
    expect(text.out).toMatch(/^ {4}1 .*┌ COPY .*\n {15}└ COPY .*\n {17}ENTRYPOINT .*\n {17}CMD/m);
  });

  it.for(['false', 'true'])(
    'builds layers that fit their instructions, with --layers=%s',
    async (layers, context) => {
      requireTool(context, 'buildah');
      const source = at(`fitting-${layers}`);
      await mkdir(join(source, 'app/sub'), { recursive: true });
      for (const name of ['run.sh', 'sub/other.sh'])
        await writeFile(join(source, 'app', name), '#!/bin/sh\n');
      run('tar', '-cf', join(source, 'app.tar'), '-C', source, 'app');
      const lines = [
        'FROM scratch',
        'COPY app /srv/app',
        'WORKDIR /srv/app',
        'COPY app/run.sh ./bin/',
        'ADD app.tar /opt',
        'ENV A=b',
        'VOLUME /data',
        'COPY app/run.sh app/sub/other.sh /etc/many/',
        'CMD ["/srv/app/run.sh"]',
      ];
      await writeFile(join(source, 'Dockerfile'), `${lines.join('\n')}\n`);
      const built = ['bud', '--quiet', `--layers=${layers}`, '--signature-policy', at('policy.json')];
      buildah(...built, '--tag', `fitting-${layers}`, source);
      push(`fitting-${layers}`, `oci-archive:${at(`fitting-${layers}.tar`)}:own:1`);
      const own = await imageOf(at(`fitting-${layers}.tar`), 0);
      expect(own.layers).toHaveLength(layers === 'true' ? 4 : 1);
      expect(own.instructions.flatMap(({ mismatches }) => mismatches ?? [])).toEqual([]);
      expect(own.findings).toEqual([]);
    },
  );

  it('puts two images into one docker-archive: both are checked', async (context) => {
    requireTool(context, 'buildah');
    const file = at('two.tar');
    const ids = ['layout:tomcat', 'honest:honest'].map(pull);
    // buildah puts one image into an archive; `podman save` of several joins them just so.
    await mkdir(at('two'));
    const rows: unknown[] = [];
    for (const [i, id] of ids.entries()) {
      push(id, `docker-archive:${at(`two-${i}.tar`)}:app:${i}`);
      run('tar', '-xf', at(`two-${i}.tar`), '-C', at('two'));
      rows.push(...(JSON.parse(readFileSync(at('two', 'manifest.json'), 'utf8')) as unknown[]));
    }
    await writeFile(at('two', 'manifest.json'), JSON.stringify(rows));
    run('tar', '-cf', file, '-C', at('two'), '.');
    const both = await report(file, 1);
    if (!('images' in both)) throw new Error('one image');
    expect(both.failed).toEqual([]);
    expect(both.images.map((image) => whatIsSeen(image))).toEqual([expected, expectedHonest]);
    expect(await seen(`docker-archive:${file}:app:1`, 0)).toEqual(expectedHonest);
    expect(await seen(`docker-archive:${file}:app:0`, 1)).toEqual(expected);
  });
});

describe('umoci', () => {
  it('makes a layout from nothing, whose files and settings are all seen', async (context) => {
    requireTool(context, 'umoci');
    const layout = at('umoci');
    await mkdir(at('umoci-files'), { recursive: true });
    await writeFile(at('umoci-files', 'run.sh'), '#!/bin/sh\nexec /bin/other "$1"\n', { mode: 0o755 });
    run('umoci', 'init', '--layout', layout);
    run('umoci', 'new', '--image', `${layout}:app`);
    run('umoci', 'insert', '--image', `${layout}:app`, at('umoci-files', 'run.sh'), '/run.sh');
    const settings = ['--config.entrypoint', '/run.sh', '--config.cmd', 'one', '--config.env', 'A=b'];
    run(
      'umoci',
      'config',
      '--image',
      `${layout}:app`,
      ...settings,
      '--os',
      'linux',
      '--architecture',
      'amd64',
    );
    run('umoci', 'unpack', '--rootless', '--image', `${layout}:app`, at('bundle'));
    await writeFile(at('bundle', 'rootfs', 'late.txt'), 'written between unpack and repack\n');
    run('umoci', 'repack', '--image', `${layout}:app`, at('bundle'));
    const image = await imageOf(`oci:${layout}:app`, 0);
    expect(image.verdict.decision).toBe('allow');
    expect(image.findings).toEqual([]);
    expect(image.coverage).toMatchObject({ complete: true, layersRead: 2 });
    expect(image.layers.map(({ added }) => added)).toEqual([1, 1]);
    expect(image.dockerfile).toContain('ENTRYPOINT ["/run.sh"]');
    expect(image.startChain[0]).toMatchObject({ path: '/run.sh', command: '/run.sh one', layerNumber: 1 });
    expect(image.startChain[0]?.children.at(-1)).toMatchObject({ kind: 'missing', runs: '/bin/other one' });
  });

  it('repacks the miner: its layers stay, and one is added', async (context) => {
    requireTool(context, 'umoci');
    requireTool(context, 'skopeo');
    const layout = at('umoci-miner');
    skopeo(`oci:${at('layout')}:tomcat`, `oci:${layout}:tomcat`);
    run('umoci', 'insert', '--image', `${layout}:tomcat`, at('policy.json'), '/etc/added');
    const image = await imageOf(`oci:${layout}:tomcat`, 1);
    expect(image.layers.map(({ diffId }) => diffId).slice(0, -1)).toEqual(miner.diffIds);
    expect(image.findings.map(({ rule }) => rule)).toEqual(
      (expected.findings as { rule: string }[]).map(({ rule }) => rule),
    );
  });
});

describe('docker save', () => {
  it.each([false, true])('since version 25, layers as stored: %s', async (asStored) => {
    const file = at(`docker-save-${asStored}.tar`);
    const images = [
      { image: miner, tags: ['team/tomcat:1'] },
      { image: honest, tags: ['team/honest:1'] },
    ];
    await writeFile(file, modernDockerArchive(images, { asStored }));
    const both = await report(file, 1);
    if (!('images' in both)) throw new Error('one image');
    expect(both.images.map((image) => whatIsSeen(image))).toEqual([expected, expectedHonest]);
  });
});
