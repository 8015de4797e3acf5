import { describe, expect, it } from 'vitest';
import { learnNothingFound, takeNothingFound, unlessNothing } from './nothing-found.ts';

const LONG = 'nothing of that kind '.repeat(200);

/** How often a search went through the text, when asked like this one after the other. */
function searches(
  ...asked: readonly {
    readonly question: string;
    readonly text: string;
    readonly files?: Readonly<Record<string, string>>;
    readonly reads?: readonly string[];
    readonly found?: string;
  }[]
): number {
  let count = 0;
  for (const { question, text, files = {}, reads = [], found = '' } of asked) {
    const searched = { question, text, readFile: (path: string) => files[path] };
    const answer = unlessNothing<string | number>(
      searched,
      (work) => work,
      (readFile) => {
        count++;
        for (const path of reads) readFile?.(path);
        return found === '' ? { found: text.length, nothing: text.length } : { found };
      },
    );
    // With the work that it was, whether or not it was done again.
    expect(answer).toBe(found === '' ? text.length : found);
  }
  return count;
}

describe('a text in which nothing was found', () => {
  it('is not gone through again for the same question, nor by a thread that was told', () => {
    takeNothingFound();
    expect(searches({ question: 'one', text: LONG }, { question: 'one', text: LONG })).toBe(1);
    expect(searches({ question: 'two', text: LONG }, { question: 'one', text: `${LONG}.` })).toBe(2);
    const told = takeNothingFound();
    expect(JSON.parse(Buffer.from(told).toString())).toHaveLength(3);
    expect(Buffer.from(takeNothingFound()).toString()).toBe('[]');
    const digest = 'A'.repeat(44);
    learnNothingFound(Buffer.from(JSON.stringify([{ digest, work: 0, files: [] }])));
    learnNothingFound(told);
    expect(searches({ question: 'two', text: LONG })).toBe(0);
    expect(takeNothingFound()).toHaveLength(2);
  });

  it('is gone through again where something was found, and where it is short', () => {
    const text = `${LONG} something`;
    expect(searches({ question: 'is', text, found: 'that' }, { question: 'is', text, found: 'that' })).toBe(
      2,
    );
    expect(searches({ question: 'short', text: 'no' }, { question: 'short', text: 'no' })).toBe(2);
  });

  it('is gone through again where a file that was read for it is another one, is gone or is there now', () => {
    const text = `${LONG} reads`;
    const ask = (files: Readonly<Record<string, string>>): number =>
      searches({ question: 'read', text, files, reads: ['a', 'b'] });
    expect(ask({ a: 'one' })).toBe(1);
    expect(ask({ a: 'one' })).toBe(0);
    expect(ask({ a: 'two' })).toBe(1);
    expect(ask({ a: 'two', b: '' })).toBe(1);
    expect(ask({ a: 'two', b: '', c: 'not asked for' })).toBe(0);
    expect(ask({})).toBe(1);
  });

  it('is one text with a half of a pair of surrogates, and another with what stands for it in UTF-8', () => {
    const asked = ['\ud800', '\udc00', '\ufffd'].map((end) => ({ question: 'half', text: LONG + end }));
    expect(searches(...asked)).toBe(3);
  });

  it('is gone through each time where it reads more files than are remembered', () => {
    const reads = Array.from({ length: 60 }, (_, i) => `file-${i}`);
    const text = `${LONG} many`;
    expect(searches({ question: 'many', text, reads }, { question: 'many', text, reads })).toBe(2);
  });
});
