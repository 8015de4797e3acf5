import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, verify } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { builtCli, startCli } from '../testkit/built-cli.ts';
import { type TestFolder, testFolder } from '../testkit/source-options.ts';
import { hasTool, requireTool } from '../testkit/tools.ts';

/** Images that buildah really built from a git checkout, held against that checkout. */
let main = '';
let folder: TestFolder;
let first = '';
let second = '';

const DOCKERFILE = `ARG VERSION=1
FROM scratch
ARG VERSION
LABEL org.opencontainers.image.source=https://git.example.com/app \\
      org.opencontainers.image.version=$VERSION
WORKDIR /srv
COPY . .
COPY --chmod=755 bin/run /usr/bin/
ENV MODE=production
ENTRYPOINT ["/usr/bin/run"]
`;

beforeAll(async () => {
  main = await builtCli();
  folder = await testFolder();
  if (!hasTool('buildah')) return;
  write('Dockerfile', DOCKERFILE);
  write('.dockerignore', 'notes\n.git\n');
  write('notes/private', 'not for images');
  write('bin/run', '#!/bin/sh\nexec app\n');
  write('lib/app.js', 'one');
  git('init', '-q', '-b', 'main');
  git('remote', 'add', 'origin', 'git@git.example.com:app.git');
  first = commit('one');
  git('tag', 'v1');
  build('one', first);
  build('again', first);
  write('lib/app.js', 'two');
  second = commit('two');
  // Says the first commit, and holds the second's files.
  build('lying', first);
  write('lib/app.js', 'one, and a backdoor');
  build('dirty', second);
  git('checkout', '-q', '--', '.');
  write('Dockerfile', `${DOCKERFILE}ENV EXTRA=1\n`);
  build('other-dockerfile', second);
  git('checkout', '-q', '--', '.');
});

afterAll(async () => {
  if (hasTool('buildah')) spawnSync('buildah', [...storage(), 'rmi', '--all', '--force']);
  await folder.remove();
});

const at = (...names: string[]): string => join(folder.path, ...names);
const storage = (): string[] => ['--root', at('storage'), '--runroot', at('run'), '--storage-driver', 'vfs'];

function write(path: string, text: string): void {
  mkdirSync(dirname(at('src', path)), { recursive: true });
  writeFileSync(at('src', path), text);
}

function run(program: string, args: readonly string[]): string {
  const env = { ...process.env, HOME: folder.path, BUILDAH_ISOLATION: 'chroot' };
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: at('src'), encoding: 'utf8', env });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${stderr}`);
  return stdout.trim();
}

function git(...args: readonly string[]): string {
  return run('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...args]);
}

function commit(message: string): string {
  git('add', '-A');
  git('commit', '-q', '-m', message);
  return git('rev-parse', 'HEAD');
}

function build(name: string, revision: string): void {
  const label = `org.opencontainers.image.revision=${revision}`;
  run('buildah', [
    ...storage(),
    'bud',
    '--layers',
    '--no-cache',
    '--quiet',
    '--label',
    label,
    '--tag',
    name,
    '.',
  ]);
  run('buildah', [...storage(), 'push', '--quiet', name, `oci:${at('images')}:${name}`]);
}

interface Link {
  readonly name: string;
  readonly status: string;
  readonly reason: string;
  readonly evidence: readonly string[];
}

async function trace(image: string, ...args: readonly string[]) {
  const command = ['trace', '-f', 'json', '--no-cache', `oci:${at('images')}:${image}`, ...args];
  const { code, out, err } = await startCli(main, command, { env: { HOME: folder.path } }).done;
  if (out === '') throw new Error(err);
  const { level, links } = (JSON.parse(out) as { trace: { level: string; links: readonly Link[] } }).trace;
  const link = (name: string): Link => links.find((one) => one.name === name) as Link;
  return { code, level, link };
}

const source = (): string[] => ['--source', at('src')];
const needs = (context: TestContext): void => requireTool(context, 'buildah');

describe('an image and the checkout that it was built from', () => {
  it('is linked, instruction by instruction and byte for byte', async (context) => {
    needs(context);
    const { level, link, code } = await trace('one', ...source(), '--revision', 'v1', '--require', 'T2');
    expect(link('dockerfile')).toMatchObject({ status: 'verified' });
    expect(link('dockerfile').evidence.at(-1)).toContain(`revision"="${first}"`);
    expect(link('dockerfile').reason).toContain('5 copied files are byte for byte in the source');
    expect(link('source')).toMatchObject({ status: 'verified' });
    expect(link('source').evidence).toContain('tag v1');
    expect([level, code]).toEqual(['T2', 0]);
  });

  it('is contradicted when the checkout is one commit further, and says how to compare with the right one', async (context) => {
    needs(context);
    const { link, code } = await trace('one', ...source(), '--require', 'T1');
    expect(link('source')).toMatchObject({ status: 'contradicted' });
    expect(link('source').reason).toContain(`--revision ${first}`);
    expect(link('dockerfile').evidence).toContain(
      'line 7: /srv/lib/app.js holds other bytes than lib/app.js',
    );
    expect(code).toBe(1);
  });

  it('is contradicted when it names a commit that it was not built from', async (context) => {
    needs(context);
    const { link } = await trace('lying', ...source(), '--revision', first);
    expect(link('dockerfile')).toMatchObject({ status: 'contradicted' });
    expect(link('dockerfile').evidence).toContain(
      'line 7: /srv/lib/app.js holds other bytes than lib/app.js',
    );
    expect(link('source')).toMatchObject({ status: 'claimed' });
  });

  it('is contradicted when it was built from files that were never committed', async (context) => {
    needs(context);
    const { link } = await trace('dirty', ...source());
    expect(link('dockerfile')).toMatchObject({ status: 'contradicted' });
    expect(link('dockerfile').reason).toContain('other files than the source');
  });

  it('is contradicted when its Dockerfile had another instruction', async (context) => {
    needs(context);
    const { link } = await trace('other-dockerfile', ...source());
    expect(link('dockerfile').evidence.join('\n')).toContain('ENV EXTRA=1: the Dockerfile does not say so');
  });

  it('is reproduced by a second build, and not by one of other files', async (context) => {
    needs(context);
    const again = await trace('one', '--rebuilt', `oci:${at('images')}:again`);
    expect(again.link('rebuild')).toMatchObject({ status: 'verified' });
    const other = await trace('one', '--rebuilt', `oci:${at('images')}:lying`);
    expect(other.link('rebuild')).toMatchObject({ status: 'contradicted' });
    expect(other.link('rebuild').evidence.join('\n')).toContain('/srv/lib/app.js holds other bytes');
  });
});

