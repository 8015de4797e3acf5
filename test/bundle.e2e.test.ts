import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { builtCli } from '../testkit/built-cli.ts';

it('the bundle has the licence of every package whose code is in it', async () => {
  const licenses = readFileSync(join(dirname(await builtCli()), 'THIRD-PARTY-LICENSES.txt'), 'utf8');
  for (const name of ['zod', 'yaml', 'commander', 'unbash', '@noble/hashes']) {
    expect(licenses).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+\n\n.*licen[sc]e`, 'ims'));
  }
  expect(licenses).not.toMatch(/^(?:undici|piscina|string-width) \d/m);
});
