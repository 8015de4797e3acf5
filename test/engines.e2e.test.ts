import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { checkTarget } from '../src/app/check.ts';
import type { Assessment } from '../src/assess/index.ts';
import { DEFAULT_POLICY } from '../src/assess/index.ts';
import { DEFAULT_LIMITS } from '../src/base/limits.ts';
import type { Image } from '../src/image/image.ts';
import { openTarget, parseTarget, type SourceOptions } from '../src/source/index.ts';
import { type DockerRegistry, startDockerRegistry } from '../testkit/docker-registry.ts';
import { type Engine, run, startContainerd, startPodman } from '../testkit/engines.ts';
import { buildImage } from '../testkit/image.ts';
import { sourceOptions, type TestFolder, testFolder } from '../testkit/source-options.ts';
import { dockerArchive, ociArchive } from '../testkit/store.ts';
import { requireTool } from '../testkit/tools.ts';
import { validateImage } from '../testkit/validate-image.ts';

const NAME = 'example.com/team/app:1';
const built = buildImage({
  steps: [
    { createdBy: 'COPY file:1 in /etc/hello', items: [{ path: 'etc/hello', data: 'hello\n' }] },
    {
      createdBy: 'COPY dir:2 in /opt',
      items: [
        { path: 'opt', type: 'directory' },
        { path: 'opt/big', data: Buffer.from(Array.from({ length: 9_000_000 }, (_, i) => (i * i) % 251)) },
        { path: 'opt/empty', data: '' },
        { path: 'opt/link', type: 'symlink', target: '../etc/hello' },
        { path: 'opt/same', type: 'hardlink', target: 'opt/big' },
        { path: 'opt/setuid', data: 'x', mode: 0o4755 },
        { path: 'etc/.wh.hello', data: '' },
        { path: 'opt/start.sh', data: '#!/bin/sh\nexec sleep 1\n', mode: 0o755 },
      ],
    },
  ],
  config: { Cmd: ['/opt/start.sh'] },
});

let folder: TestFolder;
let podman: Engine | undefined;
let containerd: (Engine & { readonly root: string }) | undefined;
let registry: DockerRegistry | undefined;
beforeAll(async () => {
  folder = await testFolder();
  await writeFile(at('docker.tar'), dockerArchive([{ image: built, tags: [NAME] }]));
  await writeFile(at('oci.tar'), ociArchive([{ image: built, name: NAME }]));
});
afterAll(async () => {
  await Promise.all([podman?.stop(), containerd?.stop(), registry?.stop()]);
  await folder.remove();
});

function at(...names: string[]): string {
  return join(folder.path, ...names);
}

async function thePodman(context: TestContext): Promise<Engine> {
  requireTool(context, 'podman');
  if (podman !== undefined) return podman;
  podman = await startPodman(at('podman'));
  podman.run('load', '--quiet', '--input', at('docker.tar'));
  return podman;
}

async function theContainerd(context: TestContext): Promise<Engine & { readonly root: string }> {
  requireTool(context, 'containerd');
  requireTool(context, 'ctr');
  if (containerd !== undefined) return containerd;
  containerd = await startContainerd(at('containerd'));
  containerd.run('image', 'import', '--no-unpack', at('oci.tar'));
  return containerd;
}

async function images(text: string, over: Partial<SourceOptions> = {}): Promise<readonly Image[]> {
  const source = await openTarget(parseTarget(text), sourceOptions(folder.path, over));
  try {
    for (const image of source.images) expect(await validateImage(image)).toEqual([]);
    return source.images;
  } finally {
    await source.close();
  }
}

async function check(text: string, containerdRoot?: string): Promise<Assessment> {
  const [assessment] = await checkTarget(text, {
    policy: DEFAULT_POLICY,
    limits: DEFAULT_LIMITS,
    registry: sourceOptions(folder.path).registry,
    workers: 1,
    platform: 'linux/amd64',
    ...(containerdRoot === undefined ? {} : { containerdRoot }),
  });
  if (assessment === undefined) throw new Error(`${text} gave nothing`);
  return assessment;
}

const diffIds = (image: Image | undefined): unknown => image?.layers.map(({ diffId }) => diffId);

