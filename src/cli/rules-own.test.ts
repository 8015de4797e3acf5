import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeIo } from '../../testkit/fake-io.ts';
import type { CheckOptions } from '../app/check.ts';
import { FORMAT } from '../store/content-cache.ts';
import type { CheckTarget } from './check.ts';
import { runCli } from './run.ts';

const RULE = `rule own {
  meta:
    id = "own-marker"
    title = "Our marker"
    why = "holds our marker"
    severity = "high"
    confidence = "high"
    grade = "content"
    category = "hidden"
  strings:
    $a = "our-own-marker"
  condition:
    $a
}
`;
const TESTS = `tests:
  - rule: own-marker
    matches: [{ text: an our-own-marker }]
    leaves: [{ text: nothing }, { elf: [nothing] }, { hex: 00 01 }]
`;

let root = '';
const at = (name: string): string => join(root, name);

async function run(...argv: string[]) {
  const io = fakeIo({ columns: 100 });
  const code = await runCli(argv, io);
  return { code, out: io.out(), err: io.err() };
}

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'clearpull-own-rules-'));
  mkdirSync(at('rules'));
  writeFileSync(at('rules/own.yar'), RULE);
  writeFileSync(at('rules/own.tests.yaml'), TESTS);
  for (const name of ['ours', 'theirs']) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    writeFileSync(at(`${name}.key`), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    writeFileSync(at(`${name}.pub`), publicKey.export({ type: 'spki', format: 'pem' }));
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('rules of the user’s own', () => {
  it('are listed and explained with where they stand', async () => {
    const list = await run('rules', 'list', '--rules', at('rules'));
    expect(list.code).toBe(0);
    expect(list.out).toContain('yara/own-marker');
    expect(list.out.replaceAll('\n', '')).toContain('own.yar');
    const json = JSON.parse(
      (await run('rules', 'list', '-f', 'json', '--rules', at('rules/own.yar'))).out,
    ) as { id: string }[];
    expect(json.find(({ id }) => id === 'yara/own-marker')).toMatchObject({
      file: at('rules/own.yar'),
      shipped: false,
      speed: 'fast',
    });
    const explained = await run('rules', 'explain', 'yara/own-marker', '--rules', at('rules'));
    expect(explained.out).toContain('rule own in ');
    expect(await run('rules', 'explain', 'yara/own-marker')).toMatchObject({
      code: 2,
      err: expect.stringContaining('There is no rule "yara/own-marker"'),
    });
  });

  it('are tried on their own tests', async () => {
    expect(await run('rules', 'test', at('rules'))).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^pass {2}yara\/own-marker {2}4 files\n\n1 rule, all passed\.\n$/),
    });
    writeFileSync(at('bad.yar'), RULE);
    writeFileSync(
      at('bad.tests.yaml'),
      TESTS.replace('an our-own-marker', 'another').replace(
        '{ text: nothing }',
        '{ text: no our-own-marker }',
      ),
    );
    const failed = await run('rules', 'test', at('bad.yar'));
    expect(failed.code).toBe(1);
    expect(failed.out).toContain('FAIL  yara/own-marker');
    expect(failed.out).toContain('It does not look at file 1 that it must match');
    expect(failed.out).toContain('It matches file 1 that it must leave alone.');
    rmSync(at('bad.tests.yaml'));
    const without = await run('rules', 'test', '-f', 'json', at('bad.yar'));
    expect(without.code).toBe(1);
    expect(JSON.parse(without.out)).toMatchObject([{ rule: 'yara/own-marker', passed: false, tried: 0 }]);
  });

  it('are refused when their tests are of another rule, or none', async () => {
    writeFileSync(at('bad.yar'), RULE);
    writeFileSync(at('bad.tests.yaml'), TESTS.replace('own-marker', 'other'));
    expect(await run('rules', 'test', at('bad.yar'))).toMatchObject({
      code: 2,
      err: expect.stringContaining('"other", which there is not'),
    });
    writeFileSync(at('bad.tests.yaml'), 'tests: [{ rule: own-marker, matches: [{ exe: a }] }]');
    expect((await run('rules', 'test', at('bad.yar'))).err).toContain(
      'holds no tests of rules at tests.0.matches.0',
    );
    writeFileSync(at('bad.tests.yaml'), 'a: &a [1]\nb: [*a, *a]\n');
    expect((await run('rules', 'test', at('bad.yar'))).code).toBe(2);
    rmSync(at('bad.tests.yaml'));
  });

  it('that do not compile are refused before anything is checked, with file and line', async () => {
    writeFileSync(at('wrong.yar'), RULE.replace('    $a\n}', '    $a and nothing\n}'));
    const { code, err } = await run('--rules', at('wrong.yar'), at('no-such-image.tar'));
    expect(code).toBe(2);
    expect(err).toContain('wrong.yar cannot be used: line 13: unknown identifier `nothing`');
  });

  it.each([
    ['is not there', 'nowhere', 'cannot be read'],
    ['holds none', 'empty', 'There are no rules in'],
    ['is no bundle', 'ours.pub', 'is not JSON'],
  ])('are refused where the path %s', async (_, name, why) => {
    mkdirSync(at('empty'), { recursive: true });
    const { code, err } = await run('rules', 'list', '--rules', at(name));
    expect(code).not.toBe(0);
    expect(err).toContain(why);
  });

  it('of more bytes than a file of rules may have are refused', async () => {
    writeFileSync(at('large.yar'), `${RULE}//${' '.repeat(2000)}`);
    const { code, err } = await run(
      'rules',
      'list',
      '--rules',
      at('large.yar'),
      '--limit',
      'maxRulesFileBytes=1000',
    );
    expect([code, err]).toEqual([3, expect.stringContaining('maxRulesFileBytes')]);
  });
});

