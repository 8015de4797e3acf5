import { describe, expect, it } from 'vitest';
import { ClearpullError } from '../../base/errors.ts';
import { DEFAULT_POLICY } from './default-policy.ts';
import { loadPolicy } from './load-policy.ts';

function problem(text: string): string {
  try {
    loadPolicy(text, 'p.yaml');
  } catch (error) {
    expect(error).toBeInstanceOf(ClearpullError);
    expect((error as ClearpullError).code).toBe('policy-invalid');
    return `${(error as ClearpullError).message} ${(error as ClearpullError).hint}`;
  }
  throw new Error('the policy was accepted');
}

describe('loadPolicy', () => {
  it('reads YAML, with one value or a list for rule and category', () => {
    const policy = loadPolicy(
      [
        'version: 1',
        'unread: block',
        'default: review',
        'rules:',
        '  - name: declared miner',
        '    decision: allow',
        '    when: { rule: miner/*, category: [miner, pool], path: /opt/** }',
        '    reason: this image is our test bed',
        '    expires: 2027-01-31',
      ].join('\n'),
      'p.yaml',
    );
    expect(policy).toEqual({
      name: 'policy p.yaml',
      unread: 'block',
      default: 'review',
      rules: [
        {
          name: 'declared miner',
          decision: 'allow',
          when: { rule: ['miner/*'], category: ['miner', 'pool'], path: '/opt/**' },
          reason: 'this image is our test bed',
          expires: '2027-01-31',
        },
      ],
    });
  });

  it('reads JSON, and puts the built-in rules behind its own when asked to', () => {
    const rule = { name: 'a', decision: 'allow', when: { rule: 'x/y' } };
    const policy = loadPolicy(JSON.stringify({ version: 1, extends: 'built-in', rules: [rule] }), 'p');
    expect(policy.rules.map(({ name, from }) => [name, from])).toEqual([
      ['a', undefined],
      ...DEFAULT_POLICY.rules.map(({ name }) => [name, 'built-in policy']),
    ]);
    expect(policy).toMatchObject({ unread: 'review', default: 'allow' });
  });

  it('reads combinations, what is asked of a trace, and what was not read by its parts', () => {
    const { combinations, trace, unread } = loadPolicy(
      `version: 1
extends: built-in
unread: { layers: block }
combinations:
  - name: together
    decision: block
    all:
      - { rule: miner/*, at-start: true }
      - { severity: medium, count: 3 }
trace:
  - name: ours
    images: ghcr.io/acme/**
    level: T3
    source: github.com/acme/*
    builder: [https://ci.example.com/**]
    signers:
      - { identity: ci@example.com, issuer: https://example.com }
      - { identity-regexp: '.*@example.com', issuer: https://example.com }
      - key: |
          -----BEGIN PUBLIC KEY-----
          AAAA
          -----END PUBLIC KEY-----
    decision: block
`,
      'p',
    );
    expect(unread).toEqual({ layers: 'block', programs: 'review', rest: 'review' });
    expect(combinations).toEqual([
      {
        name: 'together',
        decision: 'block',
        all: [
          { rule: ['miner/*'], atStart: true, count: 1 },
          { severity: 'medium', count: 3 },
        ],
      },
    ]);
    expect(trace).toMatchObject([
      {
        name: 'ours',
        images: ['ghcr.io/acme/**'],
        expected: {
          level: 'T3',
          sources: ['github.com/acme/*'],
          builders: ['https://ci.example.com/**'],
          acceptClaimed: false,
        },
        signers: [
          { identity: { exact: 'ci@example.com' }, issuer: 'https://example.com' },
          { identity: { pattern: '.*@example.com' }, issuer: 'https://example.com' },
        ],
        keys: [{ name: '3 of "ours"', pem: expect.stringContaining('BEGIN PUBLIC KEY') }],
        decision: 'block',
      },
    ]);
  });

  it.each([
    [
      'an unknown key of a trace',
      'version: 1\nextends: built-in\ntrace:\n - {name: a, images: b, decision: block, levl: T1}\n',
      /"levl" \(line 4\).*"level"/,
    ],
    [
      'a trace that asks for nothing',
      'version: 1\nextends: built-in\ntrace:\n - {name: a, images: b, decision: block}\n',
      /asks for nothing.*\(line 4\)/,
    ],
    [
      'a trace that allows',
      'version: 1\nextends: built-in\ntrace:\n - {name: a, images: b, level: T1, decision: allow}\n',
      /needs one of review, block/,
    ],
    [
      'a signer without an issuer',
      'version: 1\nextends: built-in\ntrace:\n - {name: a, images: b, level: T1, decision: block, signers: [{identity: c}]}\n',
      /a signer is either/,
    ],
    [
      'a private key',
      'version: 1\nextends: built-in\ntrace:\n - {name: a, images: b, level: T1, decision: block, signers: [{key: "-----BEGIN PRIVATE KEY-----"}]}\n',
      /public key/,
    ],
    [
      'a source that is no pattern',
      'version: 1\nextends: built-in\ntrace:\n - {name: a, images: b, source: "c?", decision: block}\n',
      /"c\?" has a "\?"/,
    ],
    [
      'a trace that switches everything else off',
      'version: 1\ntrace:\n - {name: a, images: b, level: T1, decision: block}\n',
      /would allow every image.*extends/,
    ],
    [
      'a combination that allows',
      'version: 1\nextends: built-in\ncombinations:\n - {name: a, decision: allow, all: [{rule: b}]}\n',
      /needs one of review, block/,
    ],
    [
      'an unknown key of what was not read',
      'version: 1\nunread: {layer: block}\nextends: built-in\n',
      /"layer".*"layers"/,
    ],
    ['an unknown key', 'version: 1\nruels: []\n', /unknown key "ruels" \(line 2\).*"rules"/],
    [
      'an unknown key in a rule, though a needed one is missing for it',
      'version: 1\nrules:\n - name: a\n   when: {}\n   decisoin: block\n',
      /unknown key "decisoin" \(line 5\).*"decision"/,
    ],
    [
      'an unknown key in a condition',
      'version: 1\nrules:\n - name: a\n   decision: block\n   when:\n     severty: high\n',
      /unknown key "severty" \(line 6\).*"severity"/,
    ],
    [
      'an unknown word',
      'version: 1\nrules:\n - name: a\n   decision: blok\n',
      /needs one of allow, review, block at "rules.0.decision" \(line 4\)/,
    ],
    [
      'an unknown category in a list',
      'version: 1\nrules:\n - name: a\n   decision: block\n   when:\n     category:\n       - miner\n       - mines\n',
      /needs one of miner, .*"rules.0.when.category.*\(line [68]\)/,
    ],
    ['another version', 'version: 2\n', /needs 1 at "version" \(line 1\)/],
    ['no version', 'rules: []\n', /version/],
    ['broken YAML', 'version: 1\nrules: [\n', /\(line [23]\)/],
    ['a key twice', 'version: 1\nunread: allow\nunread: block\n', /unique.*\(line 3\)/],
    [
      'no date',
      'version: 1\nrules:\n - {name: a, decision: block, expires: soon}\n',
      /needs a date such as 2027-01-31 at "rules.0.expires" \(line 3\)/,
    ],
    [
      'a rule without a name',
      'version: 1\nrules:\n - {decision: block}\n',
      /has no "name" at "rules.0" \(line 3\)/,
    ],
    [
      'a number for a text',
      'version: 1\nrules:\n - {name: 1, decision: block}\n',
      /needs a text at "rules.0.name"/,
    ],
    ['rules that are no list', 'version: 1\nrules: none\n', /needs a list at "rules" \(line 2\)/],
    [
      'too long a name',
      `version: 1\nrules:\n - {name: ${'n'.repeat(201)}, decision: block}\n`,
      /takes at most 200 characters at "rules.0.name"/,
    ],
    ['nothing', '# soon\n', /is empty/],
    ['a text', 'Remember to check that image.\n', /is no map of keys and values \(line 1\)/],
    ['tabs', 'version: 1\nrules: []\n\t- x\n', /is no YAML: tabs .*\(line 3\)/],
    [
      'only exceptions',
      'version: 1\nrules:\n - {name: a, decision: allow}\n',
      /would allow every image.*extends/,
    ],
    ['too much text', `# ${'x'.repeat(1_100_000)}`, /larger than 1 MiB/],
  ])('refuses %s and says where', (_, text, message) => {
    expect(problem(text)).toMatch(message);
  });

  it('refuses aliases that multiply', () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) =>
        `k${i}: &a${i} [${Array.from({ length: 9 }, () => (i === 0 ? 'x' : `*a${i - 1}`)).join(', ')}]`,
    );
    expect(problem(levels.join('\n'))).toMatch(/aliases/);
  });

  it('shows control characters of a policy instead of obeying them', () => {
    expect(problem('version: 1\n"a\\e[2Jb": 1\n')).toMatch(/"a\\x1b\[2Jb"/);
  });
});
