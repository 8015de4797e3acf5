import { describe, expect, it } from 'vitest';
import { didYouMean } from './did-you-mean.ts';

const WORDS = ['severity', 'confidence', 'path', 'rule', 'check'];

describe('didYouMean', () => {
  it.each([
    ['severty', 'severity'],
    ['paht', 'path'],
    ['Confidence', 'confidence'],
    ['chekc', 'check'],
    ['rules', 'rule'],
  ])('takes %s for %s', (typed, meant) => {
    expect(didYouMean(typed, WORDS)).toBe(meant);
  });

  it('suggests nothing that is far away', () => {
    for (const typed of ['', 'alpine', 'tomcat', 'x'.repeat(10_000)])
      expect(didYouMean(typed, WORDS)).toBeUndefined();
  });
});
