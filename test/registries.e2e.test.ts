import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { breakingLine } from '../testkit/breaking-line.ts';
import { builtCli, type CliResult, type RunningCli, startCli } from '../testkit/built-cli.ts';
import {
  type DockerRegistry,
  type DockerRegistryOptions,
  startDockerRegistry,
} from '../testkit/docker-registry.ts';
import { buildImage } from '../testkit/image.ts';
import { type RegistrySwitches, startRegistry, type TestRegistry } from '../testkit/registry.ts';
import { type TestFolder, testFolder } from '../testkit/source-options.ts';
import { writeOciLayout } from '../testkit/store.ts';
import { requireTool } from '../testkit/tools.ts';

const LOGIN = { username: 'someone', password: 'p:a ss' };
const MB = 1_000_000;
/** Bytes that nothing makes shorter; which ones they are does not matter. */
const LARGE = buildImage({
  steps: [
    { createdBy: 'COPY large /', items: [{ path: 'large', data: randomBytes(6 * MB) }] },
    { createdBy: 'COPY small /', items: [{ path: 'small', data: 'small' }] },
  ],
});

let main = '';
let folder: TestFolder;
const running: { stop(): Promise<void> }[] = [];
const at = (...names: string[]): string => join(folder.path, ...names);

beforeAll(async () => {
  main = await builtCli();
  folder = await testFolder();
  await mkdir(at('home'));
  await writeOciLayout(at('layout'), [{ image: LARGE, name: 'large' }]);
});
afterAll(async () => {
  await Promise.all(running.map((one) => one.stop()));
  await folder.remove();
});

function start(args: readonly string[], env: Record<string, string> = {}, stdin?: string): RunningCli {
  const home = { HOME: at('home'), TMPDIR: folder.path };
  return startCli(main, args, {
    env: { ...home, ...env },
    cwd: folder.path,
    ...(stdin === undefined ? {} : { stdin }),
  });
}

function cli(args: readonly string[], env: Record<string, string> = {}, stdin?: string): Promise<CliResult> {
  return start(args, env, stdin).done;
}

async function registry(switches: RegistrySwitches = {}): Promise<TestRegistry> {
  const started = await startRegistry(switches);
  running.push({ stop: started.close });
  started.put('app', LARGE, '1');
  return started;
}

let count = 0;
async function dockerRegistry(context: TestContext, options: DockerRegistryOptions): Promise<DockerRegistry> {
  for (const tool of ['docker-registry', 'skopeo']) requireTool(context, tool);
  if (options.login !== undefined) requireTool(context, 'htpasswd');
  if (options.tls) requireTool(context, 'openssl');
  const started = await startDockerRegistry(at(`registry-${count++}`), options);
  running.push(started);
  return started;
}

function push(host: string, ...args: string[]): void {
  const to = ['--dest-tls-verify=false', ...args, `oci:${at('layout')}:large`, `docker://${host}/app:1`];
  const { status, stderr } = spawnSync('skopeo', ['--insecure-policy', 'copy', '--quiet', ...to], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`skopeo failed: ${stderr}`);
}

function complete(result: CliResult): unknown {
  return [result.code, (JSON.parse(result.out) as { coverage: { complete: boolean } }).coverage.complete];
}

describe("Debian's docker-registry, with TLS and a password", () => {
  it('over a line that breaks is read by Range, to the last byte', async (context) => {
    const { host, certificate = '' } = await dockerRegistry(context, { login: LOGIN, tls: true });
    push(host, '--dest-creds', `${LOGIN.username}:${LOGIN.password}`);
    await writeFile(at('ca.pem'), certificate);
    const line = await breakingLine(host, 1.5 * MB, 3);
    const login = ['--username', LOGIN.username, '--password-stdin', '--cacert', at('ca.pem')];
    const args = [`${line.host}/app:1`, '--no-cache', '-f', 'json', ...login];
    const result = await cli(args, {}, LOGIN.password);
    expect(result.err).toBe('');
    expect(complete(result)).toEqual([0, true]);
    expect(line.broken()).toBe(3);
    // Each break cost what was on its way, and no more: read from the start each time, it would be twice as much.
    expect(line.bytes()).toBeLessThan(8.5 * MB);
    const untrusted = await cli([...args.slice(0, 4), ...login.slice(0, 3)], {}, LOGIN.password);
    expect(untrusted).toMatchObject({ code: 3, out: '', err: expect.stringContaining('--cacert') });
    await line.close();
  });
});

