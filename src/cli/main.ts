#!/usr/bin/env node
import nodeModule from 'node:module';
import { join } from 'node:path';
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
if (cache !== undefined) nodeModule.enableCompileCache(join(cache, 'node'));
const argv = process.argv.slice(2);
const first = argv[0];

const controller = new AbortController();
const { processIo } = await import('./process-io.ts');
const io = processIo(controller.signal);

if (argv.length === 1 && (first === '--version' || first === '-V' || first === 'version')) {
  // Answered before anything else is loaded.
  const { versionText } = await import('./version.ts');
  await io.stdout.write(versionText('text'));
  if (io.stdout.failure === undefined) process.exit();
}
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    // The first asks for an orderly end; whoever insists gets one at once.
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  });
}
const { runCli } = await import('./run.ts');
// Everything was handed over; connections that are kept open must not hold the process.
process.exit(await runCli(argv, io));