it('says what to add to the build, for the tool that built it or another', async (context) => {
  needs(context);
  const doctor = (...args: readonly string[]) =>
    startCli(main, ['trace', 'doctor', `oci:${at('images')}:one`, ...args], { env: { HOME: folder.path } })
      .done;
  const { code, out } = await doctor();
  expect(code).toBe(0);
  expect(out).toContain('buildah build --timestamp');
  expect(out).not.toContain('docker buildx');
  expect(out).not.toContain('Say which commit');
  expect((await doctor('--for', 'github')).out).toContain('actions/attest-build-provenance');
  const json = JSON.parse((await doctor('-f', 'json')).out) as { images: { steps: { id: string }[] }[] };
  expect(json.images[0]?.steps.map(({ id }) => id)).toEqual([
    'provenance',
    'signature',
    'sbom',
    'reproducible',
  ]);
});

it('gives a verification summary that others can check, signed with a key of the user', async (context) => {
  needs(context);
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(at('my.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const vsa = (...args: readonly string[]) =>
    startCli(main, ['trace', '-f', 'vsa', `oci:${at('images')}:one`, ...args], { env: { HOME: folder.path } })
      .done;
  const { out } = await vsa('--sign-key', at('my.key'), ...source(), '--revision', 'v1');
  const { payload, payloadType, signatures } = JSON.parse(out) as {
    payload: string;
    payloadType: string;
    signatures: { sig: string }[];
  };
  const bytes = Buffer.from(payload, 'base64');
  const signed = Buffer.concat([
    Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${bytes.length} `),
    bytes,
  ]);
  expect(verify('sha256', signed, publicKey, Buffer.from(signatures[0]?.sig ?? '', 'base64'))).toBe(true);
  const statement = JSON.parse(bytes.toString()) as { subject: object[]; predicate: object };
  expect(statement.predicate).toMatchObject({
    verificationResult: 'PASSED',
    verifiedLevels: ['CLEARPULL_TRACE_T1', 'CLEARPULL_TRACE_T2'],
  });
  const failed = await vsa('--require', 'T2');
  expect(failed.code).toBe(1);
  expect(JSON.parse(failed.out)).toMatchObject({
    _type: 'https://in-toto.io/Statement/v1',
    predicateType: 'https://slsa.dev/verification_summary/v1',
    predicate: { verificationResult: 'FAILED', verifiedLevels: ['FAILED'] },
  });
  writeFileSync(at('no.key'), 'x');
  expect(await vsa('--sign-key', at('no.key'))).toMatchObject({ code: 2 });
});

it('says what is wrong with the call', async () => {
  const call = (...args: readonly string[]) =>
    startCli(main, ['trace', 'oci:nowhere', ...args], { env: { HOME: folder.path }, cwd: folder.path }).done;
  expect(await call('--revision', 'x')).toMatchObject({ code: 2, err: expect.stringContaining('--source') });
  expect(await call('--source', '.', '--build-arg', 'x')).toMatchObject({ code: 2 });
  expect(await call('--source', 'nowhere')).toMatchObject({
    code: 2,
    err: expect.stringContaining('no folder'),
  });
});
