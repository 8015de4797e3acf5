import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const TRACE = join(import.meta.dirname, '..');
const HEAVY = /^(?:@sigstore\/|re2js$|cborg$)/;

/** What importing a file of the room loads of it, and of packages. */
function loaded(path: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  const text = readFileSync(path, 'utf8');
  for (const [, from = ''] of text.matchAll(/^(?:import|export) (?!type\b)[^;]*?from '([^']+)';/gm)) {
    if (!from.startsWith('.')) seen.add(from);
    else if (!relative(TRACE, join(dirname(path), from)).startsWith('..'))
      loaded(join(dirname(path), from), seen);
  }
  return seen;
}

describe('the packages that check signatures', () => {
  it('stand only behind the checker, which is loaded when there is a signature', () => {
    const heavy = [...loaded(join(TRACE, 'index.ts'))].filter((one) => HEAVY.test(one));
    expect(heavy).toEqual([]);
    const checker = [...loaded(join(TRACE, 'signature', 'checker.ts'))].filter((one) => HEAVY.test(one));
    expect(checker).toContain('@sigstore/verify');
  });
});
