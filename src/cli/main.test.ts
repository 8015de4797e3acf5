import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as wholeText } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

/** Without colours, and without the cache of compiled code that the test runner has. */
const OWN = {
  NO_COLOR: '1',
  FORCE_COLOR: undefined,
  NODE_COMPILE_CACHE: undefined,
  NODE_DISABLE_COMPILE_CACHE: undefined,
};

function start(env: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...OWN, ...env },
  });
  const written = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    written.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    written.err += text;
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...written }));
  return { child, ended };
}

describe('the program', { timeout: 60_000 }, () => {
  it('prints its version, and loads nothing of a check for that', async () => {
    const { code, out } = await start({}, '--version').ended;
    expect([code, out]).toEqual([0, expect.stringMatching(/^clearpull \d+\.\d+\.\d+\n$/)]);
  });

  it('takes the compiled code of older builds away when a new one starts', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'clearpull-'));
    try {
      const node = join(folder, 'clearpull', 'node');
      const old = ['v24.0.0-x64-0123abcd-0', 'b-1-2-3/v1', 'b-1-2-4/v1', 'b-1-2-5/v1'];
      for (const [index, name] of old.entries()) {
        await mkdir(join(node, name), { recursive: true });
        await writeFile(join(node, name, '0123abcd'), 'code');
        await utimes(join(node, name.split('/')[0] as string), index + 1, index + 1);
      }
      const left = async (): Promise<readonly string[]> =>
        (await readdir(node)).filter((name) => old.some((one) => one.startsWith(name)));
      await start({ XDG_CACHE_HOME: folder }, '--version').ended;
      expect(await left()).toEqual(['b-1-2-4', 'b-1-2-5']);
      expect(await readdir(node)).toHaveLength(3);
      // A build that is known costs nothing more.
      await mkdir(join(node, 'v1'));
      await start({ XDG_CACHE_HOME: folder }, '--version').ended;
      expect(await readdir(node)).toHaveLength(4);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('ends with 2 and a word of help when called wrongly', async () => {
    expect(await start({}, '--nope').ended).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('--help'),
    });
  });

  it('stays quiet when its reader goes away', async () => {
    const { child, ended } = start({}, '--help');
    child.stdout.destroy();
    expect(await ended).toMatchObject({ code: 0, err: '' });
  });

  it.each([
    ['--help', 1],
    ['--version', 0],
  ])('says so when not all of %s could be written', async (argument, blocks) => {
    // A limit on files is as good as a full disk: the first write is cut short, the next one fails.
    const inShell = `ulimit -f ${blocks}; exec "$0" "$@" > "$OUT"`;
    const folder = await mkdtemp(join(tmpdir(), 'clearpull-'));
    const child = spawn('sh', ['-c', inShell, process.execPath, MAIN, argument], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, OUT: join(folder, 'out'), XDG_CACHE_HOME: folder },
    });
    const [err, [code]] = await Promise.all([wholeText(child.stderr), once(child, 'close')]);
    await rm(folder, { recursive: true });
    expect(code).toBe(2);
    expect(err).toMatch(
      /^clearpull: Not everything could be written to standard output\.\n {2}Why: EFBIG.*\n/,
    );
  });

  it('ends with 130 on Ctrl-C, in order, while a registry keeps it waiting', async () => {
    const server = createServer(() => {}).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const asked = once(server, 'connection');
    const { port } = server.address() as AddressInfo;
    const { child, ended } = start({}, '--no-cache', '--insecure', `registry:127.0.0.1:${port}/a/b:1`);
    const [socket] = (await asked) as [{ destroy(): void }];
    child.kill('SIGINT');
    const { code, out, err } = await ended;
    socket.destroy();
    server.close();
    expect([code, out]).toEqual([130, '']);
    expect(err).toContain('Interrupted; nothing was decided.');
  });
});
