import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { findPools, readForPools } from './find-pools.ts';
import { POOL_DOMAINS } from './pool-domains.ts';

const SCHEMES = ['stratum', 'stratum2', 'ethstratum', 'zstratum', 'ethproxy', 'daemon', 'nicehash'];
const part = fc.oneof(
  fc.constantFrom(...SCHEMES, '+tcp', '+ssl', '+http', '://', '://', '.', ':', '/', ' ', '\n'),
  fc.constantFrom(...POOL_DOMAINS),
  fc.constantFrom(...POOL_DOMAINS.map((domain) => domain.split('.', 1)[0] ?? '')),
  fc.constantFrom('pool.', 'eu.', '.ru', ':3333', 'example.com', 'Http://', 'www.'),
  fc.stringMatching(/^[ -~]{0,6}$/),
);

it('no gate hides a pool', () => {
  let found = 0;
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), fc.boolean(), (parts, upper) => {
      const text = upper ? parts.join('').toUpperCase() : parts.join('');
      const pools = findPools(text);
      found += pools.length;
      expect(pools).toEqual(readForPools(text));
    }),
    { seed: 5, numRuns: 3000 },
  );
  expect(found).toBeGreaterThan(1000);
});
