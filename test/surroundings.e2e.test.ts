import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { miningImages } from '../demo/campaign.ts';
import { builtCli, type CliResult, type CliSurroundings, startCli } from '../testkit/built-cli.ts';
import { buildImage } from '../testkit/image.ts';
import { type TestFolder, testFolder } from '../testkit/source-options.ts';
import { writeOciLayout } from '../testkit/store.ts';
import { requireTool } from '../testkit/tools.ts';

/** A bit of everything that the command line can do without a network, and what it ends with. */
const CALLS: readonly (readonly [line: string, code: number])[] = [
  ['--help', 0],
  ['help cache', 0],
  ['version', 0],
  ['doctor', 0],
  ['rules list', 0],
  ['rules explain miner/proof', 0],
  ['cache df', 0],
  ['cache verify', 0],
  ['config show --resolved', 0],
  ['completion bash', 0],
  ['oci:layout:miner', 1],
  ['-f table oci:layout', 1],
  ['-q oci:layout:miner', 1],
  ['-f json oci:layout:miner', 1],
  ['-f sarif oci:layout:miner', 1],
  ['oci:nowhere', 3],
  ['--formt json oci:layout', 2],
];

/** One of each kind, for whoever finds less than everything in place. */
const KINDS = CALLS.filter(
  ([line]) => !/^(?:help|version|rules explain|cache df|-f (?:table|sarif)|--formt)/.test(line),
);

let main = '';
let folder: TestFolder;
const at = (...names: string[]): string => join(folder.path, ...names);

beforeAll(async () => {
  main = await builtCli();
  folder = await testFolder();
  // Other users must be able to look in.
  await chmod(folder.path, 0o755);
  await mkdir(at('home'));
  await mkdir(at('tmp'));
  const [first, second] = miningImages();
  await writeOciLayout(
    at('layout'),
    [first, second].flatMap((one, i) =>
      one === undefined ? [] : [{ name: i === 0 ? 'miner' : 'other', image: buildImage(one.spec) }],
    ),
  );
});
afterAll(() => folder.remove());

function surroundings({ env = {}, ...more }: CliSurroundings = {}): CliSurroundings {
  return { env: { HOME: at('home'), TMPDIR: at('tmp'), LANG: 'C.UTF-8', ...env }, cwd: folder.path, ...more };
}

function cli(line: string, more: CliSurroundings = {}, program: string | readonly string[] = main) {
  return startCli(program, line.split(' '), surroundings(more)).done;
}

const plain = new Map<string, CliResult>();

/** What the call prints into a pipe, with everything in place. */
async function plainly(line: string): Promise<CliResult> {
  const known = plain.get(line) ?? (await cli(line));
  plain.set(line, known);
  return known;
}

const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;
/** What every shell completion script holds is no text for people. */
const FOR_PEOPLE = CALLS.filter(([line]) => !line.startsWith('completion') && !/json|sarif/.test(line));

function tooWide(text: string, columns: number): string[] {
  // Words longer than a line, such as names of folders, cannot be broken.
  return text
    .split('\n')
    .filter((line) => stringWidth(line) > columns && !line.split(' ').some((word) => word.length > 30));
}

describe.each(CALLS)('clearpull %s', (line, code) => {
  it('in a pipe, without colour or a bar, says what went wrong on standard error alone', async () => {
    const result = await plainly(line);
    expect(result.code, result.err).toBe(code);
    expect(CONTROL.exec(result.out + result.err)).toBeNull();
    if (code >= 2) expect([result.out, result.err]).toEqual(['', expect.stringMatching(/^clearpull: .+\n/)]);
    else expect([result.out.at(-1), result.err]).toEqual(['\n', '']);
  });

  it('is the same with NO_COLOR, TERM=dumb, CI=true, LANG=C and without LANG', async () => {
    const expected = await plainly(line);
    // Those that are about different things share a process.
    const many: readonly Record<string, string>[] = [
      { NO_COLOR: '1', LANG: 'C', LC_ALL: 'C' },
      { TERM: 'dumb', LANG: '' },
      { CI: 'true' },
    ];
    for (const result of await Promise.all(many.map((env) => cli(line, { env })))) {
      expect([result.code, result.err]).toEqual([code, expected.err]);
      // How much room there is on the disk changes by itself.
      if (line !== 'doctor' && !line.startsWith('cache')) expect(result.out).toBe(expected.out);
    }
  });
});

