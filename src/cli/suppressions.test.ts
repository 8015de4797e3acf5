import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { honestAssessment, minerAssessment, suppressedAssessment } from '../../testkit/assessment.ts';
import { type FakeSurroundings, fakeIo } from '../../testkit/fake-io.ts';
import type { CheckOptions } from '../app/check.ts';
import { loadIgnoreFile } from '../assess/index.ts';
import { ClearpullError } from '../base/errors.ts';
import { runCli } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'clearpull-suppress-'));
afterAll(() => rmSync(folder, { recursive: true }));

function given(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function run(argv: readonly string[], surroundings: FakeSurroundings = {}) {
  const io = fakeIo(surroundings);
  const calls: CheckOptions[] = [];
  const code = await runCli(argv, io, async (target, options) => {
    calls.push(options);
    if (target === 'missing') throw new ClearpullError('target-not-found', 'There is no "missing".');
    if (target === 'both') return [honestAssessment(), minerAssessment()];
    return [target === 'miner' ? minerAssessment() : suppressedAssessment()];
  });
  return { code, out: io.out(), err: io.err(), calls };
}

const IGNORE = given(
  'ignore.yaml',
  [
    'version: 1',
    'ignore:',
    '  - { rule: miner/*, reason: ours, expires: never }',
    '  - { rule: hidden/*, path: /gone, reason: it went, expires: never }',
    '  - { rule: miner/prof, reason: mistyped, expires: never }',
    '  - { rule: mine/**, reason: mistyped, expires: never }',
    '  - { rule: gone/rule, image: docker.io/other/*, reason: of another, expires: never }',
  ].join('\n'),
);

describe('check', () => {
  it('reads the files that are named', async () => {
    const { out } = await run(['miner', '-f', 'json']);
    const report = given('old.json', out);
    const argv = ['--ignore-file', IGNORE, '--baseline', report, '--ignore-base', '--base', 'debian:12'];
    const { calls } = await run([...argv, 'miner']);
    expect(calls[0]?.suppressions?.ignore?.entries).toHaveLength(5);
    expect(calls[0]?.suppressions?.baseline).toMatchObject({ source: report, anyName: true });
    expect(calls[0]?.suppressions?.baseline?.images[0]?.findings).toHaveLength(4);
    expect(calls[0]).toMatchObject({ suppressions: { ignoreBase: true }, base: 'debian:12' });
    const two = await run([...argv, 'miner', 'other']);
    expect(two.calls[0]?.suppressions?.baseline?.anyName).toBe(false);
  });

  it('looks for no ignore file by itself', async () => {
    expect((await run(['miner'])).calls[0]?.suppressions).toEqual({ ignoreBase: false });
  });

  it('takes the ignore file from a variable too', async () => {
    const { calls } = await run(['miner'], { env: { CLEARPULL_IGNORE_FILE: IGNORE } });
    expect(calls[0]?.suppressions?.ignore?.name).toBe(IGNORE);
  });

  it('tells which entries hide nothing, of those that speak of an image', async () => {
    const { err, code } = await run(['miner', '--ignore-file', IGNORE]);
    expect(err).toBe(
      `clearpull: ${IGNORE}, line 4 (hidden/*) hides nothing.\n  Take the entry out if what it was for is gone.\n` +
        `clearpull: ${IGNORE}, line 5 (miner/prof) hides nothing.\n  There is no rule miner/prof. Did you mean "miner/proof"?\n` +
        `clearpull: ${IGNORE}, line 6 (mine/**) hides nothing.\n  There is no rule mine/**. All rules: clearpull rules list\n`,
    );
    expect(code).toBe(1);
    expect((await run(['miner', '-q', '--ignore-file', IGNORE])).err).toBe('');
    expect((await run(['miner', 'missing', '--ignore-file', IGNORE])).err).not.toContain('hides nothing');
  });

  it('lists what was suppressed with --show-suppressed', async () => {
    expect((await run(['other'])).out).not.toContain('A Monero miner');
    expect((await run(['other', '--show-suppressed'])).out).toContain('- A Monero miner is in the image');
  });

  it.each([
    ['--ignore-file', join(folder, 'none.yaml'), /none\.yaml of --ignore-file could not be read/],
    ['--ignore-file', given('bad.yaml', 'version: 1\nignore: [{ rule: a/b }]'), /bad\.yaml.*\(line 2\)/],
    ['--baseline', join(folder, 'none.json'), /none\.json of --baseline could not be read/],
    ['--baseline', given('bad.json', '{}'), /^clearpull: The baseline .*bad\.json is no report of clearpull/],
    ['--baseline', folder, /of --baseline is a folder\.\n {2}Name the file in it/],
    ['--base', 'debian:12', /--base needs --ignore-base/],
  ])('%s %s is refused before anything is checked', async (option, value, message) => {
    const { code, err, out, calls } = await run(['miner', option, value]);
    expect([code, out, calls]).toEqual([2, '', []]);
    expect(err).toMatch(message);
  });
});

describe('convert', () => {
  it.each(['text', 'json', 'sarif', 'markdown', 'table'])(
    'prints the same %s as check, from a file and from a pipe',
    async (format) => {
      for (const targets of [['miner'], ['other'], ['miner', 'missing'], ['both']]) {
        const saved = (await run([...targets, '-f', 'json'])).out;
        const expected = (await run([...targets, '-f', format])).out;
        const file = given('saved.json', saved);
        expect(await run(['convert', file, '-f', format])).toMatchObject({ code: 0, out: expected, err: '' });
        expect((await run(['convert', '-', '-f', format], { stdin: saved })).out).toBe(expected);
      }
    },
  );

  it('takes the options that say how a report looks', async () => {
    const file = given('look.json', (await run(['other', '-f', 'json'])).out);
    for (const options of [
      ['-v'],
      ['-q'],
      ['--columns', '100'],
      ['--show-suppressed'],
      ['--color', 'always'],
    ]) {
      const { out } = await run(['other', ...options]);
      expect((await run(['convert', file, ...options])).out).toBe(out);
    }
  });

  it('writes files beside what it prints', async () => {
    const file = given('both.json', (await run(['miner', '-f', 'json'])).out);
    const sarif = join(folder, 'x.sarif');
    const { out } = await run(['convert', file, '-f', 'table', '-o', sarif]);
    expect(out).toMatch(/block/);
    expect(readFileSync(sarif, 'utf8')).toBe((await run(['miner', '-f', 'sarif'])).out);
  });

  it.each([
    ['no file', [join(folder, 'none.json')], /The file \S*none\.json could not be read/],
    ['another JSON', [given('other.json', '{"version":"2.1.0"}')], /other\.json is no report of clearpull/],
    ['two files', ['a.json', 'b.json'], /./],
    ['nothing', [], /./],
    ['an unknown format', [given('f.json', '{}'), '-f', 'sarfi'], /sarfi.*\n.*"sarif"/],
    ['an option of check', [given('g.json', '{}'), '--policy', 'x'], /--policy/],
  ])('given %s ends with 2', async (_, argv, message) => {
    const { code, out, err } = await run(['convert', ...argv]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });

  it('says what is wrong with what came out of a pipe', async () => {
    const { err } = await run(['convert', '-'], { stdin: 'Killed\n' });
    expect(err).toMatch(/^clearpull: Standard input is not JSON\./);
  });
});

describe('docs/suppressing.md', () => {
  it('has an example that is a valid ignore file', () => {
    const text = readFileSync(new URL('../../docs/suppressing.md', import.meta.url), 'utf8');
    const example = /```yaml\n([^]*?)```/.exec(text)?.[1] ?? '';
    expect(loadIgnoreFile(example, 'example').entries).toHaveLength(3);
  });
});
