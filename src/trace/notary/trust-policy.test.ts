import { describe, expect, it } from 'vitest';
import { holdsName, nameText, parseName } from './distinguished-name.ts';
import { policyFor, readTrustPolicies } from './trust-policy.ts';

function policies(...changes: readonly object[]) {
  const trustPolicies = changes.map((change, i) => ({
    name: `policy ${i}`,
    registryScopes: [`registry.example.com/${i}`],
    signatureVerification: { level: 'strict' },
    trustStores: ['ca:example'],
    trustedIdentities: ['*'],
    ...change,
  }));
  return readTrustPolicies({ version: '1.0', trustPolicies }, 'trustpolicy.json');
}

describe('a trust policy', () => {
  it('is the one with the very repository, else that for everything', () => {
    const all = policies({}, { registryScopes: ['*'] });
    expect(policyFor(all, 'registry.example.com/0')?.name).toBe('policy 0');
    expect(policyFor(all, 'registry.example.com/00')?.name).toBe('policy 1');
    expect(policyFor(all)?.name).toBe('policy 1');
    expect(policyFor(policies({}))).toBeUndefined();
  });

  it.each([
    ['two for one repository', [{ registryScopes: ['a'] }, { registryScopes: ['a'] }], 'two of its policies'],
    ['no scope', [{ registryScopes: [] }], 'registryScopes'],
    ['everything beside others', [{ registryScopes: ['*', 'a'] }], 'beside other scopes'],
    ['a wildcard inside', [{ registryScopes: ['registry.example.com/*'] }], 'beside other scopes'],
    ['another level', [{ signatureVerification: { level: 'none' } }], 'has the level'],
    ['a level of every object', [{ signatureVerification: { level: 'constructor' } }], 'has the level'],
    [
      'skipping everything',
      [{ registryScopes: ['*'], signatureVerification: { level: 'skip' } }],
      'skips everything',
    ],
    [
      'an override of integrity',
      [{ signatureVerification: { level: 'strict', override: { integrity: 'log' } } }],
      'integrity',
    ],
    [
      'skipping authenticity',
      [{ signatureVerification: { level: 'strict', override: { authenticity: 'skip' } } }],
      'authenticity',
    ],
    ['no store', [{ trustStores: [] }], 'trustStores'],
    ['a store of no kind', [{ trustStores: ['mine:example'] }], 'of no kind'],
    ['nobody', [{ trustedIdentities: [] }], 'trustedIdentities'],
    [
      'everybody and somebody',
      [{ trustedIdentities: ['*', 'x509.subject: C=US, ST=WA, O=a'] }],
      'and others',
    ],
    ['a name without its country', [{ trustedIdentities: ['x509.subject: ST=WA, O=a'] }], 'C is missing'],
    ['an attribute twice', [{ trustedIdentities: ['x509.subject: C=US, S=WA, ST=WA, O=a'] }], 'twice'],
    [
      'a name that is part of another',
      [{ trustedIdentities: ['x509.subject: C=US, ST=WA, O=a', 'x509.subject: C=US, ST=WA, O=a, OU=b'] }],
      'part of another',
    ],
  ])('is refused with %s', (_, changes, why) => {
    expect(() => policies(...changes)).toThrow(why);
  });

  it('is refused in another version or without policies', () => {
    expect(() => readTrustPolicies({ version: '2.0' }, 'p')).toThrow('version');
    expect(() => readTrustPolicies({ version: '1.0', trustPolicies: [] }, 'p')).toThrow('no policy');
    expect(() => readTrustPolicies([], 'p')).toThrow('version');
  });
});

describe('a name in a trust policy', () => {
  it('is taken apart at its commas, with what a backslash keeps', () => {
    expect(parseName(String.raw` C=US, S=WA,O= a\, b\;c\\ , CN=\ d\ `)).toEqual([
      ['C', 'US'],
      ['ST', 'WA'],
      ['O', String.raw`a, b;c` + '\\'],
      ['CN', ' d '],
    ]);
    const name = [
      ['C', 'US'],
      ['ST', 'WA'],
      ['O', ' a,b;\\ '],
    ] as const;
    expect(parseName(nameText(name))).toEqual(name);
    expect(parseName('C=US, ST=WA, O')).toContain('no value');
  });

  it('is held by whoever has all of it, each once', () => {
    const subject = [
      ['C', 'US'],
      ['ST', 'WA'],
      ['O', 'a'],
      ['CN', 'x'],
    ] as const;
    expect(
      holdsName(subject, [
        ['O', 'a'],
        ['C', 'US'],
      ]),
    ).toBe(true);
    expect(holdsName(subject, [['O', 'A']])).toBe(false);
    expect(holdsName(subject, [['OU', 'a']])).toBe(false);
    expect(holdsName([...subject, ['O', 'b']], [['O', 'a']])).toBe(false);
  });
});
