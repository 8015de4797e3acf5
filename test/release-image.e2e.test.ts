import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtCli, startCli } from '../testkit/built-cli.ts';
import { type TestFolder, testFolder } from '../testkit/source-options.ts';

/** clearpull's own image, built twice from one commit of the files as they are now. */
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOURCE = 'https://git.example.com/clearpull';

let main = '';
let folder: TestFolder;

beforeAll(async () => {
  main = await builtCli();
  folder = await testFolder();
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  writeFileSync(at('sign.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(at('key.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
  writeFileSync(
    at('other.pem'),
    generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }),
  );
  for (const path of execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  }).split('\0')) {
    if (path === '' || !existsSync(join(ROOT, path))) continue;
    mkdirSync(dirname(at('one', path)), { recursive: true });
    cpSync(join(ROOT, path), at('one', path), { verbatimSymlinks: true });
  }
  git('one', 'init', '-q', '-b', 'main');
  git('one', 'add', '-A');
  git('one', 'commit', '-q', '-m', 'all of it');
  git('.', 'clone', '-q', at('one'), at('elsewhere', 'two'));
  for (const clone of ['one', 'elsewhere/two'])
    symlinkSync(join(ROOT, 'node_modules'), at(clone, 'node_modules'));
  build('one', 'first');
  // What was never committed must not get in.
  writeFileSync(at('elsewhere', 'two', 'schema', 'extra.json'), '{}');
  writeFileSync(at('elsewhere', 'two', 'LICENSE'), 'None.');
  build('elsewhere/two', 'second');
}, 600_000);

afterAll(() => folder.remove());

const at = (...names: readonly string[]): string => join(folder.path, ...names);

function git(where: string, ...args: readonly string[]): void {
  const as = ['-c', 'user.name=T', '-c', 'user.email=t@example.com', '-c', 'protocol.file.allow=always'];
  execFileSync('git', [...as, ...args], { cwd: at(where), stdio: 'pipe' });
}

function release(where: string, ...args: readonly string[]) {
  return spawnSync(process.execPath, ['tools/release-image.ts', ...args], {
    cwd: at(where),
    encoding: 'utf8',
  });
}

function build(where: string, out: string): void {
  const options = ['--source', SOURCE, '--sign-key', at('sign.pem'), '--gzip-level', '1'];
  const { status, stderr } = release(where, '--out', at(out), ...options);
  if (status !== 0) throw new Error(stderr);
}

/** All files below a folder, by path. */
function filesIn(path: string): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort()
      .map((file) => [relative(path, file), readFileSync(file).toString('latin1')]),
  );
}

async function run(command: string, ...args: readonly string[]) {
  const { code, out, err } = await startCli(main, [command, '-f', 'json', `oci:${at('first')}`, ...args], {
    env: { HOME: folder.path },
  }).done;
  if (out === '') throw new Error(err);
  return { code, json: JSON.parse(out) as unknown };
}

async function trace(key: string) {
  const images = ['--rebuilt', `oci:${at('second')}`, '--source', at('one')];
  const provenance = ['--provenance', at('first', 'provenance.intoto.json'), '--key', at(key)];
  const { code, json } = await run('trace', ...images, ...provenance, '--require', 'T4');
  const { level, links } = (
    json as { trace: { level: string; links: { name: string; status: string; evidence: string[] }[] } }
  ).trace;
  return { code, level, links: Object.fromEntries(links.map((link) => [link.name, link])) };
}

describe('the release image', () => {
  it('comes out the same, byte for byte, in another folder and whatever lies uncommitted in it', () => {
    const first = filesIn(at('first'));
    const second = filesIn(at('second'));
    expect([...second.keys()]).toEqual([...first.keys()]);
    const differing = [...first].filter(([path, bytes]) => second.get(path) !== bytes).map(([path]) => path);
    expect(differing).toEqual([]);
  });

  // First of those that read it: what is kept of the layers for a check is enough for a trace, but not the other way.
  it('is allowed, and its libraries are what Debian made', async () => {
    const { code, json } = await run('check');
    const { verdict, accounting } = json as {
      verdict: { decision: string };
      accounting: {
        changed: number;
        databases: { kind: string; programs: number }[];
        unaccounted: { path: string }[];
      };
    };
    expect([verdict.decision, code]).toEqual(['allow', 0]);
    expect(accounting.changed).toBe(0);
    const dpkg = accounting.databases.find(({ kind }) => kind === 'dpkg');
    expect(dpkg?.programs).toBeGreaterThan(4);
    const libraries = accounting.unaccounted.filter(({ path }) => /^\/(?:usr\/)?lib/.test(path));
    expect(libraries).toEqual([]);
  });

  it('is traced to T4', async () => {
    const { code, level, links } = await trace('key.pem');
    expect([level, code]).toEqual(['T4', 0]);
    const verified = ['bytes', 'dockerfile', 'source', 'provenance', 'signature', 'rebuild'];
    for (const name of verified) expect(links[name]).toMatchObject({ status: 'verified' });
    // Source, revision, platform, and the three build arguments.
    const agreeing = links['provenance']?.evidence.filter((text) => text.startsWith('agrees: '));
    expect(agreeing).toHaveLength(6);
  });

  it('is not attested by another key', async () => {
    const { code, level } = await trace('other.pem');
    expect([level, code]).toEqual(['T2', 1]);
  });

  it('is not made over an older one, nor from a revision that is not there', () => {
    expect(release('one', '--out', at('first'), '--source', SOURCE)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('exists already'),
    });
    expect(release('one', '--out', at('third'), '--source', SOURCE, '--revision', 'v9')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('There is no revision v9'),
    });
    expect(existsSync(at('third'))).toBe(false);
  });

  it('does not guess where its source is', () => {
    // The clone's "origin" is a folder of this machine.
    expect(release('elsewhere/two', '--out', at('third'))).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--source'),
    });
  });
});
