import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

describe('what is generated', () => {
  it.each([['gen-schema.ts'], ['gen-docs.ts'], ['gen-wasm.ts']])('is as %s makes it', (tool) => {
    const file = fileURLToPath(new URL(tool, import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [file, '--check'], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });
});
