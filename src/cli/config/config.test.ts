import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClearpullError } from '../../base/errors.ts';
import { configKeyOf, type OptionSpec } from '../options/option-spec.ts';
import { CHECK_OPTIONS } from '../options.ts';
import { type Resolved, resolveSettings } from '../settings.ts';
import { configJsonSchema } from './config-schema.ts';
import { loadConfig } from './find-config.ts';
import { parseConfig } from './parse-config.ts';

let root: string;
let env: Record<string, string>;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'clearpull-config-'));
  env = { HOME: join(root, 'home') };
});
afterEach(() => rmSync(root, { recursive: true }));

function write(name: string, text: string): string {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const PROJECT = 'project/.clearpull.yaml';
const USER = 'home/.config/clearpull/config.yaml';

async function resolve(flags: Record<string, unknown> = {}, named?: string): Promise<Resolved> {
  const files = await loadConfig(named, env, join(root, 'project'), CHECK_OPTIONS);
  return resolveSettings(CHECK_OPTIONS, { flags, env, files });
}

function refusal(text: string, trusted = true): string {
  try {
    parseConfig(text, '/p/c.yaml', trusted, CHECK_OPTIONS);
  } catch (error) {
    return `${(error as ClearpullError).message} ${(error as ClearpullError).hint}`;
  }
  throw new Error('was not refused');
}

describe('settings', () => {
  it('come from flags before variables before files before defaults, and say so', async () => {
    const path = write(USER, 'fail-on: review\ntimeout: 5\njobs: 3\nstrict: true\n');
    env['CLEARPULL_TIMEOUT'] = '6';
    env['CLEARPULL_JOBS'] = '7';
    const { values, origins } = await resolve({ jobs: '8' });
    expect(values).toMatchObject({ failOn: 'review', timeout: 6, jobs: 8, strict: true, quiet: false });
    expect(['failOn', 'timeout', 'jobs', 'strict', 'quiet'].map((name) => origins.get(name)?.text)).toEqual([
      `${path}:1`,
      'CLEARPULL_TIMEOUT',
      '--jobs',
      `${path}:4`,
      'default',
    ]);
  });

  it('are read from JSON, and from $XDG_CONFIG_HOME', async () => {
    write('xdg/clearpull/config.json', '{"$schema": "x", "cache": false, "progress": false}');
    env['XDG_CONFIG_HOME'] = join(root, 'xdg');
    expect((await resolve()).values).toMatchObject({ cache: false, progress: false });
  });

  it('come from the named file alone, which may set anything', async () => {
    write(USER, 'jobs: 3\n');
    write(PROJECT, 'strict: true\n');
    const path = write('mine.yaml', 'insecure: true\npolicy: p.yaml\n');
    const { values } = await resolve({}, path);
    expect(values).toMatchObject({ insecure: true, strict: false, policy: join(root, 'p.yaml') });
    expect(values).not.toHaveProperty('jobs');
    expect((await resolve({}, 'none')).values).toMatchObject({ strict: false });
    await expect(resolve({}, 'missing.yaml')).rejects.toMatchObject({ code: 'usage' });
  });

  it('are the defaults for an empty file, and for no home', async () => {
    write(USER, '# nothing yet\n');
    expect((await resolve()).values).toMatchObject({ failOn: 'block' });
    env = {};
    expect((await resolve()).values).toMatchObject({ failOn: 'block' });
  });
});

describe('a file in the current folder', () => {
  it('may make the check stricter and the report look otherwise', async () => {
    write(PROJECT, 'fail-on: review\nstrict: true\nverbose: true\nformat: table\n');
    const { values, notes } = await resolve();
    expect(values).toMatchObject({ failOn: 'review', strict: true, verbose: true, format: 'table' });
    expect(notes).toEqual([]);
  });

  it('cannot make it less strict, and is told so', async () => {
    write(USER, 'fail-on: review\nstrict: true\n');
    write(PROJECT, 'fail-on: never\nstrict: false\n');
    const { values, notes, origins } = await resolve();
    expect(values).toMatchObject({ failOn: 'review', strict: true });
    expect(origins.get('failOn')?.text).toContain('config.yaml:1');
    expect(notes).toHaveLength(2);
    expect(notes[0]).toContain('.clearpull.yaml:1: fail-on does not count');
    expect((await resolve({ failOn: 'never' })).values).toMatchObject({ failOn: 'never' });
  });

  it('may set nothing that is not marked as harmless', () => {
    const marked = CHECK_OPTIONS.filter(({ project }) => project !== undefined).map(({ name }) => name);
    expect(marked.sort()).toEqual([
      'color',
      'columns',
      'failOn',
      'format',
      'logFormat',
      'progress',
      'showSuppressed',
      'strict',
      'verbose',
    ]);
    for (const option of CHECK_OPTIONS) {
      const key = configKeyOf(option);
      if (key === undefined || option.project !== undefined) continue;
      expect(refusal(`${key}: ${exampleOf(option)}\n`, false)).toMatch(
        new RegExp(`^/p/c.yaml:1 sets "${key}", .*--config /p/c.yaml`),
      );
    }
  });
});

function exampleOf({ type, choices, range }: OptionSpec): string {
  if (type === 'switch') return 'true';
  if (type === 'number') return String(range?.[0] ?? 1);
  return choices?.[0] ?? 'x';
}

describe('a link in the current folder', () => {
  it('is not followed, so that no message quotes what it points at', async () => {
    const secret = write('secret', 'hunter2: x\n');
    mkdirSync(join(root, 'project'));
    symlinkSync(secret, join(root, PROJECT));
    const error = await resolve().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'usage' });
    expect(String(error)).not.toContain('hunter2');
    await expect(resolve({}, join(root, PROJECT))).rejects.toThrow('hunter2');
  });
});

