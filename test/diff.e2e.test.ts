import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { miningImages } from '../demo/campaign.ts';
import { honestImages } from '../demo/honest.ts';
import type { DiffReport } from '../src/report/diff/json-schema.ts';
import { builtCli, startCli } from '../testkit/built-cli.ts';
import { buildImage, type ImageSpec } from '../testkit/image.ts';
import { dockerArchive, writeOciLayout } from '../testkit/store.ts';
import { requireTool } from '../testkit/tools.ts';

let work = '';
let main = '';

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'clearpull-diff-'));
  main = await builtCli();
}, 120_000);

afterAll(async () => {
  await rm(work, { recursive: true, force: true });
});

async function diff(...args: readonly string[]) {
  return startCli(main, ['diff', ...args, '--cache-dir', join(work, 'cache')], {
    env: { HOME: work, TMPDIR: work },
    cwd: work,
  }).done;
}

async function layoutOf(name: string, spec: ImageSpec): Promise<string> {
  await writeOciLayout(join(work, name), [{ image: buildImage(spec), name: 'app:1' }]);
  return `oci:./${name}`;
}

const NGINX = honestImages()[0]?.spec as ImageSpec;
const TOMCAT = miningImages()[0]?.spec as ImageSpec;

/** The same image with one more layer: a program, and an entry point that fetches it a companion. */
const NGINX_NEXT: ImageSpec = {
  ...NGINX,
  steps: [
    ...NGINX.steps,
    {
      createdBy: 'COPY tools/ / # buildkit',
      items: [
        {
          path: 'docker-entrypoint.sh',
          mode: 0o755,
          data: '#!/bin/sh\nset -e\ncurl -fsS https://telemetry.example.net/ping\nexec "$@"\n',
        },
        { path: 'usr/bin/helper', mode: 0o4755, data: '#!/bin/sh\necho helper\n' },
      ],
    },
  ],
};

