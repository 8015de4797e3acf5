import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The layers' blobs of a layout, with their uncompressed size. */
export function layersOf(layout: string): readonly { readonly path: string; readonly size: number }[] {
  const blob = (digest: string): string => join(layout, 'blobs', digest.replace(':', '/'));
  const index = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8')) as {
    manifests: { digest: string }[];
  };
  const manifest = JSON.parse(readFileSync(blob(index.manifests[0]?.digest ?? ''), 'utf8')) as {
    layers: { digest: string }[];
  };
  return manifest.layers.map(({ digest }) => ({ path: blob(digest), size: statSync(blob(digest)).size }));
}
