import type { Image } from '../image/image.ts';
import type { Unread } from './assessment.ts';
import type { LayerResult } from './coverage.ts';

/** Named one by one; of very many, the first. */
const MAX_NAMED = 1000;

/**
 * In a plain root file system nothing is hidden by a name that begins with `.wh.`: it is a file like any other,
 * except where the tar is imported as a layer. What it holds was not looked at, and that is said.
 */
export function bareWhiteouts(image: Image, layers: readonly LayerResult[]): readonly Unread[] {
  if (!image.bare) return [];
  const detail = 'not read: its name makes it hide another file where layers are unpacked';
  const unread: Unread[] = [];
  for (const { path, kind } of layers[0]?.facts?.entries ?? []) {
    if ((kind !== 'whiteout' && kind !== 'opaque') || unread.length === MAX_NAMED) continue;
    const slash = path.lastIndexOf('/') + 1;
    const written =
      kind === 'opaque' ? `${path}/.wh..wh..opq` : `${path.slice(0, slash)}.wh.${path.slice(slash)}`;
    unread.push({ layer: 0, reason: 'unreadable', path: written.replace(/^\//, ''), detail });
  }
  return unread;
}
