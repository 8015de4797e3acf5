import { spawnSync } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { noteDistBuiltFrom, sourceDigest } from './built-from.ts';
import { bundleCli } from './bundle.ts';

/** Builds the published JavaScript: types checked, `.ts` imports rewritten, the command bundled and made executable. */
const root = fileURLToPath(new URL('..', import.meta.url));
const from = sourceDigest();
noteDistBuiltFrom(undefined);
rmSync(join(root, 'dist'), { recursive: true, force: true });
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
});
if (status !== 0) process.exit(status ?? 1);
await bundleCli(join(root, 'dist'));
chmodSync(join(root, 'dist', 'cli', 'main.js'), 0o755);
noteDistBuiltFrom(from);
