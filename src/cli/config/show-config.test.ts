import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeIo } from '../../../testkit/fake-io.ts';
import { runCli } from '../run.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'clearpull-show-'));
  mkdirSync(join(root, 'user', 'clearpull'), { recursive: true });
  mkdirSync(join(root, 'project'));
  writeFileSync(join(root, 'user', 'clearpull', 'config.yaml'), 'timeout: 9\ncache: false\n');
  writeFileSync(join(root, 'project', '.clearpull.yaml'), 'strict: true\nfail-on: never\n');
});
afterAll(() => rmSync(root, { recursive: true }));

async function show(...args: readonly string[]) {
  const env = { XDG_CONFIG_HOME: join(root, 'user'), CLEARPULL_JOBS: '3', CLEARPULL_PASSWORD: 'hunter2' };
  const io = fakeIo({ env, cwd: join(root, 'project') });
  const code = await runCli(['config', 'show', ...args], io);
  return { code, out: io.out(), err: io.err() };
}

describe('config show', () => {
  it('names files, values that are set, and where each came from', async () => {
    const { code, out, err } = await show();
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(`${root}/project/.clearpull.yaml\n  ${root}/user/clearpull/config.yaml\n`);
    expect(out).toMatch(/^strict: true +\S+project\/\.clearpull\.yaml:1$/m);
    expect(out).toMatch(/^timeout: 9 +\S+config\.yaml:1$/m);
    expect(out).toMatch(/^cache: false +\S+config\.yaml:2$/m);
    expect(out).toMatch(/^jobs: 3 +CLEARPULL_JOBS$/m);
    expect(out).toContain('.clearpull.yaml:2: fail-on does not count');
    expect(out).not.toMatch(/^fail-on/m);
  });

  it('shows the rest with --resolved, and never a password', async () => {
    const { out } = await show('--resolved');
    expect(out).toMatch(/^fail-on: block +default$/m);
    expect(out).toMatch(/^password: \(set, not shown\) +CLEARPULL_PASSWORD$/m);
    const json = await show('--resolved', '-f', 'json');
    expect(JSON.parse(json.out)).toMatchObject({ files: [{ trusted: false }, { trusted: true }] });
    expect(out + json.out).not.toContain('hunter2');
  });

  it('shows what one file alone would do', async () => {
    const { out } = await show('--config', join(root, 'project', '.clearpull.yaml'));
    expect(out).toMatch(/^fail-on: never/m);
    expect(out).not.toMatch(/^timeout/m);
  });
});
