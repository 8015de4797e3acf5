import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { smallFilesLayer } from '../../testkit/large-layers.ts';
import { writeLargeLayout } from '../../testkit/large-layout.ts';

/**
 * An OCI layout with 200,000 small files in two layers, made once; `new`: an image as large, with other bytes at most
 * of the same paths, and no layer the same.
 */
export async function makeSmallFilesImage(folder: string, version: 'old' | 'new' = 'old'): Promise<string> {
  const layout = join(folder, version === 'old' ? 'small-files' : 'small-files-new');
  if (!existsSync(join(layout, 'index.json'))) {
    await writeLargeLayout(
      layout,
      version === 'old'
        ? [smallFilesLayer(100_000), smallFilesLayer(100_000, 100_000)]
        : [smallFilesLayer(100_000, 10_000), smallFilesLayer(100_000, 110_000)],
    );
  }
  return layout;
}
