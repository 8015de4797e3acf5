import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { layOutPackages } from './release-image/production-packages.ts';
import { ReleaseError } from './release-image/release-error.ts';
import { layOutRuntime } from './release-image/runtime.ts';

/**
 * The last step of the Dockerfile's build stage: lays out what the image takes from it, in a folder that is empty or
 * missing. `runtime/` goes to the image's root, `node_modules/` and `dist/` below /app; `materials.json` lists what they
 * were made from, as SLSA's resource descriptors.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const [folder] = process.argv.slice(2);
try {
  if (folder === undefined) throw new ReleaseError('Usage: node tools/lay-out-release.ts FOLDER');
  layOut(resolve(folder));
} catch (error) {
  if (!(error instanceof ReleaseError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

function layOut(out: string): void {
  mkdirSync(out, { recursive: true });
  if (readdirSync(out).length > 0) throw new ReleaseError(`${out} is not empty.`);
  const materials = [
    ...layOutRuntime(root, join(out, 'runtime')),
    ...layOutPackages(root, join(out, 'node_modules')),
  ];
  cpSync(join(root, 'dist'), join(out, 'dist'), { recursive: true });
  writeFileSync(join(out, 'materials.json'), `${JSON.stringify(materials, undefined, 2)}\n`);
}
