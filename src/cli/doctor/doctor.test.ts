import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeIo } from '../../../testkit/fake-io.ts';
import { startRegistry } from '../../../testkit/registry.ts';
import { runCli } from '../run.ts';
import type { Diagnosis } from './doctor-check.ts';
import { nodeVersion } from './machine.ts';

let root: string;
let env: Record<string, string>;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'clearpull-doctor-'));
  env = { HOME: root, PATH: join(root, 'bin'), LANG: 'C.UTF-8', XDG_RUNTIME_DIR: join(root, 'run') };
});
afterEach(() => rmSync(root, { recursive: true }));

async function doctor(...args: readonly string[]) {
  const io = fakeIo({ env, cwd: root });
  const code = await runCli(['doctor', ...args], io);
  return { code, out: io.out(), err: io.err() };
}

async function lines(...args: readonly string[]): Promise<readonly Diagnosis[]> {
  const { out } = await doctor('-f', 'json', ...args);
  return (JSON.parse(out) as { checks: Diagnosis[] }).checks;
}

async function line(name: string, ...args: readonly string[]): Promise<Diagnosis | undefined> {
  return (await lines(...args)).find((one) => one.name === name);
}

function docker(config: unknown): void {
  mkdirSync(join(root, '.docker'), { recursive: true });
  writeFileSync(
    join(root, '.docker', 'config.json'),
    typeof config === 'string' ? config : JSON.stringify(config),
  );
}

