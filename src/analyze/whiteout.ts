const PREFIX = '.wh.';
const OPAQUE = '.wh..wh..opq';
/** AUFS kept its own files under such names; they are not part of the image (OCI image-spec, layer.md). */
const METADATA_PREFIX = '.wh..wh.';

export type Whiteout =
  | { readonly kind: 'whiteout'; readonly path: string }
  | { readonly kind: 'opaque'; readonly path: string }
  | { readonly kind: 'metadata' }
  | { readonly kind: 'invalid' };

/** What a file's name hides of the layers below; undefined for an ordinary file. */
export function whiteoutOf(path: string): Whiteout | undefined {
  // Asked of every file, and hardly any has it.
  if (!path.includes(PREFIX)) return undefined;
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  if (!name.startsWith(PREFIX)) return undefined;
  const folder = slash === -1 ? '' : path.slice(0, slash);
  if (name === OPAQUE) return { kind: 'opaque', path: folder };
  if (name.startsWith(METADATA_PREFIX)) return { kind: 'metadata' };
  const hidden = name.slice(PREFIX.length);
  if (hidden === '' || hidden === '.' || hidden === '..') return { kind: 'invalid' };
  return { kind: 'whiteout', path: folder === '' ? hidden : `${folder}/${hidden}` };
}
