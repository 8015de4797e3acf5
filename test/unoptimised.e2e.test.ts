import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('unoptimised/read-long-texts.ts', import.meta.url));

async function read(...args: string[]): Promise<string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT, ...args], { maxBuffer: 1e8 });
  return stdout.trimEnd().split('\n');
}

it('long texts are read to the same end where the engine does not optimise regular expressions', async () => {
  const [plain, unoptimised] = await Promise.all([read(), read('unoptimised')]);
  // Where this no longer holds, the engine has changed, and the rest says nothing.
  expect(unoptimised.at(-1)).toBe('the stack ends: true');
  expect(unoptimised.slice(0, -1)).toEqual(plain.slice(0, -1));
  expect(unoptimised.join('\n')).not.toMatch(/nested too deeply|detector-failed/);
  expect(unoptimised[0]).toContain('only its first 2048 KiB were read');
});
