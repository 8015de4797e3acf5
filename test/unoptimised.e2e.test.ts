import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('unoptimised/read-long-texts.ts', import.meta.url));

it('long texts are read to the end where the engine does not optimise regular expressions', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT], { maxBuffer: 1e8 });
  // Where this no longer holds, the engine has changed, and the rest says nothing.
  expect(stdout).toMatch(/\nthe stack ends: true\n$/);
  expect(stdout).not.toMatch(/nested too deeply|detector-failed/);
  expect(stdout.split('\n', 1)[0]).toContain('only its first 2048 KiB were read');
});
