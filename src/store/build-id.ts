import { readFileSync } from 'node:fs';

let known: string | undefined | null = null;

/**
 * What tells this build of the command from every other: a digest of all that it was built from, which lies beside the bundled
 * command (tools/bundle.ts). Undefined where it runs from its sources or as a library: those may change under it.
 */
export function buildId(): string | undefined {
  if (known === null) {
    try {
      known = readFileSync(new URL('./build-id', import.meta.url), 'utf8');
    } catch {
      known = undefined;
    }
  }
  return known;
}
