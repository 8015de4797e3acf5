import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  honestAssessment,
  hostileAssessment,
  minerAssessment,
  testAssessment,
} from '../../testkit/assessment.ts';
import { type FakeSurroundings, fakeIo } from '../../testkit/fake-io.ts';
import type { CheckOptions } from '../app/check.ts';
import { ClearpullError } from '../base/errors.ts';
import type { CheckTarget } from './check.ts';
import { runCli } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'clearpull-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Answers by the target's name, and remembers what it was asked. */
async function run(line: string, surroundings: FakeSurroundings = {}) {
  const io = fakeIo(surroundings);
  const calls: { target: string; options: CheckOptions }[] = [];
  const check: CheckTarget = async (target, options, events) => {
    calls.push({ target, options });
    events?.onImage?.(target, 5, 2, 1000);
    events?.onBytes?.(500);
    events?.onLayerDone?.();
    if (target === 'missing') {
      throw new ClearpullError('target-not-found', 'There is no "missing".', { hint: 'Look again.' });
    }
    if (target === 'NAME') throw new ClearpullError('usage', '"NAME" is no image reference.');
    if (target === 'broken') throw new TypeError('x is not a function');
    if (target === 'slow' || target === 'half') {
      if (target === 'half') events?.onAssessed?.(minerAssessment());
      if (target === 'half') events?.onImage?.('next', 5, 2, 1000);
      if (target === 'half') events?.onLayerDone?.();
      io.controller.abort();
      throw new ClearpullError('interrupted', 'interrupted');
    }
    if (target === 'miner') return [minerAssessment()];
    if (target === 'partly') return [partly()];
    if (target === 'both') return [honestAssessment(), minerAssessment()];
    return [honestAssessment()];
  };
  const argv = line === '' ? [] : line.split(' ');
  const code = await runCli(argv, io, check);
  return { code, out: io.out(), err: io.err(), calls };
}

function partly() {
  return testAssessment({
    reference: 'partly',
    lines: [],
    coverage: { complete: false, unread: [{ reason: 'layer-missing', detail: 'Gone.' }] },
  });
}

describe('exit codes', () => {
  it.each([
    ['honest', 0],
    ['miner', 1],
    ['check miner', 1],
    ['miner --fail-on never', 0],
    ['miner --fail-on review', 1],
    ['missing', 3],
    ['broken', 3],
    ['honest missing', 3],
    ['miner missing', 1],
    ['NAME', 2],
    ['honest missing NAME', 3],
    ['miner NAME', 1],
    ['partly --strict', 4],
    ['partly', 0],
    ['missing partly --strict', 3],
    ['slow', 130],
    ['honest slow miner', 130],
    ['', 2],
    ['--nope honest', 2],
    ['honest --fail-on', 2],
    ['honest --jobs 0', 2],
    ['--version', 0],
    ['--help', 0],
  ])('of "%s" is %i', async (line, code) => {
    expect((await run(line)).code).toBe(code);
  });
});

