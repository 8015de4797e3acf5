import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtCli, type CliResult, startCli } from '../testkit/built-cli.ts';
import { type DockerRegistry, startDockerRegistry } from '../testkit/docker-registry.ts';
import { elf } from '../testkit/elf.ts';
import { buildImage, type Step } from '../testkit/image.ts';
import { type TestFolder, testFolder } from '../testkit/source-options.ts';
import { writeOciLayout } from '../testkit/store.ts';
import { requireTool } from '../testkit/tools.ts';

const BASE: Step = {
  createdBy: 'ADD rootfs.tar /',
  items: [{ path: 'bin/sh', data: elf({ needed: [] }), mode: 0o755 }],
};
const RUNTIME: Step = { createdBy: 'COPY runtime /', items: [{ path: 'opt/runtime', data: 'runtime' }] };
const APP: Step = {
  createdBy: 'COPY app /',
  items: [{ path: 'app', data: elf({ needed: [], extra: 'app' }), mode: 0o755 }],
};
const LABELS = { Labels: { vendor: 'ACME' } };
const base = buildImage({ steps: [BASE], created: '2026-09-08T00:00:00Z', config: LABELS });
const runtime = buildImage({ steps: [BASE, RUNTIME], created: '2026-09-09T00:00:00Z', config: LABELS });
const app = buildImage({ steps: [BASE, RUNTIME, APP], config: { Labels: { vendor: 'ACME', name: 'app' } } });

let main = '';
let folder: TestFolder;
let registry: DockerRegistry | undefined;
const at = (...names: string[]): string => join(folder.path, ...names);

beforeAll(async () => {
  main = await builtCli();
  folder = await testFolder();
  await mkdir(at('home'));
  await writeOciLayout(at('layout'), [
    { image: base, name: 'base' },
    { image: runtime, name: 'runtime' },
    { image: app, name: 'app' },
  ]);
});
afterAll(async () => {
  await registry?.stop();
  await folder.remove();
});

function cli(...args: readonly string[]): Promise<CliResult> {
  const env = { HOME: at('home'), TMPDIR: folder.path };
  return startCli(main, args, { env, cwd: folder.path }).done;
}

function push(host: string, name: string, to: string): void {
  const args = ['--insecure-policy', 'copy', '--quiet', '--dest-tls-verify=false'];
  const { status, stderr } = spawnSync(
    'skopeo',
    [...args, `oci:${at('layout')}:${name}`, `docker://${host}/${to}`],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`skopeo failed: ${stderr}`);
}

describe("a catalogue learned from Debian's docker-registry", () => {
  it('tells the base chain of an image, and accounts for what lies in its layers', async (context) => {
    for (const tool of ['docker-registry', 'skopeo']) requireTool(context, tool);
    registry = await startDockerRegistry(at('registry'));
    const { host } = registry;
    push(host, 'base', 'base:20260908');
    push(host, 'base', 'base:latest');
    push(host, 'runtime', 'team/runtime:1.4');
    push(host, 'app', 'team/app:1');

    const before = await cli('check', `${host}/team/app:1`, '--insecure', '-f', 'json', '--no-cache');
    expect((JSON.parse(before.out) as { base: object }).base).toEqual({ claimedBy: 'none' });

    const learned = await cli(
      'catalog',
      'update',
      '--insecure',
      '--registry',
      host,
      'base',
      'team/runtime',
      '-f',
      'json',
    );
    expect([learned.code, learned.err]).toEqual([0, '']);
    expect(JSON.parse(learned.out)).toEqual({
      repositories: [
        { name: `${host}/base`, tags: 2, leftOut: 0, images: 1, fresh: 1 },
        { name: `${host}/team/runtime`, tags: 1, leftOut: 0, images: 1, fresh: 1 },
      ],
    });

    const after = await cli('check', `${host}/team/app:1`, '--insecure', '-f', 'json');
    const report = JSON.parse(after.out) as { base: { chain: object[] }; accounting: object; trace: object };
    expect(report.base).toMatchObject({
      claimedBy: 'none',
      chain: [
        {
          name: `${host}/team/runtime:1.4`,
          layers: 2,
          covers: 'lowest-layers',
          matchedBy: 'diff-ids',
          digest: runtime.manifest.digest,
          created: '2026-09-09',
        },
        { name: `${host}/base:20260908`, alsoTagged: ['latest'], layers: 1, created: '2026-09-08' },
      ],
      inheritedLabels: ['vendor'],
    });
    expect(report.accounting).toMatchObject({
      total: 2,
      accounted: 1,
      unlisted: 1,
      base: { programs: 1, alone: 1 },
    });
    expect(report.trace).toMatchObject({
      links: expect.arrayContaining([
        expect.objectContaining({ name: 'base', status: 'verified' }),
      ]) as unknown,
    });

    const without = await cli(
      'check',
      `${host}/team/app:1`,
      '--insecure',
      '-f',
      'json',
      '--catalog-dir',
      'none',
    );
    expect((JSON.parse(without.out) as { base: object }).base).toEqual({ claimedBy: 'none' });

    const explained = await cli('explain', `${host}/team/app:1`, '--insecure', '--columns', '120');
    expect(explained.out).toContain(
      `built on ${host}/team/runtime:1.4, all 2 of its layers by their content`,
    );
    expect(explained.out).toContain(`FROM ${host}/team/runtime:1.4@${runtime.manifest.digest}`);

    const listed = await cli('catalog', 'list', `${host}/base`);
    expect(listed.out).toContain('20260908, latest  linux/amd64  1 layer, by diffID');
    expect((await cli('catalog', 'list')).out).toContain(`${host}/team/runtime`);
  });
});

describe('the commands about the catalogue', () => {
  it('list what ships, and say what is not known', async () => {
    const { code, out } = await cli('catalog', 'list', '-f', 'json', '--catalog-dir', 'none');
    expect(code).toBe(0);
    const { repositories } = JSON.parse(out) as { repositories: { name: string }[] };
    expect(repositories.length).toBeGreaterThan(100);
    const unknown = await cli('catalog', 'list', 'tomcaat');
    expect(unknown).toMatchObject({ code: 2, out: '', err: expect.stringContaining('Did you mean tomcat?') });
  });

  it('import checkouts, with the day that they are of', async () => {
    await mkdir(at('official-images', 'library'), { recursive: true });
    const text = `GitRepo: https://example.com/x.git\nGitCommit: ${'a'.repeat(40)}\n\nTags: 7\n`;
    await writeFile(at('official-images', 'library', 'example'), text);
    const own = ['--catalog-dir', at('own')];
    const taken = await cli('catalog', 'import', at('official-images'), '--as-of', '2026-11-01', ...own);
    expect(taken.out).toContain('official-images, 0 images by digest, 1 listing of tags');
    expect((await cli('catalog', 'list', 'example', ...own)).out).toContain('(2026-11-01)');
    const wrong = await cli('catalog', 'import', at('home'), ...own);
    expect(wrong).toMatchObject({ code: 3, out: '', err: expect.stringContaining('is no checkout') });
    expect(await cli('catalog', 'import', at('home'), '--as-of', 'today', ...own)).toMatchObject({ code: 2 });
    expect(await cli('catalog', 'update', '--catalog-dir', 'none')).toMatchObject({ code: 2 });
  });
});
