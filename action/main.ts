/** What the runner starts (action.yml). clearpull itself lies beside it. */
import { fileURLToPath } from 'node:url';
import { runAction } from './run.ts';

const say = (line: string): void => {
  process.stdout.write(`${line.replaceAll(/[\r\n]+/g, ' ')}\n`);
};

try {
  process.exitCode = await runAction({
    env: process.env,
    clearpull: fileURLToPath(new URL('./clearpull.js', import.meta.url)),
    say,
  });
} catch (error) {
  // A workflow command, in which only these characters mean something (github.com/actions/toolkit, command.ts).
  const message = error instanceof Error ? error.message : String(error);
  say(`::error::${message.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}`);
  process.exitCode = 2;
}
