import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtCli, type CliResult, startCli } from '../testkit/built-cli.ts';
import { buildImage } from '../testkit/image.ts';
import { type TestFolder, testFolder } from '../testkit/source-options.ts';
import { dockerArchive } from '../testkit/store.ts';
import { requireTool } from '../testkit/tools.ts';

const built = buildImage({
  steps: [{ createdBy: 'COPY file:1 in /', items: [{ path: 'hello', data: 'hello\n' }] }],
});
const archive = dockerArchive([{ image: built, tags: ['app:1'] }]);

let main = '';
let folder: TestFolder;
beforeAll(async () => {
  main = await builtCli();
  folder = await testFolder();
  for (const name of ['home', 'tmp', 'cache']) await mkdir(at(name));
});
afterAll(() => folder.remove());

function at(...names: string[]): string {
  return join(folder.path, ...names);
}

function env(): Record<string, string> {
  return { HOME: at('home'), TMPDIR: at('tmp'), CLEARPULL_CACHE_DIR: at('cache'), CI: '1' };
}

function piped(stdin: Uint8Array, ...args: string[]): Promise<CliResult> {
  return startCli(main, args, { env: env(), stdin }).done;
}

async function leftBehind(): Promise<readonly string[]> {
  const names = [...(await readdir(at('tmp'))), ...(await readdir(at('cache')))];
  return names.filter((name) => name.includes('scratch'));
}

describe('what is piped in', () => {
  it('is checked, plain or compressed, with and without the word "check"', async () => {
    for (const [bytes, args] of [
      [archive, ['check', '-', '-q']],
      [gzipSync(archive), ['-', '-q']],
      [archive, ['docker-archive:-', '-q']],
    ] as const) {
      const { code, out, err } = await piped(bytes, ...args);
      expect([code, err]).toEqual([0, '']);
      expect(out).toContain('stdin:app:1');
    }
    expect(await leftBehind()).toEqual([]);
  });

  it('is told to be empty, or no image, with exit code 3', async () => {
    expect(await piped(Buffer.alloc(0), '-')).toMatchObject({
      code: 3,
      out: '',
      err: expect.stringContaining('standard input is empty'),
    });
    expect(await piped(Buffer.from('hello'), '-')).toMatchObject({
      code: 3,
      err: expect.stringContaining('stdin is a file that is no tar archive'),
    });
    expect(await leftBehind()).toEqual([]);
  });

  it('cannot be the password as well', async () => {
    const { code, err } = await piped(archive, '-', '--username', 'x', '--password-stdin');
    expect(code).toBe(2);
    expect(err).toContain('cannot be the image and the password');
  });

  it('may be given up in the middle, and nothing is left', async () => {
    const args = [main, '-'];
    const child = spawn(process.execPath, args, {
      env: { PATH: '', ...env() },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child.stdin.on('error', () => {});
    // More than a pipe holds: once it is taken, the command is reading.
    await new Promise<void>((resolve) => {
      child.stdin.write(Buffer.alloc(4 * 1024 * 1024), () => resolve());
    });
    child.kill('SIGINT');
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).toBe(130);
    expect(await leftBehind()).toEqual([]);
  });

  it('is not waited for at a terminal', async (context) => {
    requireTool(context, 'script');
    const command = `${process.execPath} ${main} -`;
    const { out } = await startCli(['script', '-qec', command, '/dev/null'], [], { env: env() }).done;
    expect(out).toContain('nothing is piped into standard input');
    expect(out).toContain('docker save');
  });
});

describe('a root file system that may not all be read', () => {
  it('says which files, and is reviewed', async (context) => {
    requireTool(context, 'setpriv');
    if (process.getuid?.() !== 0) context.skip('only root can become somebody else');
    const root = at('root');
    for (const name of ['etc', 'usr', 'secret']) await mkdir(join(root, name), { recursive: true });
    await writeFile(join(root, 'etc/shadow'), 'root:*:1::::::\n', { mode: 0o600 });
    await writeFile(join(root, 'etc/hello'), 'hello\n');
    await chmod(join(root, 'secret'), 0o700);
    await chmod(folder.path, 0o755);
    const nobody = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'];
    const { code, out, err } = await startCli(
      [...nobody, process.execPath, main],
      [`dir:${root}`, '--no-cache', '-f', 'json', '--strict'],
      { env: { CI: '1', HOME: at('home') } },
    ).done;
    if (err.includes('Cannot find module')) context.skip('the checkout is not readable for everybody');
    expect([code, err]).toEqual([4, '']);
    const report = JSON.parse(out) as {
      coverage: { files: number; unread: { path: string; detail: string }[] };
    };
    expect(report.coverage.files).toBe(1);
    expect(report.coverage.unread.map(({ path, detail }) => `${path} ${detail}`)).toEqual([
      '/etc/shadow not read: permission denied',
      '/secret not read: permission denied',
    ]);
  });
});
