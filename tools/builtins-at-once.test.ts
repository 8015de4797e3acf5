import type childProcess from 'node:child_process';
import type nodePath from 'node:path';
import { describe, expect, it } from 'vitest';
import { withBuiltinsAtOnce } from './builtins-at-once.ts';

const AT_ONCE = (module: string): string => `globalThis.process.getBuiltinModule("node:${module}")`;

describe('imports of Node’s own modules', () => {
  it.each([
    ['import { join } from "node:path";', `const { join } = ${AT_ONCE('path')};`],
    [
      'import { access, open as open$1 } from "node:fs/promises";',
      `const { access, open: open$1 } = ${AT_ONCE('fs/promises')};`,
    ],
    ['import process$1 from "node:process";', `const process$1 = ${AT_ONCE('process')};`],
    [
      'import path, { sep as sep$1 } from "node:path";',
      `const path = ${AT_ONCE('path')};\nconst { sep: sep$1 } = ${AT_ONCE('path')};`,
    ],
  ])('%s', (line, expected) => {
    expect(withBuiltinsAtOnce(`${line}\ncode();\n`)).toBe(`${expected}\ncode();\n`);
  });

  it('of which some are loaded with the first call', async () => {
    const code = withBuiltinsAtOnce('import all, { execFileSync as run } from "node:child_process";');
    expect(code).toMatch(/^const all = new Proxy\(.*\nconst run = \(\.\.\.given\) => /);
    const { all, run } = await exported<{ all: typeof childProcess; run: typeof childProcess.execFileSync }>(
      `${code}\nexport { all, run };`,
    );
    const script = ['-e', 'process.stdout.write("seen")'];
    expect(run(process.execPath, script).toString()).toBe('seen');
    expect(all.execFileSync(process.execPath, script).toString()).toBe('seen');
  });

  it('leaves what is no import of theirs', () => {
    const code = [
      'import { x } from "./layers.js";',
      'import "node:fs";',
      'const text = `',
      ' import { join } from "node:path";`;',
    ].join('\n');
    expect(withBuiltinsAtOnce(code)).toBe(code);
  });

  it('takes what the module exports', async () => {
    const code = withBuiltinsAtOnce('import path, { join } from "node:path";');
    const { join, path } = await exported<{ join: typeof nodePath.join; path: typeof nodePath }>(
      `${code}\nexport { join, path };`,
    );
    expect(join('a', 'b')).toBe(`a${path.sep}b`);
  });
});

async function exported<T>(code: string): Promise<T> {
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as T;
}
