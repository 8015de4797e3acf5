import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkTarget } from '../src/app/check.ts';
import { DEFAULT_POLICY } from '../src/assess/index.ts';
import { DEFAULT_LIMITS } from '../src/base/limits.ts';
import type { Accounting } from '../src/explain/accounting/index.ts';
import { secondColumnOf } from '../src/explain/accounting/rpm/sqlite-rows.ts';
import { ndbFile } from '../testkit/rpm.ts';
import { installRpms, RPM_DATABASE, rpmOptions } from '../testkit/rpm-root.ts';
import { requireTool } from '../testkit/tools.ts';

/** Packages of any Debian or Ubuntu machine: programs, libraries, scripts, configuration, of both architectures' kinds. */
const PACKAGES = [
  'coreutils',
  'bash',
  'dash',
  'dpkg',
  'grep',
  'sed',
  'gzip',
  'debianutils',
  'libc-bin',
  'libc6',
];
PACKAGES.push('perl-base', 'util-linux', 'init-system-helpers', 'login', 'passwd', 'zlib1g', 'libselinux1');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clearpull-accounting-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function account(root: string): Promise<Accounting> {
  const [assessment] = await checkTarget(`rootfs:${root}`, {
    policy: DEFAULT_POLICY,
    limits: DEFAULT_LIMITS,
    registry: { insecure: false, timeout: 1000, dockerConfigFolder: join(folder, 'none') },
    workers: 1,
  });
  if (assessment?.accounting === undefined) throw new Error('nothing was accounted for');
  return assessment.accounting;
}

/** What `dpkg --verify` or `rpm -V` says has other bytes: a `5` in the third column. */
function changedBy(program: string, ...args: string[]): readonly string[] {
  const { stdout } = spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
  return stdout
    .split('\n')
    .flatMap((line) => (/^..5/.test(line) ? [line.slice(line.indexOf('/'))] : []))
    .sort();
}

describe('a root of this machine’s own Debian packages', () => {
  it('is accounted for as dpkg --verify does, and shows what was tampered with', async (context) => {
    requireTool(context, 'dpkg-query');
    const root = join(folder, 'debian');
    installFromThisMachine(root);
    const honest = await account(root);
    // This machine's own changes, if any, are dpkg's as well.
    const changedHere = changedBy('dpkg', '--root', root, '--verify');
    expect(honest.changedFiles.map(({ path }) => path).sort()).toEqual(
      changedHere.filter((path) => honest.changedFiles.some((one) => one.path === path)),
    );
    expect(honest.total).toBeGreaterThan(300);
    expect(honest.unaccounted).toEqual([]);
    expect(honest.accounted / honest.total).toBeGreaterThanOrEqual(0.995);
    expect(honest.notes).toEqual([]);

    const [grep, sed] = [realPlace(root, 'grep'), realPlace(root, 'sed')];
    // Still a program, with one byte more; inert.
    appendFileSync(join(root, grep), '\0');
    cpSync(join(root, sed), join(root, 'usr/bin/sed-helper'));
    const list = join(root, 'var/lib/dpkg/info/gzip.list');
    const sums = join(root, 'var/lib/dpkg/info/gzip.md5sums');
    for (const file of [list, sums]) {
      const kept = readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => !line.endsWith('bin/zcat'));
      writeFileSync(file, kept.join('\n'));
    }
    const tampered = await account(root);
    const newly = tampered.changedFiles.filter(
      ({ path }) => !honest.changedFiles.some((one) => one.path === path),
    );
    expect(newly).toMatchObject([
      { path: `/${grep}`, why: 'Package grep (dpkg) lists it with another md5.' },
    ]);
    const newlyByDpkg = changedBy('dpkg', '--root', root, '--verify').filter(
      (path) => !changedHere.includes(path),
    );
    expect(newlyByDpkg).toEqual([expect.stringMatching(/bin\/grep$/)]);
    expect(tampered.unaccounted.map(({ path }) => path)).toEqual([
      '/usr/bin/sed-helper',
      `/${realPlace(root, 'zcat')}`,
    ]);
  });
});