describe('clearpull diff', () => {
  it('shows a verdict that got worse first, and ends as --fail-on says', async () => {
    const [old, fresh] = [await layoutOf('honest', NGINX), await layoutOf('miner', TOMCAT)];
    const free = await diff(old, fresh);
    expect([free.code, free.err]).toEqual([0, '']);
    expect(free.out).toContain('the verdict was allow and is block');
    expect(free.out).toContain('+ pool.minexmr.com');
    const gate = await diff(old, fresh, '--fail-on', 'worse-verdict');
    expect([gate.code, gate.out]).toEqual([1, free.out]);
    const back = await diff(fresh, old, '--fail-on', 'worse-verdict,new-finding,worse-finding');
    expect(back.code).toBe(0);
  });

  it('finds no difference between an image and itself, from another place', async () => {
    const old = await layoutOf('itself', NGINX);
    await writeFile(join(work, 'itself.tar'), dockerArchive([{ image: buildImage(NGINX), tags: ['app:1'] }]));
    const result = await diff(old, './itself.tar', '--fail-on', 'any');
    expect([result.code, result.err]).toEqual([0, '']);
    expect(result.out).toContain('= No difference');
  });

  it('names new steps, hosts and programs in JSON that the schema describes', async () => {
    const [old, fresh] = [await layoutOf('one', NGINX), await layoutOf('two', NGINX_NEXT)];
    const result = await diff(old, fresh, '-f', 'json', '--fail-on', 'new-start-step');
    expect([result.code, result.err]).toEqual([1, '']);
    const report = JSON.parse(result.out) as DiffReport;
    const schema = JSON.parse(await readFile(new URL('../schema/diff-1.0.0.json', import.meta.url), 'utf8'));
    const ajv = new Ajv2020({ strict: false });
    expect(ajv.validate(schema, report), ajv.errorsText()).toBe(true);
    expect(report.startSteps.new.map(({ command }) => command)).toContain(
      'curl -fsS https://telemetry.example.net/ping',
    );
    expect(report.hosts.new.map(({ host, use }) => [host, use])).toEqual([
      ['telemetry.example.net', 'start'],
    ]);
    expect(report.programs.map(({ path, how, atStart, setuid }) => [path, how, atStart, setuid])).toEqual([
      ['/docker-entrypoint.sh', 'changed', true, false],
      ['/usr/bin/helper', 'added', false, true],
    ]);
    expect(report.sharedLayers).toBe(NGINX.steps.filter(({ items }) => items !== undefined).length);
    expect(report.files.layers.map(({ instruction }) => instruction)).toEqual(['COPY tools/ /']);
  });

  it('answers mistakes with what to do', async () => {
    const old = await layoutOf('mistake', NGINX);
    const kind = await diff(old, old, '--fail-on', 'new-hosts');
    expect([kind.code, kind.out]).toEqual([2, '']);
    expect(kind.err).toContain('Did you mean "new-host"?');
    const one = await diff(old);
    expect(one.code).toBe(2);
    const missing = await diff(old, 'oci:./nowhere');
    expect([missing.code, missing.out]).toEqual([3, '']);
    await writeOciLayout(join(work, 'several'), [
      { image: buildImage(NGINX), name: 'app:1' },
      { image: buildImage(TOMCAT), name: 'app:2' },
    ]);
    const several = await diff(old, 'oci:./several');
    expect([several.code, several.out]).toEqual([2, '']);
    expect(several.err).toContain('holds 2 images');
    expect((await diff('oci:./several:app:1', 'oci:./several:app:2')).code).toBe(0);
  });

  it('sees a package that the real dpkg installed', async (context) => {
    requireTool(context, 'dpkg-deb');
    const root = join(work, 'root');
    await installWithDpkg(root, 'base-thing', '1.0');
    const before = await rootOf(root, 'before');
    await installWithDpkg(root, 'base-thing', '1.1');
    await installWithDpkg(root, 'extra-thing', '2.0-3');
    const after = await rootOf(root, 'after');
    const { code, out } = await diff(before, after, '-f', 'json', '--fail-on', 'new-package');
    const { packages, programs } = JSON.parse(out) as DiffReport;
    expect(code).toBe(1);
    expect(packages.new).toEqual([{ manager: 'dpkg', name: 'extra-thing', version: '2.0-3' }]);
    expect(packages.changed).toEqual([
      { manager: 'dpkg', name: 'base-thing', version: '1.1', before: '1.0' },
    ]);
    expect(programs.map(({ path, how }) => [path, how])).toEqual([
      ['/usr/bin/extra-thing', 'added'],
      ['/usr/bin/base-thing', 'changed'],
    ]);
  });
});

/** Makes a package with one script in it, and has dpkg install it into a root of its own. Nothing in it runs. */
async function installWithDpkg(root: string, name: string, version: string): Promise<void> {
  const tree = join(work, `${name}-${version}`);
  await mkdir(join(tree, 'DEBIAN'), { recursive: true });
  await mkdir(join(tree, 'usr/bin'), { recursive: true });
  await mkdir(join(root, 'var/lib/dpkg/updates'), { recursive: true });
  await mkdir(join(root, 'var/lib/dpkg/info'), { recursive: true });
  await writeFile(join(root, 'var/lib/dpkg/status'), '', { flag: 'a' });
  await writeFile(join(tree, 'usr/bin', name), `#!/bin/sh\necho ${version}\n`, { mode: 0o755 });
  const control = `Package: ${name}\nVersion: ${version}\nArchitecture: all\nMaintainer: T <t@example.com>\nDescription: t\n`;
  await writeFile(join(tree, 'DEBIAN/control'), control);
  tool('dpkg-deb', '--root-owner-group', '--build', tree, `${tree}.deb`);
  tool('dpkg', `--root=${root}`, '--force-not-root', '--force-bad-path', '--install', `${tree}.deb`);
}

async function rootOf(root: string, name: string): Promise<string> {
  tool('tar', '-C', root, '-cf', join(work, `${name}.tar`), '.');
  return `rootfs:./${name}.tar`;
}

function tool(program: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  expect([program, status, status === 0 ? '' : stderr]).toEqual([program, 0, '']);
}
