import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startVitest } from 'vitest/node';
import { SummaryReporter } from './summary-reporter.ts';

/** `npm test`: real tools first, then every unit and end-to-end test. Arguments are file filters for vitest. */
const root = fileURLToPath(new URL('..', import.meta.url));
const tools = spawnSync('bash', [`${root}/scripts/install-tools.sh`], { stdio: 'inherit' });
if (tools.status !== 0) process.exitCode = 1;

const vitest = await startVitest('test', process.argv.slice(2), {
  root,
  watch: false,
  reporters: ['default', new SummaryReporter()],
});
await vitest.close();
