import { expect, it } from 'vitest';
import { compiledTriggers } from './compiled-triggers.ts';

it('compiles once for layers that are searched for the same', () => {
  const [miner, pool] = [{ literals: ['xmrig-miner'] }, { addresses: true }];
  const first = compiledTriggers([miner, pool], ['eval(']);
  expect(compiledTriggers([miner, pool], ['eval('])).toBe(first);
});

it('compiles anew for other triggers, another order of them, and other literals to note', () => {
  const [miner, pool] = [{ literals: ['xmrig-miner'] }, { literals: ['stratum+tcp'] }];
  const first = compiledTriggers([miner, pool], ['eval(']);
  const swapped = compiledTriggers([pool, miner], ['eval(']);
  expect(swapped.sets).toEqual([pool, miner]);
  expect(swapped).not.toBe(first);
  expect(compiledTriggers([pool], ['eval('])).not.toBe(swapped);
  expect(compiledTriggers([pool], ['exec(']).noted).toEqual(new Set(['exec(']));
});
