import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('..', import.meta.url);

/**
 * Writes files made from the sources, by their path in the checkout. With `--check` among the arguments it only
 * compares, and the process ends with 1 when one is stale, naming the command that makes it anew.
 */
export function writeOrCheck(command: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    const file = fileURLToPath(new URL(path, ROOT));
    if (!process.argv.includes('--check')) writeFileSync(file, text);
    else if (readOrNothing(file) !== text) {
      process.stderr.write(`${path} is stale; run: ${command}\n`);
      process.exitCode = 1;
    }
  }
}

function readOrNothing(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
