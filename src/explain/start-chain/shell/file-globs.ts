import { absolutePath } from '../../path-lookup.ts';
import { spend } from '../budget.ts';
import type { Chain } from '../chain.ts';
import { matchesPattern } from './pattern.ts';

/** Paths that one pattern may come to. */
const MAX_MATCHES = 2000;
/** Names that are compared for one pattern. */
const MAX_NAMES = 20_000;

/**
 * The files of the image that a pattern such as `/docker-entrypoint.d/*.sh` means, sorted; undefined when there
 * are too many to list, or no work is left. Mounted files are not in an image, so that a container may see others.
 */
export function globFiles(
  { tree, budget }: Pick<Chain, 'tree' | 'budget'>,
  pattern: string,
  cwd: string,
  most: number = MAX_MATCHES,
): string[] | undefined {
  const parts = absolutePath(pattern, cwd).slice(1).split('/');
  let found = [''];
  let compared = 0;
  for (const part of parts) {
    const next: string[] = [];
    for (const folder of found) {
      if (!/[*?[]/.test(part)) {
        next.push(`${folder}/${part.replace(/\\(.)/g, '$1')}`);
        continue;
      }
      const resolution = tree.resolve(folder.slice(1));
      if (resolution.kind !== 'found') continue;
      const names = tree.children(resolution.node.path);
      compared += names.length;
      if (compared > MAX_NAMES || !spend(budget, 1 + names.length)) return undefined;
      for (const name of names) {
        if (name.startsWith('.') && !part.startsWith('.')) continue;
        if (matchesPattern(part, name)) next.push(`${folder}/${name}`);
      }
    }
    if (next.length > most) return undefined;
    found = next;
  }
  return found.filter((path) => tree.resolve(path.slice(1)).kind === 'found');
}