describe('a mirror', () => {
  it("that is Debian's docker-registry serves what the registry has, also without it", async (context) => {
    const origin = await dockerRegistry(context, {});
    push(origin.host);
    const mirror = await dockerRegistry(context, { mirrorOf: `http://${origin.host}` });
    const args = [`${origin.host}/app:1`, '--no-cache', '-f', 'json'];
    const env = { CLEARPULL_MIRROR: `${origin.host}=${mirror.host}` };
    const first = await cli(args, env);
    expect([first.err, complete(first)]).toEqual(['', [0, true]]);
    expect(await cli(args)).toMatchObject({ out: first.out });
    await origin.stop();
    expect(await cli(args, env)).toMatchObject({ code: 0, err: '', out: first.out });
    await mirror.stop();
    const none = await cli(args, env);
    expect(none).toMatchObject({ code: 3, out: '' });
    expect(none.err).toContain(`The mirror ${mirror.host} is asked no more`);
    expect(none.err).toContain(`${origin.host} cannot be reached`);
  });
});

describe('a rate limit', () => {
  it('is waited for, which is told, and nothing else changes', async () => {
    const headers = { 'retry-after': '1' };
    const busy = await registry({ failFirst: { count: 1, status: 429, headers } });
    const result = await cli([`${busy.host}/app:1`, '--no-cache', '-f', 'json']);
    expect(complete(result)).toEqual([0, true]);
    expect(result.err).toMatch(
      /^clearpull: 127\.0\.0\.1:\d+ allows no more requests for now; trying again in [12] seconds?\.\n$/,
    );
  });

  it('that lasts is an error with what is known of it', async () => {
    const headers = { 'retry-after': '7200', 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '0' };
    const busy = await registry({ failFirst: { count: 1000, status: 429, headers } });
    const result = await cli([`${busy.host}/app:1`, '--no-cache']);
    expect(result).toMatchObject({ code: 3, out: '' });
    expect(result.err).toContain(
      '100 pulls in 6 hours are allowed, and none is left; it asks to wait 2 hours',
    );
    expect(result.err).toContain(`docker login ${busy.host}`);
  });

  it('is not touched by what is known from before', async () => {
    const known = await registry();
    const args = [`${known.host}/app:1`, '--cache-dir', at('known'), '-f', 'json'];
    const first = await cli(args);
    const before = known.requests.length;
    expect(await cli(args)).toEqual(first);
    expect(known.log().slice(before)).toEqual(['GET /v2/', 'HEAD /v2/app/manifests/1']);
  });
});

describe('Ctrl-C', () => {
  /** Interrupts once the registry has seen enough; answers what came of it, and after how many milliseconds. */
  async function interrupted(
    args: readonly string[],
    enough: () => boolean,
  ): Promise<CliResult & { readonly after: number }> {
    const started = start(args);
    while (!enough() && started.process.exitCode === null) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const asked = performance.now();
    started.process.kill('SIGINT');
    return { ...(await started.done), after: performance.now() - asked };
  }

  it('ends at once what waits for a registry, whatever it waits for', async () => {
    const layer = LARGE.layers[0]?.digest ?? '';
    const cases: [RegistrySwitches, string][] = [
      [{ silentBlobs: true }, LARGE.config.digest],
      [{ failFirst: { count: 9, status: 429, headers: { 'retry-after': '50' } } }, '/manifests/1'],
      [{ stallBlobs: 100_000 }, layer],
      [{ trickleBlobs: 1 }, layer],
    ];
    for (const [switches, path] of cases) {
      const waiting = await registry(switches);
      const seen = (): boolean => waiting.log().some((line) => line.includes(path));
      const result = await interrupted([`${waiting.host}/app:1`, '--no-cache'], seen);
      expect(result).toMatchObject({ code: 130, out: '' });
      expect(result.err).toContain('clearpull: Interrupted; nothing was decided.\n');
      expect(result.after).toBeLessThan(3000);
    }
  });

  it('keeps the layers that were read, and only the others are fetched the next time', async () => {
    const stalling = await registry({ stallBlobs: 100_000 });
    const cache = at('interrupted');
    const args = [`${stalling.host}/app:1`, '--cache-dir', cache, '-f', 'json', '--jobs', '2'];
    const [large, small] = LARGE.layers.map(({ digest }) => digest as string);
    const seen = (): boolean =>
      [large, small].every((digest) => stalling.log().some((line) => line.endsWith(digest ?? '?')));
    // The small layer is read and stored soon after it was asked for; when exactly cannot be seen from here.
    const { code } = await interrupted(args, () => seen());
    expect(code).toBe(130);
    stalling.set({});
    const before = stalling.requests.length;
    const after = await cli(args);
    expect([after.err, complete(after)]).toEqual(['', [0, true]]);
    const asked = stalling.log().slice(before);
    expect(asked).toContain(`GET /v2/app/blobs/${large}`);
    expect(asked.some((line) => line.endsWith(LARGE.config.digest))).toBe(false);
    expect(await cli(args)).toEqual(after);
  });
});
