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

/** What a check loads in any case. */
function checked(): ReadonlySet<string> {
  const files = [...imports.keys()].filter((name) => /^check\d*\.js$/.test(name));
  return new Set(files.flatMap((name) => [...closure(name)]));
}

describe('the bundle', () => {
  it('has the licence of every package whose code is in it', () => {
    const licenses = readFileSync(join(folder, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
    for (const name of ['zod', 'yaml', 'commander', 'unbash', '@noble/hashes']) {
      expect(licenses).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+\n\n.*licen[sc]e`, 'ims'));
    }
    expect(licenses).not.toMatch(/^(?:undici|piscina|string-width) \d/m);
  });

  it('imports nothing of the library beside it, and packages only in files that are loaded for a reason', () => {
    const packages = [...imports].flatMap(([name, from]) =>
      from.filter((one) => !imports.has(one) && !one.startsWith('node:')).map((one) => [name, one] as const),
    );
    expect(packages.filter(([, one]) => one.startsWith('.'))).toEqual([]);
    expect(packages.length).toBeGreaterThan(3);
    expect(packages.filter(([name]) => checked().has(name))).toEqual([]);
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
    expect([...checked()].filter((name) => imports.has(name)).length).toBeLessThan(90);
    // What was found in an image is kept; detectors are loaded where there is something new for them.
    expect(checked().has('detect-miner-names.js')).toBe(false);
    expect(closure('judging.js').has('detect-miner-names.js')).toBe(true);
  });
});