describe('the JSON Schema', () => {
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
    configJsonSchema(CHECK_OPTIONS),
  );
  const accepts = (file: unknown): boolean => {
    try {
      parseConfig(JSON.stringify(file), '/p/c.json', true, CHECK_OPTIONS);
      return true;
    } catch {
      return false;
    }
  };

  it('accepts what is accepted, for every setting and each kind of value', () => {
    const values = [
      true,
      false,
      0,
      1,
      60,
      5000,
      1.5,
      '',
      'x',
      'review',
      'json',
      'auto',
      [],
      ['x'],
      [1],
      null,
      {},
    ];
    for (const option of CHECK_OPTIONS) {
      const key = configKeyOf(option) ?? option.flag.slice(2);
      for (const value of values) {
        const file = { [key]: value };
        expect(validate(file), JSON.stringify(file)).toBe(accepts(file));
      }
    }
    expect([validate({ $schema: 'x', strict: true }), validate({ strickt: true })]).toEqual([true, false]);
  });
});

describe('a file that is wrong', () => {
  it.each([
    ['fail-onn: review', ':1 has an unknown key "fail-onn". Did you mean "fail-on"?'],
    ['strict: true\n\nfial-on: review', ':3 has an unknown key'],
    ['output: x.json', ':1 has an unknown key "output"'],
    ['config: x.yaml', ':1 has an unknown key "config"'],
    ['no-cache: true', 'unknown key "no-cache". Did you mean "cache"?'],
    ['strict: yes please', 'true or false'],
    ['jobs: 0', 'a whole number from 1 to 1024'],
    ['jobs: "3"', 'a whole number'],
    ['fail-on: blok', 'one of review, block, never'],
    ['policy: 3', 'a text, FILE'],
    ['policy: {a: b}', 'a text, FILE'],
    ['a: 1\na: 2', 'is no YAML'],
    ['a: [1', 'It looks like: fail-on: review'],
    ['- a', 'is no map'],
    ['a: &x [1]\nb: *x', 'unknown key "a"'],
    ['"\\e[2J": 1', 'unknown key "\\x1b[2J"'],
  ])('is refused with its line and what it may have meant: %j', (text, expected) => {
    expect(refusal(text)).toContain(expected);
  });

  it('is refused when it is no file, or far too large', async () => {
    mkdirSync(join(root, USER), { recursive: true });
    await expect(resolve()).rejects.toMatchObject({ code: 'usage', hint: expect.stringContaining('none') });
    const big = write('big.yaml', `# ${'x'.repeat(300 * 1024)}`);
    await expect(resolve({}, big)).rejects.toMatchObject({ code: 'usage' });
  });
});