describe('an older Node.js', () => {
  it('is told what is needed, without a stack trace', () => {
    // What Node.js 20 lacks is taken away before anything is loaded.
    const older =
      'import m, { syncBuiltinESMExports } from "node:module"; delete m.enableCompileCache; syncBuiltinESMExports();';
    const flags = ['--import', `data:text/javascript,${encodeURIComponent(older)}`];
    const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, main, '--version'], {
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([2, '']);
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
    for (const version of engines.node.match(/\d[\d.]*/g) ?? []) expect(stderr).toContain(version);
    expect(stderr).toMatch(
      /^clearpull: This is Node\.js v[\d.]+; clearpull needs 22\.22\.2, .*\n {2}Install one/,
    );
  });
});

describe('60 columns', () => {
  it.each(FOR_PEOPLE)('hold %s', async (line) => {
    const { out, err } = await cli(line, { env: { CLEARPULL_COLUMNS: '60' } });
    expect(tooWide(out, 60)).toEqual([]);
    expect(err).toBe((await plainly(line)).err);
  });
});

describe('FORCE_COLOR', () => {
  it.each([
    ['oci:layout:miner', true],
    ['-f table oci:layout', true],
    ['doctor', true],
    ['-f json oci:layout:miner', false],
    ['-f sarif oci:layout:miner', false],
    ['completion bash', false],
  ])('colours %s: %s', async (line, colored) => {
    const { out } = await cli(line, { env: { FORCE_COLOR: '1' } });
    expect(out.includes('\x1b[')).toBe(colored);
    expect((await cli(`${line} --color never`, { env: { FORCE_COLOR: '1' } })).out).not.toContain('\x1b');
  });
});

/** A home, a temporary and a current folder that cannot be written to, with a way to the images. */
async function readOnly(name: string): Promise<CliSurroundings> {
  await mkdir(at(name, 'home'), { recursive: true });
  await mkdir(at(name, 'tmp'));
  await symlink(at('layout'), at(name, 'layout'));
  for (const one of ['home', 'tmp', '.']) await chmod(at(name, one), 0o555);
  return { cwd: at(name), env: { HOME: at(name, 'home'), TMPDIR: at(name, 'tmp') } };
}

/** Root without the right to pass over permissions, or whoever runs the tests. */
function ordinary(context: TestContext): readonly string[] {
  if (process.getuid?.() !== 0) return [process.execPath, main];
  requireTool(context, 'setpriv');
  return ['setpriv', '--bounding-set=-all', '--inh-caps=-all', process.execPath, main];
}

describe('a disk that cannot be written to', () => {
  it('changes nothing but that nothing is kept', async (context) => {
    const where = await readOnly('read-only');
    const program = ordinary(context);
    for (const [line, code] of KINDS) {
      const { out, err, code: ended } = await cli(line, where, program);
      expect(ended, `${line}: ${err}`).toBe(code);
      if (code < 2 && !/^(?:doctor|cache|config)/.test(line)) expect(out).toBe((await plainly(line)).out);
      expect(err).not.toContain('should not happen');
    }
    const { err } = await cli('oci:layout:miner', where, program);
    expect(err).toMatch(/^clearpull: \S+ cannot be used to keep what was read.*\n.*--cache-dir.*\n$/);
    const written = await cli('oci:layout:miner -o report.json', where, program);
    expect(written).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('No report can be written to report.json'),
    });
  });
});

const USERS: readonly (readonly [string, number, Record<string, string>])[] = [
  ['nobody, with the home of root', 65_534, { HOME: '/root' }],
  ['one that the system does not know, without a home', 54_321, { HOME: '' }],
];

describe('another user', () => {
  for (const [who, uid, env] of USERS) {
    it(`can use it: ${who}`, async (context) => {
      requireTool(context, 'setpriv');
      if (process.getuid?.() !== 0) context.skip('only root can become another user');
      const change = ['setpriv', '--reuid', `${uid}`, '--regid', `${uid}`, '--clear-groups'];
      const test = await startCli([...change, 'test', '-r', main], []).done;
      if (test.code !== 0) context.skip(`user ${uid} cannot come to ${main}`);
      for (const [line, code] of KINDS) {
        const where = { env: { ...env, TMPDIR: '/tmp' } };
        const { out, err, code: ended } = await cli(line, where, [...change, process.execPath, main]);
        // Without a place for a cache there is none to look into.
        if (line.startsWith('cache')) expect([0, 2]).toContain(ended);
        else expect(ended, `${line}: ${err}`).toBe(code);
        if (code < 2 && !/^(?:doctor|cache|config)/.test(line)) expect(out).toBe((await plainly(line)).out);
        expect(err).not.toContain('should not happen');
      }
    });
  }
});
