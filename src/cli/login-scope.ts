import { existsSync } from 'node:fs';
import { ClearpullError } from '../base/errors.ts';
import { visible } from '../base/visible.ts';
import { parseReference } from '../image/reference.ts';
import { parseTarget } from '../source/index.ts';

/**
 * Throws `usage` when the targets name more than one registry: what the user typed to log in to one would be sent
 * to the others as well. Targets that exist as files do not count.
 */
export function checkOneRegistry(targets: readonly string[]): void {
  const registries = new Set<string>();
  for (const text of targets) {
    const { scheme, name } = parseTarget(text);
    const isRegistry = scheme === 'registry' || scheme === 'docker';
    if (scheme !== undefined && !isRegistry) continue;
    if (!isRegistry && existsSync(name)) continue;
    const reference = parseReference(name);
    if (typeof reference !== 'string') registries.add(reference.registry);
  }
  if (registries.size <= 1) return;
  throw new ClearpullError(
    'usage',
    `--username is for one registry, and the images are in ${[...registries].map(visible).join(' and ')}.`,
    { hint: 'Check them one registry at a time, or log in to each with `docker login`.' },
  );
}
