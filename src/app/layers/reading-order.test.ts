import { expect, it } from 'vitest';
import { readingOrder } from './reading-order.ts';

it('hands out the largest layers first', () => {
  expect([...readingOrder([5, 9, 1, 9], () => false)]).toEqual([1, 3, 0, 2]);
});

it('goes on with the lowest, each once, as soon as some are to be left out', () => {
  let given = 0;
  expect([...readingOrder([1, 2, 3, 4, 5], () => given++ >= 2)]).toEqual([4, 3, 0, 1, 2]);
});
