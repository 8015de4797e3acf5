import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const TRACE = join(import.meta.dirname, '..');

/** The sources of the room by path, tests left out. */
const sources = readdirSync(TRACE, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  .map((path) => ({ path, text: readFileSync(join(TRACE, path), 'utf8') }));

describe('the packages that check signatures', () => {
  it('stand only behind the checker, which is loaded when there is a signature', () => {
    const heavy = sources.filter(({ text }) => /^import .* from '(?:@sigstore\/|re2js)/m.test(text));
    expect(heavy.map(({ path }) => path).sort()).toEqual(
      ['bundle-of', 'root-check', 'signer-check'].map((name) => join('signature', `${name}.ts`)),
    );
    for (const { path, text } of sources) {
      if (path === join('signature', 'checker.ts')) continue;
      const imports = [...text.matchAll(/^(?:import|export) (?!type\b)[^]*?from '([^']+)';/gm)].map(
        ([, from]) => from,
      );
      expect(
        imports.filter((from) => /(?:checker|bundle-of|root-check|signer-check)\.ts$/.test(from ?? '')),
        path,
      ).toEqual([]);
    }
  });
});