describe('podman', () => {
  it('hands out over its socket what was loaded into it', async (context) => {
    const { socket } = await thePodman(context);
    const env = { CONTAINER_HOST: `unix://${socket}`, DOCKER_HOST: `unix://${socket}` };
    const found = [
      ...(await images(`podman:${NAME}`, { env })),
      ...(await images(`docker-daemon:${NAME}`, { env })),
      ...(await images(`podman:${built.config.digest.slice('sha256:'.length)}`, { env })),
    ];
    expect(found.map(({ digest }) => digest)).toEqual(Array(3).fill(built.config.digest));
    for (const image of found) expect(diffIds(image)).toEqual(built.diffIds);
    expect(found[2]?.alsoNamed).toEqual([`podman:${NAME}`]);
    await expect(images('podman:example.com/team/app:2', { env })).rejects.toMatchObject({
      code: 'target-not-found',
      hint: `Did you mean ${NAME}?`,
    });
  });

  it('saves in four formats, which are one image', async (context) => {
    const engine = await thePodman(context);
    for (const format of ['docker-archive', 'oci-archive', 'oci-dir', 'docker-dir']) {
      const path = at(`saved-${format}`);
      engine.run('save', '--quiet', '--format', format, '--output', path, NAME);
      const [image, ...rest] = await images(path);
      expect(rest).toEqual([]);
      expect(diffIds(image)).toEqual(built.diffIds);
      expect(image?.config.config.Cmd).toEqual(['/opt/start.sh']);
    }
  });

  it('pushes zstd:chunked layers, which are read and explained', async (context) => {
    const engine = await thePodman(context);
    requireTool(context, 'docker-registry');
    registry ??= await startDockerRegistry(at('registry'));
    const target = `${registry.host}/chunked:1`;
    const push = ['push', '--quiet', '--tls-verify=false', '--compression-format', 'zstd:chunked'];
    engine.run(...push, NAME, `docker://${target}`);
    const [image] = await images(target);
    expect(diffIds(image)).toEqual(built.diffIds);
    const { coverage, verdict } = await check(target);
    expect(coverage).toMatchObject({ complete: true, files: 5, unread: [] });
    expect(coverage.notes).toEqual([expect.stringContaining('In the format zstd:chunked: layers 1, 2')]);
    expect(verdict.decision).toBe('allow');
  });
});

describe('containerd', () => {
  it('has its images read from its folder, while it runs and after', async (context) => {
    const engine = await theContainerd(context);
    const containerdRoot = engine.root;
    engine.run('--namespace', 'k8s.io', 'image', 'import', '--no-unpack', at('docker.tar'));
    for (const name of [`default/${NAME}`, built.manifest.digest]) {
      const [image, ...rest] = await images(`containerd:${name}`, { containerdRoot });
      expect(rest).toEqual([]);
      expect(image).toMatchObject({ digest: built.manifest.digest, reference: `containerd:default/${NAME}` });
    }
    expect(diffIds((await images(`containerd:k8s.io/${NAME}`, { containerdRoot }))[0])).toEqual(
      built.diffIds,
    );
    await expect(images(`containerd:${NAME}`, { containerdRoot })).rejects.toMatchObject({ code: 'usage' });
  });

  it('with many images still has every name found', async (context) => {
    const engine = await theContainerd(context);
    // Enough that the names no longer fit one page of its database.
    const names = Array.from({ length: 120 }, (_, i) => `example.com/${'many'.repeat(20)}/n${i}:1`);
    engine.run('--namespace', 'many', 'image', 'import', '--no-unpack', at('oci.tar'));
    engine.run('--namespace', 'many', 'image', 'tag', NAME, ...names);
    for (const name of [names[0], names[77], names[119]]) {
      const [image] = await images(`containerd:${name}`, { containerdRoot: engine.root });
      expect(image?.digest).toBe(built.manifest.digest);
    }
  });

  it('exports an archive that is the same image', async (context) => {
    const engine = await theContainerd(context);
    engine.run('image', 'export', at('exported.tar'), NAME);
    const [image] = await images(at('exported.tar'));
    expect(image).toMatchObject({
      digest: built.manifest.digest,
      reference: `${at('exported.tar')}:${NAME}`,
    });
  });

  it('converted to eStargz is read, and what the format adds is explained', async (context) => {
    const engine = await theContainerd(context);
    requireTool(context, 'ctr-remote');
    const convert = ['--address', engine.socket, 'image', 'convert', '--oci'];
    run('ctr-remote', [...convert, '--estargz', NAME, 'example.com/lazy:1'], folder.path);
    const found = await images('containerd:example.com/lazy:1', { containerdRoot: engine.root });
    expect(found).toHaveLength(1);
    const { coverage, verdict, layers, findings } = await check('containerd:example.com/lazy:1', engine.root);
    expect(findings).toEqual([]);
    expect(coverage).toMatchObject({ complete: true, unread: [] });
    expect(coverage.notes).toEqual([expect.stringContaining('In the format eStargz: layers 1, 2')]);
    // A table of contents and a landmark in each layer.
    expect(coverage.files).toBe(5 + 2 * layers.length);
    expect(verdict.decision).toBe('allow');
  });
});

describe('a plain root file system', () => {
  it('is judged the same as a folder and as a tar that GNU tar made of it', async (context) => {
    requireTool(context, 'tar');
    const root = at('rootfs');
    await mkdir(join(root, 'etc'), { recursive: true });
    await mkdir(join(root, 'usr/bin'), { recursive: true });
    await mkdir(join(root, 'var'), { recursive: true });
    await writeFile(join(root, 'etc/os-release'), 'PRETTY_NAME="Test OS 1"\n');
    await writeFile(join(root, 'usr/bin/tool'), '#!/bin/sh\n', { mode: 0o755 });
    run('tar', ['-C', root, '-cf', at('rootfs.tar'), '.'], folder.path);
    const folderReport = await check(`dir:${root}`);
    const tarReport = await check(at('rootfs.tar'));
    for (const { image, coverage, explanation, findings, trace } of [folderReport, tarReport]) {
      expect(image.distribution).toBe('Test OS 1');
      expect(coverage).toMatchObject({ complete: true, files: 2, layers: 1 });
      expect([findings, explanation.startChain, explanation.notes, trace.level]).toEqual([[], [], [], 'T0']);
    }
    expect([folderReport.image.bare, tarReport.image.bare]).toEqual(['folder', 'archive']);
  });
});
