#!/usr/bin/env node
import { existsSync, statSync } from 'node:fs';
import nodeModule from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildFolder, pruneCode } from '../store/compiled-code.ts';
import { cacheFolder } from './cache-folder.ts';

// Named, it would be a syntax error where it is missing: in Node.js 20, which many machines still have.
if (nodeModule.enableCompileCache === undefined) {
  process.stderr.write(
    `clearpull: This is Node.js ${process.version}; clearpull needs 22.22.2, 24.15.0, or 26 and later.\n` +
      '  Install one of them; in a clone of clearpull, "npx clearpull" runs on the one that it brings.\n',
  );
  process.exit(2);
}
// Beside the user's other caches: Node's own choice, the temporary folder, is shared with other users, who
// could put code there. Where the folder cannot be made, Node goes on without.
const cache = cacheFolder(process.env, process.platform);
const compiled = cache === undefined ? undefined : join(cache, 'node');
const isNewBuild = compiled !== undefined && keepCompiledCode(compiled);
const argv = process.argv.slice(2);
const first = argv[0];

const controller = new AbortController();
const { processIo } = await import('./process-io.ts');
const io = processIo(controller.signal);

if (argv.length === 1 && (first === '--version' || first === '-V' || first === 'version')) {
  // Answered before anything else is loaded.
  const { versionText } = await import('./version.ts');
  await io.stdout.write(versionText('text'));
  if (io.stdout.failure === undefined) await leave(0);
}
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    // The first asks for an orderly end; whoever insists gets one at once.
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  });
}
const { runCli } = await import('./run.ts');
await leave(await runCli(argv, io));

/** True when no code of this build was kept so far. */
function keepCompiledCode(folder: string): boolean {
  const ofBuild = join(folder, buildFolder(statSync(fileURLToPath(import.meta.url))));
  const isNew = !existsSync(ofBuild);
  const { status } = nodeModule.enableCompileCache(ofBuild);
  return isNew && status === nodeModule.constants.compileCacheStatus.ENABLED;
}

/** Everything was handed over; connections that are kept open must not hold the process. */
async function leave(code: number): Promise<never> {
  // Once for each build: what builds before it left.
  if (compiled !== undefined && isNewBuild) await pruneCode(compiled);
  process.exit(code);
}