describe('streams', () => {
  it('carry the report on standard output and nothing else', async () => {
    const { out, err } = await run('honest -f json');
    expect(JSON.parse(out)).toMatchObject({ schemaVersion: '1.4.0' });
    expect(out).not.toContain('2026-11-24');
    expect(err).toBe('');
  });

  it('carry errors on standard error: what, and what to do', async () => {
    expect(await run('missing')).toMatchObject({
      out: '',
      err: 'clearpull: There is no "missing".\n  Look again.\n',
    });
  });

  it('show a stack only with --debug', async () => {
    expect((await run('broken')).err).toMatch(
      /^clearpull: an error that should not happen: x is not a function\n.*--debug/,
    );
    expect((await run('broken')).err).not.toMatch(/ at /);
    expect((await run('broken --debug')).err).toMatch(/TypeError: x is not a function\n\s+at /);
  });

  it('have no bar without a terminal, in CI, when quiet, or when not wanted', async () => {
    expect((await run('honest')).err).toBe('');
    expect((await run('honest', { terminal: true })).err).toContain('layer 1 of 2');
    expect((await run('honest', { terminal: true })).err).toMatch(/\r\x1b\[K$/);
    expect((await run('honest', { terminal: true, env: { CI: 'true' } })).err).toBe('');
    expect((await run('honest', { terminal: true, env: { TERM: 'dumb' } })).err).toBe('');
    expect((await run('honest --no-progress', { terminal: true })).err).toBe('');
    expect((await run('honest -q', { terminal: true })).err).toBe('');
  });

  it('are coloured for a terminal unless told otherwise', async () => {
    const colored = async (line: string, surroundings: FakeSurroundings) =>
      (await run(line, surroundings)).out.includes('\x1b[');
    expect(await colored('honest', { terminal: true })).toBe(true);
    expect(await colored('honest', {})).toBe(false);
    expect(await colored('honest', { terminal: true, env: { NO_COLOR: '1' } })).toBe(false);
    expect(await colored('honest', { env: { FORCE_COLOR: '1' } })).toBe(true);
    expect(await colored('honest --color never', { terminal: true })).toBe(false);
    expect(await colored('honest --color always', { env: { NO_COLOR: '1' } })).toBe(true);
    expect(await colored('honest', { terminal: true, env: { TERM: 'dumb' } })).toBe(false);
  });
});

describe('several images', () => {
  it('are all checked though one fails, and the report says which', async () => {
    const { out, err, calls } = await run('honest missing miner -f json');
    expect(calls.map(({ target }) => target)).toEqual(['honest', 'missing', 'miner']);
    const report = JSON.parse(out) as { images: unknown[]; failed: unknown[] };
    expect(report.images).toHaveLength(2);
    expect(report.failed).toMatchObject([{ target: 'missing', code: 'target-not-found' }]);
    expect(err).toContain('There is no "missing".');
  });

  it('that one target holds are reported as several', async () => {
    expect(JSON.parse((await run('both -f json')).out)).toMatchObject({ images: [{}, {}] });
  });

  it('are whole lines in quiet mode where there is no terminal', async () => {
    const io = fakeIo();
    const reference = `oci:/${'a/'.repeat(100)}layout:app`;
    const { image, ...rest } = honestAssessment();
    const check: CheckTarget = async () => [{ ...rest, image: { ...image, reference } }];
    const stdout = { ...io.stdout, columns: undefined };
    await runCli(['-q', 'x'], { ...io, stdout }, check);
    expect(io.out()).toMatch(/^allow {3}oci:\S+ {2}sha256:\w+ {2}no findings\n$/);
  });

  it('are a line each in quiet mode', async () => {
    expect((await run('honest miner -q')).out.trim().split('\n')).toHaveLength(2);
  });
});

describe('a run that is interrupted', () => {
  it('says how far it was with the first image, and prints no report', async () => {
    const file = join(folder, 'interrupted.json');
    writeFileSync(file, 'old');
    const { code, out, err } = await run(`slow honest -f json -o ${file}`);
    expect([code, out]).toEqual([130, '']);
    expect(err).toBe(
      'clearpull: Interrupted; nothing was decided.\n' +
        '  Of slow 1 of 5 layers had been read and will not be read again.\n',
    );
    expect((await run('slow --no-cache')).err).toContain('1 of 5 layers had been read.');
    expect(readFileSync(file, 'utf8')).toBe('old');
  });

  it('reports what was done, everywhere, and lists the rest as not checked', async () => {
    const file = join(folder, 'interrupted.json');
    const { code, out, err, calls } = await run(`honest half miner -f json -o ${file}`);
    expect(code).toBe(130);
    expect(calls).toHaveLength(2);
    for (const text of [out, readFileSync(file, 'utf8')]) {
      const report = JSON.parse(text) as { images: unknown[]; failed: { target: string; code: string }[] };
      expect(report.images).toHaveLength(2);
      expect(report.failed.map((one) => [one.target, one.code])).toEqual([
        ['half', 'interrupted'],
        ['miner', 'interrupted'],
      ]);
    }
    expect(err).toBe(
      'clearpull: Interrupted; 2 images had been checked, 2 targets had not.\n' +
        '  Of next 1 of 5 layers had been read and will not be read again.\n',
    );
  });

  it('ends with 130 whatever was found before', async () => {
    expect((await run('miner slow')).code).toBe(130);
    expect((await run('half')).out).toContain('Interrupted');
  });
});

describe('messages as JSON', () => {
  const linesOf = (text: string): Record<string, unknown>[] =>
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it('are one object a line, for errors and for notes', async () => {
    const { err } = await run('missing honest --log-format json --cache-dir /dev/null/x');
    expect(linesOf(err)).toEqual([
      {
        time: '2026-11-24T03:30:00.000Z',
        level: 'warn',
        message: '/dev/null/x cannot be used to keep what was read; going on without it.',
        hint: expect.stringContaining('--cache-dir'),
      },
      {
        time: '2026-11-24T03:30:00.000Z',
        level: 'error',
        code: 'target-not-found',
        message: 'There is no "missing".',
        hint: 'Look again.',
      },
    ]);
  });

  it('also when the command line itself is wrong, or the variable asks for it', async () => {
    expect(linesOf((await run('--nope --log-format=json')).err)).toMatchObject([{ code: 'usage' }]);
    const env = { CLEARPULL_LOG_FORMAT: 'json' };
    expect(linesOf((await run('missing', { env })).err)).toMatchObject([{ code: 'target-not-found' }]);
    expect(linesOf((await run('broken --debug', { env })).err)).toMatchObject([
      { code: 'internal', stack: expect.arrayContaining([expect.stringMatching(/^at /)]) },
    ]);
  });

  it('are errors alone with --quiet', async () => {
    const { err } = await run('missing honest -q --log-format json --cache-dir /dev/null/x');
    expect(linesOf(err)).toMatchObject([{ level: 'error' }]);
  });
});

describe("a variable that is nobody's", () => {
  it('is asked about when its name is near one that there is', async () => {
    const env = { CLEARPULL_FORMT: 'json', CLEARPULL_WEB_SECRET: 'x', CLEARPULL_PASSWORD: 'p' };
    const { code, err } = await run('honest', { env });
    expect(code).toBe(0);
    expect(err).toBe(
      'clearpull: The variable CLEARPULL_FORMT is no setting. Did you mean CLEARPULL_FORMAT?\n',
    );
  });

  it('shows stacks when it is CLEARPULL_DEBUG', async () => {
    expect((await run('broken', { env: { CLEARPULL_DEBUG: '1' } })).err).toMatch(/TypeError: .*\n\s+at /);
    expect((await run('--nope', { env: { CLEARPULL_DEBUG: '1' } })).err).toMatch(/\n\s+at /);
  });
});

describe('mistyped words', () => {
  it.each([
    ['chekc honest', 'Did you mean "check"?'],
    ['--formt json honest', 'Did you mean --format?'],
    ['--formt=json honest', 'Did you mean --format?'],
    ['-f jsn honest', 'Did you mean "json"?'],
    ['--fail-on blok honest', 'Did you mean "block"?'],
    ['honest -o jsno=x.json', 'Did you mean "json"?'],
    ['honest -o report.csv', 'There is no report that ends in .csv: report.csv.'],
    ['honest --offline=yes', '--offline takes no value.'],
    ['honest --ofline=yes', 'Did you mean --offline?'],
    ['rules explain proxyware', 'Did you mean one of proxyware/'],
    ['cache prune --older-than 30d', 'It takes DAYS, a whole number from 0 to 36500.'],
    ['honest --jobs 0', 'It takes a whole number from 1 to 1024.'],
    ['--versoin', 'Did you mean --version?'],
    ['--json honest', 'Did you mean --format json?'],
    ['--no-color honest', 'Did you mean --color never?'],
    ['scan honest', 'Did you mean "check"? An image of that name is checked with: clearpull check scan'],
    ['inspect honest', 'Did you mean "explain"?'],
    [
      'rules bogus',
      '\n  It takes: rules list, rules explain, rules test, rules pack. More: clearpull help rules\n',
    ],
    ['honest -o', '--output needs a value.\n  It takes [FORMAT=]FILE.'],
    ['honest --color', '--color needs a value.\n  It takes one of auto, always, never.'],
    ['honest -o json', 'To print it: -f json. To write it to a file: -o json=FILE'],
    ['honest -o -', 'chosen with --format: -f json'],
    ['honest -o sarif=-', 'chosen with --format: -f sarif'],
    ['honest -o csv=x', 'It knows text, json, sarif, markdown, table, html. A file of that name: ./csv=x'],
    ['honest -o json=x -o sarif=./x', 'Two reports cannot be written to ./x.'],
  ])('in "%s" are answered with a suggestion', async (line, suggestion) => {
    const { code, err, calls } = await run(line);
    expect(code).toBe(2);
    expect(err).toContain(suggestion);
    expect(calls).toEqual([]);
  });

  it('do not stop an image of a name like a command', async () => {
    expect((await run('check chekc')).calls[0]?.target).toBe('chekc');
    expect((await run('-- chekc')).calls[0]?.target).toBe('chekc');
  });
});

describe('files of the user that are wrong', () => {
  const given = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const notes = given('notes.txt', 'Remember to check that image.\n');
  const none = join(folder, 'no-such');
  it.each([
    ['--policy', folder, 'is a folder.\n  Name the file in it that is meant.'],
    ['--cacert', notes, 'holds no certificate.'],
    ['--cacert', given('bad.pem', PEM), 'holds a damaged certificate, number 1 of 1.'],
    ['--trust-root', notes, 'is not JSON.'],
    ['--trust-root', given('{}.json', '{}'), '{}.json'],
    ['--trust-root', none, 'could not be read.'],
    ['--rules-key', notes, 'of --rules-key holds no public key.'],
    ['--source', none, 'is no folder.'],
    ['--catalog-dir', notes, 'of --catalog-dir is a file.'],
    ['--proxy', 'socks5://x', 'names a proxy of the kind "socks5"'],
    ['--platform', 'windows', 'is no platform.'],
  ])('%s %s are told of, whether or not this image needs them', async (option, file, message) => {
    const { code, err, calls } = await run(`honest ${option} ${file}`);
    expect([code, err, calls]).toEqual([2, expect.stringContaining(message), []]);
  });

  it('are told of by trace too, where there is nothing to check with them', async () => {
    expect((await run(`trace honest --key ${notes}`)).err).toContain('of --key holds no public key.');
  });
});

const PEM = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

describe('options', () => {
  it('come from flags before variables before defaults', async () => {
    const env = { CLEARPULL_TIMEOUT: '5', CLEARPULL_NO_CACHE: '1', CLEARPULL_FORMAT: 'json' };
    const byDefault = (await run('honest', { env: { XDG_CACHE_HOME: '/c' } })).calls[0]?.options;
    expect(byDefault).toMatchObject({
      registry: { timeout: 60_000, insecure: false },
      cacheFolder: '/c/clearpull',
    });
    const byVariable = await run('honest', { env });
    expect(byVariable.calls[0]?.options.registry.timeout).toBe(5000);
    expect(byVariable.calls[0]?.options.cacheFolder).toBeUndefined();
    expect(byVariable.out).toMatch(/^\{/);
    const byFlag = await run('honest --timeout 7 --format table', { env });
    expect(byFlag.calls[0]?.options.registry.timeout).toBe(7000);
    expect(byFlag.out).toMatch(/^Verdict/);
  });

  it('name the variable that is wrong', async () => {
    const { code, err } = await run('honest', { env: { CLEARPULL_JOBS: 'many' } });
    expect([code, err]).toEqual([2, expect.stringContaining('CLEARPULL_JOBS is "many"')]);
  });

  it('may stand before the command, and values are not taken for it', async () => {
    const { calls, out } = await run('--platform linux/arm64 -f json check honest');
    expect(calls).toMatchObject([{ target: 'honest', options: { platform: 'linux/arm64' } }]);
    expect(out).toMatch(/^\{/);
  });

  it('take the password from standard input, without its last newline, or from the variable', async () => {
    const first = await run('honest --username me --password-stdin', { stdin: 's3cret \n' });
    expect(first.calls[0]?.options.registry).toMatchObject({ username: 'me', password: 's3cret ' });
    const second = await run('honest --username me', { env: { CLEARPULL_PASSWORD: 'p' } });
    expect(second.calls[0]?.options.registry).toMatchObject({ username: 'me', password: 'p' });
    expect((await run('honest --username me')).code).toBe(2);
    expect((await run('honest --password-stdin')).err).toContain('needs --username');
  });

  it('send a login to one registry only', async () => {
    const env = { CLEARPULL_PASSWORD: 'p' };
    const two = await run('--username me a.example/app b.example/app', { env });
    expect([two.code, two.calls]).toEqual([2, []]);
    expect(two.err).toContain('the images are in a.example and b.example');
    for (const line of ['a.example/app a.example/other:2', 'a.example/app oci:./x /', 'app library/b']) {
      expect((await run(`--username me ${line}`, { env })).calls.length).toBeGreaterThan(1);
    }
  });

  it('name mirrors in order, several by flag or variable, and tell which is none', async () => {
    const mirrors = async (line: string, variable = '') => {
      const { calls } = await run(line, { env: { CLEARPULL_MIRROR: variable } });
      return calls[0]?.options.registry.mirrors?.map(({ registry, host }) => `${registry}=${host}`);
    };
    expect(await mirrors('honest')).toEqual([]);
    expect(await mirrors('honest --mirror a.example --mirror quay.io=b.example', 'c.example')).toEqual([
      'docker.io=a.example',
      'quay.io=b.example',
    ]);
    expect(await mirrors('honest', 'a.example, quay.io=b.example')).toEqual([
      'docker.io=a.example',
      'quay.io=b.example',
    ]);
    const wrong = await run('honest --mirror a.example/B');
    expect([wrong.code, wrong.calls]).toEqual([2, []]);
    expect(wrong.err).toContain('--mirror a.example/B names no mirror');
    expect((await run('honest --downloads 9')).calls[0]?.options.registry.downloads).toBe(9);
  });

  it('take a policy, and tell where it is wrong', async () => {
    const file = join(folder, 'policy.yaml');
    writeFileSync(file, 'version: 1\nextends: built-in\nrules:\n  - name: mine\n    decison: allow\n');
    const { code, err } = await run(`honest --policy ${file}`);
    expect(code).toBe(2);
    expect(err).toContain('unknown key "decison" (line 5)');
    expect(err).toContain('Did you mean "decision"?');
    writeFileSync(file, 'version: 1\nextends: built-in\n');
    expect((await run(`honest --policy ${file}`)).calls[0]?.options).toMatchObject({
      policy: { name: `policy ${file}` },
      now: '2026-11-24T03:30:00.000Z',
    });
    expect((await run(`honest --policy ${file}.none`)).err).toContain('could not be read');
  });
});

describe('--output', () => {
  it('writes each file whole and leaves nothing else behind', async () => {
    const place = join(folder, 'reports');
    mkdirSync(place);
    const { out } = await run(
      `miner -q -o json=${place}/a -o ${place}/b.sarif -o ${place}/c.md -o text=${place}/d`,
      {
        terminal: true,
      },
    );
    expect(out).toMatch(/^\S*block/);
    expect(readdirSync(place)).toEqual(['a', 'b.sarif', 'c.md', 'd']);
    expect(JSON.parse(readFileSync(join(place, 'a'), 'utf8'))).toMatchObject({ schemaVersion: '1.4.0' });
    expect(JSON.parse(readFileSync(join(place, 'b.sarif'), 'utf8'))).toMatchObject({ version: '2.1.0' });
    expect(readFileSync(join(place, 'c.md'), 'utf8')).toMatch(/^## /);
    expect(readFileSync(join(place, 'd'), 'utf8')).not.toContain('\x1b');
  });

  it('takes .sarif.json for SARIF, and a format that is named whatever the ending', async () => {
    const place = join(folder, 'endings');
    mkdirSync(place);
    await run(`honest -q -o ${place}/a.sarif.json -o text=${place}/b.csv`);
    expect(JSON.parse(readFileSync(join(place, 'a.sarif.json'), 'utf8'))).toMatchObject({ version: '2.1.0' });
    expect(readFileSync(join(place, 'b.csv'), 'utf8')).toContain('ALLOW');
  });

  it('replaces what a link points at, not the link', async () => {
    const real = join(folder, 'real.json');
    writeFileSync(real, 'old');
    symlinkSync(real, join(folder, 'link.json'));
    await run(`honest -o ${join(folder, 'link.json')}`);
    expect(readFileSync(real, 'utf8')).toMatch(/^\{/);
  });

  it('fails before anything is checked when the folder does not exist', async () => {
    const { code, err, calls } = await run(`honest -o ${folder}/none/a.json`);
    expect([code, calls]).toEqual([2, []]);
    expect(err).toMatch(/There is no folder .*none.*\n.*mkdir -p/);
  });
});

describe('help and version', () => {
  it('the overview is about one screen and leads with examples; the help of check names every option', async () => {
    const { out } = await run('--help');
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(out.split('\n').length).toBeLessThanOrEqual(55);
    expect(out.indexOf('Examples')).toBeLessThan(out.indexOf('check IMAGE'));
    for (const word of ['--fail-on', 'rules', 'test, pack', 'cache', 'clearpull help check'])
      expect(out).toContain(word);
    const { out: all } = await run('check --help');
    for (const flag of ['--platform', '--policy', '--no-cache', '--password-stdin', '--debug']) {
      expect(all).toContain(flag);
    }
    expect(all).toContain('Exit codes');
  });

  it('version can be had as JSON', async () => {
    expect((await run('version')).out).toMatch(/^clearpull \d+\.\d+\.\d+\n$/);
    expect(JSON.parse((await run('version --format json')).out)).toMatchObject({ name: 'clearpull' });
  });
});

describe('hostile names', () => {
  it('reach neither terminal nor error raw', async () => {
    const io = fakeIo({ terminal: true });
    const check: CheckTarget = async (target, _, events) => {
      events?.onImage?.(`\x1b[31m${target}`, 1, 1, 1);
      if (target.startsWith('bad')) throw new ClearpullError('target-invalid', `no \x1b]0;x\x07 ${target}`);
      return [hostileAssessment()];
    };
    await runCli(['bad\x1b[2J', 'ok', '--color', 'never'], io, check);
    // The bar itself may go back and clear its line.
    expect(io.err().replaceAll('\r\x1b[K', '')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(io.out()).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });
});