describe('a root of rpm packages', () => {
  it('is accounted for as rpm -V does, by the same headers in sqlite and in ndb', async (context) => {
    requireTool(context, 'rpmbuild');
    const root = join(folder, 'rpm');
    installRpms(root, join(folder, 'rpmbuild'));
    const verify = (): readonly string[] => changedBy('rpm', ...rpmOptions(root), '-V', '-a');
    const honest = await account(root);
    expect(honest).toMatchObject({ total: 8, accounted: 8, withoutDigest: 0, notes: [] });
    expect(honest.databases).toEqual([{ kind: 'rpm', packages: 3, programs: 8 }]);
    expect(verify()).toEqual([]);

    appendFileSync(join(root, 'opt/tiny/tool'), '# more\n');
    appendFileSync(join(root, 'usr/bin/true-copy'), '\0');
    appendFileSync(join(root, 'usr/lib/python3.9/site-packages/mod/__init__.py'), 'y = 2\n');
    appendFileSync(join(root, 'etc/programs.sh'), '# more\n');
    writeFileSync(join(root, 'usr/bin/stranger'), '#!/bin/sh\n', { mode: 0o755 });
    const found = await account(root);
    expect(found.changedFiles.map(({ path }) => path).sort()).toEqual(verify());
    expect(found).toMatchObject({ total: 9, accounted: 4, changed: 4, unlisted: 1 });
    expect(found.unaccounted[0]?.path).toBe('/usr/bin/stranger');

    // Debian's rpm cannot write ndb: its headers go into one that is made here, where SUSE has it.
    const sqlite = readFileSync(join(root, RPM_DATABASE));
    const headers = [...(secondColumnOf(sqlite, 'Packages') ?? [])];
    mkdirSync(join(root, 'usr/lib/sysimage/rpm'), { recursive: true });
    writeFileSync(join(root, 'usr/lib/sysimage/rpm/Packages.db'), ndbFile(headers));
    rmSync(join(root, dirname(RPM_DATABASE)), { recursive: true });
    expect(await account(root)).toEqual(found);
  });
});

/** Copies the packages that this machine has, with their part of dpkg's database. */
function installFromThisMachine(root: string): void {
  const info = join(root, 'var/lib/dpkg/info');
  mkdirSync(info, { recursive: true });
  const installed = PACKAGES.filter((name) => spawnSync('dpkg-query', ['-s', name]).status === 0);
  const query = (...args: string[]): string =>
    execFileSync('dpkg-query', args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  writeFileSync(join(root, 'var/lib/dpkg/status'), installed.map((name) => query('-s', name)).join('\n'));
  const diversions = '/var/lib/dpkg/diversions';
  if (existsSync(diversions)) cpSync(diversions, join(root, diversions));
  // Where /bin is a link, as on every new system, it is one here as well.
  for (const link of ['bin', 'sbin', 'lib', 'lib64']) {
    if (existsSync(`/${link}`) && lstatSync(`/${link}`).isSymbolicLink()) {
      mkdirSync(join(root, 'usr', link), { recursive: true });
      execFileSync('ln', ['-s', `usr/${link}`, join(root, link)]);
    }
  }
  const all = readdirSync('/var/lib/dpkg/info');
  for (const name of installed) {
    const own = all.filter((file) => file.replace(/(?::[^.]*)?\.\w+$/, '') === name);
    for (const file of own) cpSync(join('/var/lib/dpkg/info', file), join(info, file));
    const list = own.find((file) => file.endsWith('.list')) ?? '';
    for (const path of readFileSync(join(info, list), 'utf8').trim().split('\n')) copyFile(root, path);
  }
}

function copyFile(root: string, path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined || found.isDirectory()) return;
  if (lstatSync(join(root, path), { throwIfNoEntry: false }) !== undefined) return;
  mkdirSync(dirname(join(root, path)), { recursive: true });
  cpSync(path, join(root, path), { verbatimSymlinks: true });
}

/** Where a program really lies in the root: links of folders followed. */
function realPlace(root: string, name: string): string {
  return ['usr/bin', 'bin'].map((at) => `${at}/${name}`).find((at) => existsSync(join(root, at))) ?? name;
}
