import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { MEDIA_TYPE } from '../src/base/media-types.ts';
import type { Image } from '../src/image/image.ts';
import { openTarget, parseTarget, type SourceOptions } from '../src/source/index.ts';
import {
  type DockerRegistry,
  type DockerRegistryOptions,
  startDockerRegistry,
} from '../testkit/docker-registry.ts';
import { buildImage, buildIndex } from '../testkit/image.ts';
import { randomImage } from '../testkit/random-image.ts';
import { sourceOptions, type TestFolder, testFolder } from '../testkit/source-options.ts';
import { writeOciLayout } from '../testkit/store.ts';
import { hasTool, requireTool } from '../testkit/tools.ts';
import { validateImage } from '../testkit/validate-image.ts';

const LOGIN = { username: 'someone', password: 'p:a ss' };
const ARM = { os: 'linux', architecture: 'arm64' };
const built = buildImage(randomImage(3, { layers: 4, compressions: ['gzip'] }));
const arm = buildImage({ ...randomImage(4, { compressions: ['gzip'] }), platform: ARM });
const index = buildIndex([{ image: built }, { image: arm }], { attestations: true });

let folder: TestFolder;
const registries: DockerRegistry[] = [];
beforeAll(async () => {
  folder = await testFolder();
  await writeOciLayout(at('layout'), [{ image: built, name: 'app' }]);
  await writeOciLayout(at('multi'), [{ image: index, name: 'multi' }]);
});
afterAll(async () => {
  await Promise.all(registries.map((running) => running.stop()));
  await folder.remove();
});

function at(...names: string[]): string {
  return join(folder.path, ...names);
}

function run(program: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8', cwd: folder.path });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${stderr}`);
}

function skopeo(...args: string[]): void {
  run('skopeo', '--insecure-policy', 'copy', '--quiet', ...args);
}

let started = 0;
async function registry(context: TestContext, options: DockerRegistryOptions = {}): Promise<DockerRegistry> {
  requireTool(context, 'docker-registry');
  if (options.login !== undefined) requireTool(context, 'htpasswd');
  if (options.tls) requireTool(context, 'openssl');
  const running = await startDockerRegistry(at(`registry-${started++}`), options);
  registries.push(running);
  return running;
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

function withRegistry(over: Partial<SourceOptions['registry']>): Partial<SourceOptions> {
  return { registry: { ...sourceOptions(folder.path).registry, ...over } };
}

function diffIds(image: Image | undefined): unknown {
  return image?.layers.map((layer) => layer.diffId);
}

describe('what skopeo writes', () => {
  it('as an OCI layout, an OCI archive and a docker-archive is the image that went in', async (context) => {
    requireTool(context, 'skopeo');
    const source = `oci:${at('layout')}:app`;
    for (const [scheme, name] of [
      ['oci', 'skopeo-oci:v1'],
      ['oci-archive', 'skopeo-oci.tar:v1'],
      ['docker-archive', 'skopeo-docker.tar:example.com/app:v1'],
    ] as const) {
      skopeo(source, `${scheme}:${at(name)}`);
      const path = at(name.slice(0, name.indexOf(':')));
      for (const target of [path, `${scheme}:${path}`, `${scheme}:${at(name)}`]) {
        const [image, ...rest] = await images(target);
        expect(rest).toEqual([]);
        expect(image?.reference).toContain(name.slice(name.indexOf(':')));
        expect(diffIds(image)).toEqual(built.diffIds);
        if (scheme === 'docker-archive') expect(image?.digest).toBe(image?.manifest.config.digest);
        else expect(image?.hasManifest).toBe(true);
      }
    }
  });

  it('compressed as a whole by gzip and zstd is the same', async (context) => {
    requireTool(context, 'skopeo');
    skopeo(`oci:${at('layout')}:app`, `oci-archive:${at('to-compress.tar')}`);
    await writeFile(at('whole.tar.gz'), gzipSync(readFileSync(at('to-compress.tar'))));
    expect(diffIds((await images(at('whole.tar.gz')))[0])).toEqual(built.diffIds);
    requireTool(context, 'zstd');
    run('zstd', '-q', at('to-compress.tar'));
    expect(diffIds((await images(at('to-compress.tar.zst')))[0])).toEqual(built.diffIds);
  });

  it('with zstd layers, and with the types of Docker, is the same', async (context) => {
    requireTool(context, 'skopeo');
    const source = `oci:${at('layout')}:app`;
    skopeo('--dest-compress-format', 'zstd', '--dest-compress', source, `oci:${at('zstd')}:v1`);
    const [zstd] = await images(at('zstd'));
    expect(zstd?.layers.every((layer) => layer.blob.mediaType === MEDIA_TYPE.ociLayerZstd)).toBe(true);
    const { host } = await registry(context);
    skopeo('--format', 'v2s2', '--dest-tls-verify=false', source, `docker://${host}/app:docker`);
    const [docker] = await images(`${host}/app:docker`);
    expect(docker?.manifest.mediaType).toBe(MEDIA_TYPE.dockerManifest);
    expect(diffIds(docker)).toEqual(built.diffIds);
  });
});

describe("Debian's docker-registry", () => {
  it('hands out what skopeo copied to it, by tag and digest', async (context) => {
    requireTool(context, 'skopeo');
    const { host } = await registry(context);
    skopeo('--dest-tls-verify=false', `oci:${at('layout')}:app`, `docker://${host}/team/app:1`);
    const [image] = await images(`${host}/team/app:1`);
    expect(image?.digest).toBe(built.manifest.digest);
    expect(image?.reference).toBe(`${host}/team/app:1`);
    expect(await images(`docker://${host}/team/app@${built.manifest.digest}`)).toHaveLength(1);
    await expect(images(`${host}/team/app:2`)).rejects.toMatchObject({ code: 'target-not-found' });
    await expect(images(`${host}/team/none`)).rejects.toMatchObject({ code: 'target-not-found' });
  });

  it('hands out a multi-platform index with its attestations', async (context) => {
    requireTool(context, 'skopeo');
    const { host } = await registry(context);
    skopeo(
      '--all',
      '--preserve-digests',
      '--dest-tls-verify=false',
      `oci:${at('multi')}:multi`,
      `docker://${host}/multi:1`,
    );
    const [image, ...rest] = await images(`${host}/multi:1`);
    expect(rest).toEqual([]);
    expect([image?.digest, image?.indexDigest]).toEqual([built.manifest.digest, index.index.digest]);
    expect(image?.attestations).toHaveLength(1);
    const [other] = await images(`${host}/multi:1`, { platform: ARM, platformGiven: true });
    expect(other?.digest).toBe(arm.manifest.digest);
    expect(await images(`${host}/multi:1`, { platform: 'all', platformGiven: true })).toHaveLength(2);
    await expect(
      images(`${host}/multi:1`, { platform: { os: 'linux', architecture: 's390x' }, platformGiven: true }),
    ).rejects.toThrow('it has linux/amd64, linux/arm64');
  });

  it('behind a password wants it', async (context) => {
    requireTool(context, 'skopeo');
    const { host } = await registry(context, { login: LOGIN });
    const creds = `${LOGIN.username}:${LOGIN.password}`;
    skopeo(
      '--dest-tls-verify=false',
      '--dest-creds',
      creds,
      `oci:${at('layout')}:app`,
      `docker://${host}/app:1`,
    );
    expect(await images(`${host}/app:1`, withRegistry(LOGIN))).toHaveLength(1);
    await expect(images(`${host}/app:1`)).rejects.toMatchObject({
      code: 'unauthorized',
      hint: expect.stringContaining(`docker login ${host}`),
    });
    await expect(images(`${host}/app:1`, withRegistry({ ...LOGIN, password: 'x' }))).rejects.toMatchObject({
      code: 'unauthorized',
      hint: expect.stringContaining('see that user and password are right'),
    });
    await mkdir(at('docker'), { recursive: true });
    const auths = { [host]: { auth: Buffer.from(creds).toString('base64') } };
    await writeFile(at('docker', 'config.json'), JSON.stringify({ auths }));
    expect(await images(`${host}/app:1`)).toHaveLength(1);
  });

  it('behind TLS is believed with its certificate, or when nothing is to be verified', async (context) => {
    requireTool(context, 'skopeo');
    const { host, certificate } = await registry(context, { tls: true });
    skopeo('--dest-tls-verify=false', `oci:${at('layout')}:app`, `docker://${host}/app:1`);
    const trusting = withRegistry({ caCertificates: certificate ?? '' });
    expect((await images(`${host}/app:1`, trusting))[0]?.digest).toBe(built.manifest.digest);
    expect(await images(`${host}/app:1`, withRegistry({ insecure: true }))).toHaveLength(1);
    await expect(images(`${host}/app:1`)).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('is not trusted'),
      hint: expect.stringContaining('--cacert'),
    });
  });
});

