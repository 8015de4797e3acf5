import { describe, expect, it } from 'vitest';
import { rulesDigest } from './rules-digest.ts';

const file = (name: string, text: string) => ({ name, text, shipped: false });

describe('the digest of all rules', () => {
  it('goes by what the files hold, not by their names or order', () => {
    const one = rulesDigest({ sources: [file('a.yar', 'rule a'), file('b.yar', 'rule b')] });
    expect(one).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(rulesDigest({ sources: [file('x.yar', 'rule b'), file('y.yar', 'rule a')] })).toBe(one);
    expect(rulesDigest({ sources: [file('a.yar', 'rule a'), file('b.yar', 'rule c')] })).not.toBe(one);
    expect(rulesDigest({ sources: [] })).not.toBe(one);
  });
});
