import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256Of } from '../../../testkit/source-tree.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import { openSourceTree } from './index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clearpull-work-tree-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const limits = DEFAULT_LIMITS;

function git(...args: readonly string[]): string {
  const identity = ['-c', 'user.name=T', '-c', 'user.email=t@example.com', '-c', 'init.defaultBranch=main'];
  return execFileSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8', stdio: 'pipe' }).trim();
}

function write(path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function commit(message: string): string {
  git('add', '-A');
  git('commit', '-q', '-m', message);
  return git('rev-parse', 'HEAD');
}

describe('a plain folder', () => {
  it('is listed sorted, without following links, and hashed', async () => {
    write('b/c', 'sea');
    write('a', 'one');
    symlinkSync('/etc/passwd', join(folder, 'link'));
    chmodSync(join(folder, 'a'), 0o755);
    const tree = await openSourceTree(folder, { limits });
    expect([...tree.files.values()]).toEqual([
      { path: 'a', kind: 'file' },
      { path: 'b/c', kind: 'file' },
      { path: 'link', kind: 'symlink' },
    ]);
    const digests = await tree.digests(tree.files.keys());
    expect(digests.get('b/c')).toEqual({ sha256: sha256Of('sea') });
    expect(digests.get('link')).toEqual({ sha256: sha256Of('/etc/passwd'), target: '/etc/passwd' });
    expect(await tree.read('link', 1000)).toBeUndefined();
    expect(Buffer.from((await tree.read('a', 3)) ?? []).toString()).toBe('one');
    expect(await tree.read('a', 2)).toBeUndefined();
    expect(tree.git).toBeUndefined();
  });

  it('says when it holds more files than are looked at', async () => {
    write('a', '1');
    write('b', '2');
    const tree = await openSourceTree(folder, { limits: { ...limits, maxSourceFiles: 1 } });
    expect(tree.files.size).toBe(1);
    expect(tree.notes[0]).toContain('Only 1 file');
  });

  it('has no revisions, and must be there', async () => {
    await expect(openSourceTree(folder, { limits, revision: 'v1' })).rejects.toMatchObject({ code: 'usage' });
    await expect(openSourceTree(join(folder, 'no'), { limits })).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('a git checkout', () => {
  it('is what was committed, not what lies in the folder', async () => {
    git('init', '-q');
    write('app/main.sh', 'echo 1');
    const first = commit('one');
    git('tag', 'v1');
    write('app/main.sh', 'echo 2');
    const second = commit('two');
    write('app/main.sh', 'echo 3');
    write('new', 'x');
    const tree = await openSourceTree(folder, { limits });
    expect((await tree.digests(['app/main.sh', 'new'])).get('app/main.sh')?.sha256).toBe(sha256Of('echo 2'));
    expect(tree.git).toMatchObject({
      revision: second,
      head: second,
      branch: 'main',
      tags: [],
      branches: ['main'],
      changed: ['app/main.sh', 'new'],
      shallow: false,
    });
    const old = await openSourceTree(folder, { limits, revision: 'v1' });
    expect(old.git).toMatchObject({ revision: first, head: second, tags: ['v1'] });
    expect(Buffer.from((await old.read('app/main.sh', 100)) ?? []).toString()).toBe('echo 1');
    expect(await old.git?.commit(first.slice(0, 12))).toBe(first);
    expect(await old.git?.commit('0'.repeat(40))).toBeUndefined();
    await expect(openSourceTree(folder, { limits, revision: 'v9' })).rejects.toMatchObject({
      code: 'target-not-found',
    });
    await expect(openSourceTree(folder, { limits, revision: '--help' })).rejects.toMatchObject({
      code: 'target-not-found',
    });
  });

  it('tells which tags carry a signature', async () => {
    git('init', '-q');
    write('a', 'a');
    const head = commit('one');
    git('tag', 'plain');
    git('tag', '-a', '-m', 'annotated', 'annotated');
    const text = [
      `object ${head}`,
      'type commit',
      'tag signed',
      'tagger T <t@example.com> 1700000000 +0000',
      '',
      'one',
      '-----BEGIN SSH SIGNATURE-----',
      'AAAA',
      '-----END SSH SIGNATURE-----',
      '',
    ].join('\n');
    const object = execFileSync('git', ['hash-object', '-t', 'tag', '-w', '--stdin'], {
      cwd: folder,
      input: text,
      encoding: 'utf8',
    }).trim();
    git('update-ref', 'refs/tags/signed', object);
    const tree = await openSourceTree(folder, { limits });
    expect(tree.git).toMatchObject({ tags: ['annotated', 'plain', 'signed'], signedTags: ['signed'] });
  });

  it('is clean when only times differ, and shows a folder inside of it', async () => {
    git('init', '-q');
    write('a/Dockerfile', 'FROM scratch\n');
    write('b', 'b');
    commit('one');
    write('b', 'b');
    const tree = await openSourceTree(join(folder, 'a'), { limits });
    expect([...tree.files.keys()]).toEqual(['Dockerfile']);
    expect(tree.git?.changed).toEqual([]);
  });

  it('keeps links, large files pointers and remotes without credentials', async () => {
    git('init', '-q');
    git('remote', 'add', 'origin', 'https://user:secret@git.example.com/x.git');
    symlinkSync('target', join(folder, 'link'));
    const oid = sha256Of('large');
    write('big', `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize 5\n`);
    commit('one');
    const tree = await openSourceTree(folder, { limits });
    const digests = await tree.digests(['link', 'big', 'absent']);
    expect(digests.get('link')?.target).toBe('target');
    expect(digests.get('big')?.lfs).toBe(oid);
    expect(digests.has('absent')).toBe(false);
    expect(tree.git?.remotes).toEqual(['https://git.example.com/x.git']);
    const small = await openSourceTree(folder, { limits: { ...limits, maxSourceFileBytes: 10 } });
    expect([...(await small.digests(['link', 'big'])).keys()]).toEqual(['link']);
  });

  it('runs nothing that its own settings name', async () => {
    git('init', '-q');
    write('a.txt', 'a');
    write('.gitattributes', '*.txt filter=evil diff=evil\n');
    commit('one');
    const mark = join(folder, '..', `${folder.split('/').pop()}-ran`);
    for (const key of ['core.fsmonitor', 'filter.evil.clean', 'filter.evil.smudge', 'diff.evil.textconv']) {
      git('config', key, `touch ${mark}; cat`);
    }
    write('a.txt', 'b');
    const tree = await openSourceTree(folder, { limits });
    await tree.digests(tree.files.keys());
    expect(tree.git?.changed).toEqual(['a.txt']);
    expect(existsSync(mark)).toBe(false);
  });
});
