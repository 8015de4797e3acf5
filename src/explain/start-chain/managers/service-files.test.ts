import { expect, it } from 'vitest';
import { newBudget } from '../budget.ts';
import type { Chain } from '../chain.ts';
import { textOf } from './service-files.ts';

it('to read a file is work, each time', () => {
  const chain = {
    tree: { resolve: () => ({ kind: 'found', node: { path: 'a' } }) },
    text: () => 'x'.repeat(3200),
    budget: newBudget(1),
  } as unknown as Chain;
  const { workLeft } = chain.budget;
  for (let times = 0; times < 2; times++) expect(textOf(chain, '/a')).toHaveLength(3200);
  expect(chain.budget.workLeft).toBe(workLeft - 202);
});
