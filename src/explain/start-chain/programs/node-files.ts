import { percentDecoded } from '../../../base/percent-decoded.ts';
import { absolutePath } from '../../path-lookup.ts';
import type { Chain } from '../chain.ts';
import { isFile } from '../managers/service-files.ts';
import { entryFile } from './entry-file.ts';
import { type PackageFile, packageFile } from './package-file.ts';

/** Folders above a file in which its package is looked for, and conditions one in the other. */
const MAX_ABOVE = 12;
const MAX_CONDITIONS = 4;

/**
 * The files of the image that a name stands for where JavaScript imports it from a folder: `./lib`, `file:///x.mjs`, `#name` of its
 * package, the package's own name. Installed packages are none of them.
 */
export function nodeFiles(chain: Chain, name: string, folder: string): readonly string[] {
  if (/^[./]/.test(name)) return relativeFiles(chain, name, folder);
  if (name.startsWith('file:///'))
    return relativeFiles(chain, percentDecoded(name.slice('file://'.length)), '/');
  for (let at = 0, above = folder; at < MAX_ABOVE; at++) {
    const file = packageFile(chain, above, 'package.json');
    if (file.text !== undefined) {
      const mapped = mappedName(file, name);
      return mapped === undefined ? [] : relativeFiles(chain, mapped, above);
    }
    if (above === '/' || above === '') break;
    above = above.slice(0, above.lastIndexOf('/')) || '/';
  }
  return [];
}

function relativeFiles(chain: Chain, name: string, folder: string): readonly string[] {
  // TypeScript names the file that it would become.
  const written = [
    name,
    name.replace(/\.([cm]?)jsx?$/, '.$1ts'),
    name.replace(/\.jsx?$/, '.tsx'),
    `${name}.tsx`,
  ];
  for (const one of new Set(written)) {
    const found = entryFile(chain, absolutePath(one, folder), 'node', '/');
    if (found !== undefined && isFile(chain, found)) return [found];
  }
  return [];
}

/** By the package's fields `imports` and `exports`. */
function mappedName({ data }: PackageFile, name: string): string | undefined {
  if (name.startsWith('#')) return targetOf(fieldOf(data?.['imports'], name));
  const own = data?.['name'];
  if (typeof own !== 'string' || own === '' || (name !== own && !name.startsWith(`${own}/`)))
    return undefined;
  return targetOf(fieldOf(data?.['exports'], `.${name.slice(own.length)}`));
}

function fieldOf(map: unknown, name: string): unknown {
  return typeof map === 'object' && map !== null && Object.hasOwn(map, name)
    ? (map as Record<string, unknown>)[name]
    : undefined;
}

/** A path, or the first one of what conditions choose from. */
function targetOf(target: unknown, depth = 0): string | undefined {
  if (typeof target === 'string') return target.startsWith('./') ? target : undefined;
  if (typeof target !== 'object' || target === null || depth >= MAX_CONDITIONS) return undefined;
  for (const one of Object.values(target).slice(0, 20)) {
    const found = targetOf(one, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