describe('doctor', () => {
  it('finds a plain machine well, within 60 columns', async () => {
    const { code, out, err } = await doctor('--columns', '60');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('✔ ok   Node.js');
    // Names of temporary folders are longer than a line.
    expect(out.split('\n').filter((one) => one.length > 60 && !one.includes(root.slice(-8)))).toEqual([]);
  });

  it('tells where nothing can be kept', async () => {
    writeFileSync(join(root, 'file'), '');
    expect(await line('cache', '--cache-dir', join(root, 'file'))).toMatchObject({ status: 'warn' });
    expect(await line('cache', '--cache-dir', join(root, 'deep', 'er'))).toMatchObject({ status: 'ok' });
    mkdirSync(join(root, 'open'));
    chmodSync(join(root, 'open'), 0o777);
    expect(await line('cache owner', '--cache-dir', join(root, 'open'))).toMatchObject({ status: 'warn' });
  });

  it("tells Docker's logins and helpers, never a secret", async () => {
    mkdirSync(join(root, 'bin'));
    writeFileSync(join(root, 'bin', 'docker-credential-there'), '', { mode: 0o755 });
    const auth = Buffer.from('me:hunter2').toString('base64');
    docker({
      auths: { 'https://me:hunter2@r.example/v1/': { auth }, 'empty.example': {} },
      credHelpers: { 'h.example': 'there' },
      credsStore: 'gone',
    });
    const all = await lines();
    const text = JSON.stringify(all);
    expect(all.find(({ name }) => name === 'Docker config')?.text).toMatch(/logins for r\.example$/);
    expect(all.filter(({ name }) => name === 'login helper')).toMatchObject([
      { status: 'ok', text: join(root, 'bin', 'docker-credential-there') },
      { status: 'fail', text: 'docker-credential-gone is not on the PATH' },
    ]);
    expect(text).not.toContain('hunter2');
    expect(text).not.toContain(auth);
    expect((await doctor()).code).toBe(1);
    docker('{');
    expect(await line('Docker config')).toMatchObject({ status: 'fail' });
    docker('[]');
    expect(await line('Docker config')).toMatchObject({ status: 'ok' });
  });

  it('tells that nobody is asked for Docker Content Trust, where it is switched on', async () => {
    expect(await line('content trust')).toBeUndefined();
    env['DOCKER_CONTENT_TRUST'] = '1';
    expect(await line('content trust')).toMatchObject({ status: 'warn' });
  });

  it('tells what loosens protection, and what does not count', async () => {
    env = {
      ...env,
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
      HTTPS_PROXY: 'http://u:hunter2@p',
      CLEARPULL_INSECURE: '1',
    };
    const all = await lines();
    expect(all).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ name: 'proxy', text: 'docker.io is asked through http://p (HTTPS_PROXY)' }),
        expect.objectContaining({ name: 'certificates', status: 'fail' }),
        expect.objectContaining({ name: 'configuration', text: 'insecure is on, by CLEARPULL_INSECURE' }),
      ]),
    );
    expect(JSON.stringify(all)).not.toContain('hunter2');
  });

  it('tells by which proxy Docker Hub, mirrors and the registries named are asked', async () => {
    const registry = await startRegistry();
    env = { ...env, HTTPS_PROXY: 'http://u:hunter2@p.example:3128', NO_PROXY: 'near.example' };
    const texts = async (...args: string[]): Promise<string[]> =>
      (await lines(...args))
        .filter(({ name }) => name === 'proxy' || name === registry.host)
        .map(({ text }) => text);
    expect(await texts('--mirror', 'near.example', registry.host)).toEqual([
      'docker.io is asked through http://p.example:3128 (HTTPS_PROXY)',
      'near.example is asked directly',
      'answers, asked directly',
    ]);
    env['NO_PROXY'] = 'registry-1.docker.io';
    expect(await texts()).toEqual(['docker.io is asked directly']);
    expect(await texts('--proxy', 'none')).toEqual(['none; registries are asked directly']);
    expect((await texts('--proxy', 'http://127.0.0.1:1', registry.host)).at(-1)).toBe(
      'the proxy http://127.0.0.1:1 cannot be used: the connection was refused',
    );
    env = { ...env, ALL_PROXY: 'x', HTTPS_PROXY: 'socks5://u:hunter2@p' };
    env['NO_PROXY'] = '';
    expect((await lines()).filter(({ name }) => name === 'proxy')).toMatchObject([
      { status: 'warn', text: 'ALL_PROXY does not count' },
      { status: 'fail', text: 'HTTPS_PROXY names a proxy of the kind "socks5"' },
    ]);
    expect((await doctor('--proxy', 'u:hunter2@p')).err).toContain('--proxy does not take a login');
    await registry.close();
  });

  it('tells a configuration file that is wrong, and goes on', async () => {
    mkdirSync(join(root, '.config', 'clearpull'), { recursive: true });
    writeFileSync(join(root, '.config', 'clearpull', 'config.yaml'), 'fail-onn: block\n');
    const all = await lines();
    expect(all.find(({ name }) => name === 'configuration')).toMatchObject({
      status: 'fail',
      todo: 'Did you mean "fail-on"?',
    });
    expect(all.at(-1)?.name).toBe('terminal');
  });

  it('finds the socket of a daemon', async () => {
    mkdirSync(join(root, 'run'));
    const path = join(root, 'run', 'docker.sock');
    env['DOCKER_HOST'] = `unix://${path}`;
    const server = createServer().listen(path);
    await new Promise((resolve) => server.once('listening', resolve));
    expect(await line('Docker daemon')).toMatchObject({ status: 'ok', text: path });
    await new Promise((resolve) => server.close(resolve));
  });

  it('asks the registries that are named, and no other', async () => {
    const open = await startRegistry();
    const closed = await startRegistry({ auth: 'basic', login: { username: 'me', password: 'hunter2' } });
    const all = await lines(open.host, closed.host, 'bad/name', '127.0.0.1:1');
    expect(all.find(({ name }) => name === open.host)).toMatchObject({ status: 'ok', text: 'answers' });
    expect(all.find(({ name }) => name === 'bad/name')).toMatchObject({ status: 'fail' });
    expect(all.find(({ name }) => name === '127.0.0.1:1')).toMatchObject({
      status: 'fail',
      text: expect.stringContaining('refused'),
    });
    env['CLEARPULL_PASSWORD'] = 'hunter2';
    const allowed = await line(closed.host, closed.host, '--username', 'me');
    expect(allowed).toMatchObject({ status: 'ok' });
    env['CLEARPULL_PASSWORD'] = 'wrong';
    expect(await line(closed.host, closed.host, '--username', 'me')).toMatchObject({ status: 'warn' });
    await Promise.all([open.close(), closed.close()]);
  });
});

describe('a version of Node.js', () => {
  it.each([
    ['22.22.2', 'ok'],
    ['22.22.1', 'fail'],
    ['23.11.0', 'fail'],
    ['24.15.0', 'ok'],
    ['24.14.9', 'fail'],
    ['25.9.0', 'fail'],
    ['26.0.0', 'ok'],
    ['31.0.0', 'ok'],
  ])('%s is %s', (version, status) => {
    expect(nodeVersion(version).status).toBe(status);
  });
});
