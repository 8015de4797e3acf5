import type { Said } from './run-case.ts';
import type { TamperingCase } from './tampering-case.ts';

/** What is wrong with what was said of a case; undefined when it is as it must be. */
export function complaint(
  { links: wanted }: TamperingCase,
  { code, level, links }: Said,
): string | undefined {
  if (wanted.length === 0) return code === 3 ? undefined : `it was not refused, but ended with ${code}`;
  const found = links.filter(({ status }) => status === 'contradicted').map(({ name }) => name);
  const missing = wanted.filter((name) => !found.includes(name));
  if (missing.length > 0) return `${missing.join(', ')} should be contradicted, only ${found.join(', ')} is`;
  // Whatever else: tampering is attested by nobody, but for what a signed provenance does not speak of.
  const outside = wanted.every((name) => name === 'sbom');
  return !outside && /T[34]/.test(level ?? '') ? `it reached ${level}` : undefined;
}
