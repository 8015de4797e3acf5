import { expect, it } from 'vitest';
import { newBudget, orWhereStackEnds } from './budget.ts';

it('gives something else where the stack ends, and counts on from where it was', () => {
  const budget = newBudget(10);
  budget.open.add('/outer');
  const without = (): never => {
    budget.nesting++;
    budget.depth++;
    budget.notTaken++;
    budget.evaluated++;
    budget.open.add(`/${budget.nesting}`);
    return without();
  };
  expect(orWhereStackEnds(budget, 'ended', without)).toBe('ended');
  expect(budget).toEqual({ ...newBudget(10), open: new Set(['/outer']) });
  expect(orWhereStackEnds(budget, 'ended', () => 'done')).toBe('done');
  expect(() =>
    orWhereStackEnds(budget, 'ended', () => {
      throw new TypeError('another');
    }),
  ).toThrow('another');
});
