import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuiltImage, BuiltIndex } from '../../../testkit/image.ts';
import { dockerArchive, writeOciLayout } from '../../../testkit/store.ts';
import type { PeerImage } from './peer.ts';

/** Writes an image in every form that a tool may want; of several platforms each is one. */
export async function writePeerImages(
  work: string,
  name: string,
  built: BuiltImage | BuiltIndex,
): Promise<readonly PeerImage[]> {
  const images = 'manifest' in built ? [built] : built.images;
  const written: PeerImage[] = [];
  for (const [i, image] of images.entries()) {
    const id = `${name}-${i}`;
    const files = join(work, 'files', id);
    const forms = join(work, 'images', id);
    const archive = join(forms, 'image.tar');
    written.push({ id, layout: join(forms, 'layout'), archive, files, result: join(forms, 'result.json') });
    // It is written last.
    if (existsSync(archive)) continue;
    for (const [at, bytes] of image.tars.entries()) {
      const layer = join(files, String(at));
      mkdirSync(layer, { recursive: true });
      // Devices and links to other layers cannot be made; nothing is run.
      spawnSync('tar', ['-xf', '-', '-C', layer, '--no-same-owner', '--delay-directory-restore'], {
        input: bytes,
      });
    }
    mkdirSync(join(files, 'configuration'), { recursive: true });
    writeFileSync(join(files, 'configuration', 'config.json'), image.config.bytes);
    await writeOciLayout(join(forms, 'layout'), [{ image, name: 'case' }]);
    writeFileSync(archive, dockerArchive([{ image, tags: ['case:latest'] }]));
  }
  return written;
}
