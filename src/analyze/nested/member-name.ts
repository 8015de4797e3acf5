import { baseName } from '../../base/base-name.ts';
import { normalisePath } from '../../base/tar/path.ts';
import { NESTED_MARK } from '../../image/nested-facts.ts';

const COMPRESSED = /\.(?:gz|xz|bz2|zst|tgz|txz|tbz2?|tzst)$/i;
const NAMELESS = 'content';

/** What lies alone in a compressed file is called like it, without its ending, where it does not say otherwise. */
export function soleMemberName(archive: string): string {
  const name = baseName(archive);
  const short = name.replace(COMPRESSED, (ending) =>
    /^\.t/i.test(ending) && ending.length > 3 ? '.tar' : '',
  );
  return short === '' || short === name ? NAMELESS : short;
}

/** `archive!/name`, the name brought into one form and no longer than a path may be. */
export function memberPath(
  archive: string,
  name: string,
  maxPathBytes: number,
): { readonly path: string; readonly inner: string; readonly isCut: boolean } {
  const inner = normalisePath(name).path || NAMELESS;
  const path = `${archive}${NESTED_MARK}${inner}`;
  if (path.length <= maxPathBytes) return { path, inner, isCut: false };
  return { path: `${path.slice(0, maxPathBytes - 1)}…`, inner, isCut: true };
}
