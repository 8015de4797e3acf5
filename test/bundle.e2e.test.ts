import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { builtCli } from '../testkit/built-cli.ts';

let folder = '';
/** What each file of the bundle imports before it runs. */
const imports = new Map<string, readonly string[]>();

beforeAll(async () => {
  folder = dirname(await builtCli());
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.js'))) {
    const text = readFileSync(join(folder, name), 'utf8');
    const found = text.matchAll(/^(?:import|export)\b[^;'"]*["']([^"']+)["']/gm);
    imports.set(
      name,
      [...found].map(([, from = '']) => from.replace(/^\.\//, '')),
    );
  }
}, 600_000);

function closure(name: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(name)) return found;
  found.add(name);
  for (const one of imports.get(name) ?? []) closure(one, found);
  return found;
}

describe('the bundle', () => {
  it('has the licence of every package whose code is in it', () => {
    const licenses = readFileSync(join(folder, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
    for (const name of ['zod', 'yaml', 'commander', 'unbash', '@noble/hashes']) {
      expect(licenses).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+\n\n.*licen[sc]e`, 'ims'));
    }
    expect(licenses).not.toMatch(/^(?:undici|piscina|string-width) \d/m);
  });

  it('imports nothing of the library beside it, and a package only when there is something for it to do', () => {
    const others = [...imports.values()]
      .flat()
      .filter((from) => !imports.has(from) && !from.startsWith('node:'));
    // The pool's worker thread begins in a file of its own.
    expect([...new Set(others)].sort()).toEqual(['piscina']);
  });

  it('has no files that import one another', () => {
    const circles = [...imports].flatMap(([name, from]) =>
      from.some((one) => imports.has(one) && closure(one).has(name)) ? [name] : [],
    );
    expect(circles).toEqual([]);
  });

  it('has the words of each detector in files of its own', () => {
    for (const [name, word] of [
      ['wallet', 'wallet/address'],
      ['tunnel', 'cloudflared'],
      ['secret', 'AWS secret access key'],
    ] as const) {
      const having = [...imports.keys()].filter((file) =>
        readFileSync(join(folder, file), 'utf8').includes(word),
      );
      expect(having.filter((file) => !file.startsWith(`detect-${name}`))).toEqual([]);
      expect(having.length).toBeGreaterThan(0);
    }
  });

  it('loads a check in a few files, and hardly anything for --version', () => {
    expect([...closure('main.js')].some((name) => name.startsWith('detect-'))).toBe(false);
    expect(closure('main.js').size + closure('version.js').size).toBeLessThan(30);
    const check = [...imports.keys()].filter((name) => /^check\d*\.js$/.test(name));
    const loaded = new Set(check.flatMap((name) => [...closure(name)]));
    expect([...loaded].filter((name) => imports.has(name)).length).toBeLessThan(90);
    expect(loaded.has('detect-miner-names.js')).toBe(true);
  });
});
