import { expect, it } from 'vitest';
import { isSearchWord } from './search-word.ts';

const looksLikeWord = (text: string): boolean => isSearchWord(text, text.indexOf('eval('));

it('takes the beginning of a call, alone in a literal, for a word', () => {
  for (const text of [`['eval($_p', x]`, `f("eval(base64_decode(")`, `w = 'eval(' ;`]) {
    expect([text, looksLikeWord(text)]).toEqual([text, true]);
  }
});

it('takes for a call what is one, or could become one by what is joined to it', () => {
  for (const text of [
    `eval(atob('x'))`,
    `'eval(atob("x"))', y`,
    `'eval(' + x + ')'`,
    `'eval(' . x`,
    `(a ? 'eval(' : b) + x`,
    `'eval(' "x)"`,
    `'eval(%s' % x`,
    `'x' in eval(atob(y, ','))`,
    `/'/; eval(atob(y, ','))`,
    `'a = eval(', y`,
    `'eval(\\', y`,
    `'eval(${'x'.repeat(60)}', y`,
    `'eval(`,
  ]) {
    expect([text, looksLikeWord(text)]).toEqual([text, false]);
  }
});
