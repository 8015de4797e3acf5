import type { Explanation } from '../explain/explanation.ts';

export { shortSums } from '../explain/short-sums.ts';

/** The parts of an image's configuration that evidence can point at instead of a file. */
const CONFIG_PATHS = ['ENTRYPOINT', 'CMD', 'ENV', 'HEALTHCHECK', 'ONBUILD', 'LABEL', 'ARG'] as const;

export function isConfigPath(path: string): boolean {
  return (CONFIG_PATHS as readonly string[]).includes(path);
}

/** The instruction that set this part of the configuration: the last one, because a later one replaces it. */
export function configInstruction(path: string, explanation: Explanation): string | undefined {
  // What a build was given stands before each RUN; a later ARG replaces no other.
  if (path === 'ARG') return undefined;
  return explanation.instructions.findLast((instruction) => instruction.keyword === path)?.text;
}

/** First twelve digits, as Docker prints them: `sha256:4f2ac91b7d30`. */
export function shortDigest(digest: string): string {
  const colon = digest.indexOf(':');
  return digest.slice(0, colon + 13);
}
