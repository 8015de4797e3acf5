import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { smallFilesLayer } from '../../testkit/large-layers.ts';
import { writeLargeLayout } from '../../testkit/large-layout.ts';

/** An OCI layout with 200,000 small files in two layers, made once. */
export async function makeSmallFilesImage(folder: string): Promise<string> {
  const layout = join(folder, 'small-files');
  if (!existsSync(join(layout, 'index.json'))) {
    await writeLargeLayout(layout, [smallFilesLayer(100_000), smallFilesLayer(100_000, 100_000)]);
  }
  return layout;
}