describe('the rules that ship with clearpull', () => {
  it('are kept by a check, taken apart, and taken from there by the next one', async () => {
    const seen: CheckOptions['rules'][] = [];
    const check: CheckTarget = (_, { rules }) => {
      seen.push(rules);
      return Promise.resolve([]);
    };
    const kept = () => readdirSync(join(at('cache'), FORMAT, 'ruleset'), { recursive: true }).length;
    const argv = ['check', 'oci:anything', '--cache-dir', at('cache')];
    await runCli(argv, fakeIo(), check);
    const before = kept();
    expect(before).toBe(2);
    await runCli(argv, fakeIo(), check);
    expect(kept()).toBe(before);
    expect(seen[0]?.rules.length).toBeGreaterThan(10);
    expect(seen[1]).toEqual(seen[0]);
  });
});

describe('a bundle of rules', () => {
  beforeAll(async () => {
    const { out } = await run('rules', 'pack', '--sign-key', at('ours.key'), at('rules'));
    writeFileSync(at('our.rules'), out);
  });

  it('is the same whenever it is packed, and counts with the key that signed it', async () => {
    const again = await run('rules', 'pack', '--sign-key', at('ours.key'), at('rules'));
    expect(again).toMatchObject({ code: 0, out: readFileSync(at('our.rules'), 'utf8') });
    const list = await run('rules', 'list', '--rules', at('our.rules'), '--rules-key', at('ours.pub'));
    expect(list.out).toContain('yara/own-marker');
    expect((await run('rules', 'test', at('our.rules'), '--rules-key', at('ours.pub'))).code).toBe(0);
  });

  it.each([
    [
      'with the key of somebody else',
      ['--rules-key', 'theirs.pub'],
      'is not signed with the key of --rules-key',
    ],
    ['with no key to check it with', [], 'no key was named'],
    ['with what is no public key', ['--rules-key', 'ours.key'], 'of --rules-key holds no public key'],
  ])('is refused %s', async (_, [flag, key], why) => {
    const more = flag === undefined || key === undefined ? [] : [flag, at(key)];
    const { code, err } = await run('rules', 'list', '--rules', at('our.rules'), ...more);
    expect([code, err]).toEqual([2, expect.stringContaining(why)]);
  });

  it('is refused when it was changed, or holds something else', async () => {
    const envelope = JSON.parse(readFileSync(at('our.rules'), 'utf8')) as {
      payload: string;
      payloadType: string;
    };
    const payload = Buffer.from(envelope.payload, 'base64')
      .toString()
      .replace('our-own-marker', 'your-own-marker');
    writeFileSync(
      at('changed.rules'),
      JSON.stringify({ ...envelope, payload: Buffer.from(payload).toString('base64') }),
    );
    const key = ['--rules-key', at('ours.pub')];
    expect((await run('rules', 'list', '--rules', at('changed.rules'), ...key)).err).toContain(
      'is not signed with the key',
    );
    writeFileSync(
      at('other.rules'),
      JSON.stringify({ ...envelope, payloadType: 'application/vnd.in-toto+json' }),
    );
    expect((await run('rules', 'list', '--rules', at('other.rules'), ...key)).err).toContain(
      'holds no rules but',
    );
  });

  it('that nobody signed is taken only when that is said', async () => {
    const packed = await run('rules', 'pack', at('rules'));
    expect(packed.err).toContain('not signed');
    writeFileSync(at('plain.rules'), packed.out);
    const refused = await run('rules', 'list', '--rules', at('plain.rules'), '--rules-key', at('ours.pub'));
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('is not signed')]);
    const taken = await run('rules', 'list', '--rules', at('plain.rules'), '--allow-unsigned-rules');
    expect(taken.out).toContain('yara/own-marker');
  });

  it.each([
    ['{}', /malformed at "format"/],
    ['root:x:0:0', /is not JSON/],
  ])('that is none (%s) is a wrong file of the user’s, told in a few lines', async (text, what) => {
    writeFileSync(at('none.rules'), text);
    const { code, err } = await run('rules', 'list', '--rules', at('none.rules'), '--allow-unsigned-rules');
    expect([code, err]).toEqual([2, expect.stringMatching(what)]);
    expect(err).toContain('rules pack');
    expect(err.split('\n').length).toBeLessThan(5);
    expect(err).not.toContain('[');
  });

  it('is not made of rules that do not compile, or of no rules', async () => {
    mkdirSync(at('broken'));
    writeFileSync(at('broken/a.yar'), RULE.replace('    $a\n}', '    $a and nothing\n}'));
    expect((await run('rules', 'pack', at('broken'))).code).toBe(2);
    mkdirSync(at('none'));
    expect((await run('rules', 'pack', at('none'))).err).toContain('There are no rules');
    expect((await run('rules', 'pack', at('our.rules'))).err).toContain('is no folder');
  });
});