describe('what buildah builds and pushes', () => {
  const storage = (): string[] => [
    '--root',
    at('storage'),
    '--runroot',
    at('run'),
    '--storage-driver',
    'vfs',
  ];

  function buildah(...args: string[]): void {
    const { status, stderr } = spawnSync('buildah', [...storage(), ...args], {
      encoding: 'utf8',
      cwd: folder.path,
      env: { ...process.env, BUILDAH_ISOLATION: 'chroot', STORAGE_DRIVER: 'vfs' },
    });
    if (status !== 0) throw new Error(`buildah ${args.join(' ')} failed: ${stderr}`);
  }

  beforeAll(async () => {
    if (!hasTool('buildah')) return;
    await mkdir(at('context'), { recursive: true });
    await writeFile(at('context', 'hello'), 'hello\n');
    const lines = ['FROM scratch', 'COPY hello /etc/hello', 'ENV A=b', 'COPY hello /other', 'CMD ["/hello"]'];
    await writeFile(at('context', 'Dockerfile'), `${lines.join('\n')}\n`);
    buildah('bud', '--layers', '--tag', 'made', at('context'));
  });
  afterAll(() => {
    if (hasTool('buildah')) buildah('rmi', '--all', '--force');
  });

  it('is one image as an OCI archive, as a docker-archive and in a registry', async (context) => {
    requireTool(context, 'buildah');
    const { host } = await registry(context);
    const policy = at('policy.json');
    await writeFile(policy, '{"default":[{"type":"insecureAcceptAnything"}]}');
    const push = (to: string): void =>
      buildah('push', '--quiet', '--signature-policy', policy, '--tls-verify=false', 'made', to);
    push(`oci-archive:${at('made-oci.tar')}:made:1`);
    push(`docker-archive:${at('made-docker.tar')}:made:1`);
    push(`docker://${host}/made:1`);
    const found = [
      ...(await images(at('made-oci.tar'))),
      ...(await images(at('made-docker.tar'))),
      ...(await images(`${host}/made:1`)),
    ];
    expect(found.map((image) => image.hasManifest)).toEqual([true, false, true]);
    for (const image of found) {
      expect(diffIds(image)).toEqual(diffIds(found[0]));
      expect(image.config.config.Cmd).toEqual(['/hello']);
      expect(image.config.history.some((row) => row.created_by?.includes('COPY'))).toBe(true);
    }
  });
});
