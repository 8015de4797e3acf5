import { describe, expect, it } from 'vitest';
import { testFinding } from '../../../testkit/finding.ts';
import { ClearpullError } from '../../base/errors.ts';
import type { Finding } from '../../detect/finding.ts';
import { fingerprintOf } from './fingerprint.ts';
import { loadIgnoreFile } from './load-ignore-file.ts';
import { entryMatcher } from './match-entry.ts';

const ENTRY = '{ rule: a/b, reason: ours, expires: never }';

function problem(text: string): string {
  try {
    loadIgnoreFile(text, 'i.yaml');
  } catch (error) {
    expect(error).toBeInstanceOf(ClearpullError);
    expect((error as ClearpullError).code).toBe('policy-invalid');
    return `${(error as ClearpullError).message} ${(error as ClearpullError).hint}`;
  }
  throw new Error('the ignore file was accepted');
}

describe('loadIgnoreFile', () => {
  it('reads entries, one value or a list of them, with their lines', () => {
    const text = [
      'version: 1',
      'ignore:',
      '  - rule: access/*',
      '    path: [/a/**, /b]',
      '    image: registry.example.com/ci/*',
      '    reason: ours',
      '    expires: 2027-01-31',
      `  - ${ENTRY}`,
    ].join('\n');
    expect(loadIgnoreFile(text, 'i.yaml')).toEqual({
      name: 'i.yaml',
      entries: [
        {
          line: 3,
          rule: ['access/*'],
          path: ['/a/**', '/b'],
          image: ['registry.example.com/ci/*'],
          reason: 'ours',
          expires: '2027-01-31',
        },
        { line: 8, rule: ['a/b'], reason: 'ours', expires: 'never' },
      ],
    });
  });

  it.each([
    ['no reason', 'version: 1\nignore:\n - {rule: a/b, expires: never}\n', /reason.*\(line 3\)/],
    ['an empty reason', 'version: 1\nignore:\n - {rule: a/b, reason: " ", expires: never}\n', /some words/],
    ['no end', 'version: 1\nignore:\n - {rule: a/b, reason: x}\n', /a date such as.*or never \(line 3\)/],
    ['no date', 'version: 1\nignore:\n - {rule: a/b, reason: x, expires: soon}\n', /a date such as/],
    ['no real date', 'version: 1\nignore:\n - {rule: a/b, reason: x, expires: 2027-02-30}\n', /a date/],
    ['no rule', 'version: 1\nignore:\n - {path: /x, reason: x, expires: never}\n', /rule.*\(line 3\)/],
    [
      'an unknown key',
      'version: 1\nignore:\n - rule: a/b\n   raeson: x\n   expires: never\n',
      /unknown key "raeson" \(line 4\).*"reason"/,
    ],
    ['an unknown key of the file', `version: 1\nignroe: [${ENTRY}]\n`, /unknown key "ignroe".*"ignore"/],
    [
      'no fingerprint',
      'version: 1\nignore:\n - {rule: a/b, fingerprint: 12, reason: x, expires: never}\n',
      /fingerprint/,
    ],
    ['another version', `version: 2\nignore: [${ENTRY}]\n`, /needs 1 at "version"/],
    [
      'an entry for everything',
      'version: 1\nignore:\n - {rule: "**", path: "/**", reason: x, expires: never}\n',
      /hides every finding \(line 3\)/,
    ],
    [
      'no reason',
      'version: 1\nignore:\n - {rule: a/b, expires: never}\n',
      /has no "reason" at "ignore.0" \(line 3\)/,
    ],
    [
      'no end',
      'version: 1\nignore:\n - {rule: a/b, reason: x, expires: soon}\n',
      /needs a date such as 2027-01-31, or never/,
    ],
    ['no entries', 'version: 1\n', /has no "ignore" \(line 1\)/],
    ['nothing', '', /is empty/],
  ])('refuses %s and says where', (_, text, message) => {
    expect(problem(text)).toMatch(message);
  });
});

describe('an entry', () => {
  const matcher = (keys: string) =>
    entryMatcher(
      loadIgnoreFile(`version: 1\nignore: [{ ${keys}, reason: x, expires: never }]`, 'i').entries[0] as never,
    );
  const covers = (keys: string, finding: Finding) =>
    matcher(keys).covers(finding, () => fingerprintOf(finding));

  it('speaks of images by reference, or by name without tag and digest', () => {
    const { speaksOf } = matcher('rule: a/b, image: registry.example.com:5000/ci/*');
    expect(speaksOf('registry.example.com:5000/ci/app:1')).toBe(true);
    expect(speaksOf('registry.example.com:5000/ci/app@sha256:00')).toBe(true);
    expect(speaksOf('registry.example.com:5000/other/app:1')).toBe(false);
    expect(speaksOf('evil.example.com/registry.example.com:5000/ci/app')).toBe(false);
    const { speaksOf: byTag } = matcher('rule: a/b, image: "docker.io/a/b:1.*"');
    expect([byTag('docker.io/a/b:1.4'), byTag('docker.io/a/b:2')]).toEqual([true, false]);
  });

  it('needs every place of the finding', () => {
    const both = testFinding({}, { path: '/opt/a' }, { path: '/usr/bin/x' });
    expect(covers('rule: miner/*, path: /opt/**', both)).toBe(false);
    expect(covers('rule: miner/*, path: [/opt/**, usr/bin/x]', both)).toBe(true);
  });

  it('needs every indicator of the finding, and at least one', () => {
    const wallets = (...values: string[]) =>
      testFinding({ indicators: values.map((value) => ({ kind: 'wallet', value, validation: '' })) });
    expect(covers('rule: miner/*, indicator: ours', wallets('ours'))).toBe(true);
    expect(covers('rule: miner/*, indicator: ours', wallets('ours', 'theirs'))).toBe(false);
    expect(covers('rule: miner/*, indicator: ours', testFinding())).toBe(false);
  });

  it('can name one finding by its fingerprint, which its lines and layers do not change', () => {
    const then = testFinding({}, { line: 3, layer: 1, excerpt: 'curl  x' });
    const now = testFinding({}, { line: 9, layer: 4, excerpt: 'curl x' });
    const key = `rule: miner/*, fingerprint: "${fingerprintOf(then)}"`;
    expect(covers(key, now)).toBe(true);
    expect(covers(key, testFinding({}, { line: 3, layer: 1, excerpt: 'curl y' }))).toBe(false);
  });

  it('covers what was not read only when it was written for that', () => {
    const unread = testFinding({ rule: 'coverage/not-fully-read', category: 'coverage' }, { path: '/a' });
    expect(covers('rule: "**", path: /a', unread)).toBe(false);
    expect(covers('rule: coverage/not-fully-read, path: /a', unread)).toBe(true);
    expect(covers('rule: coverage/*', unread)).toBe(true);
  });
});
