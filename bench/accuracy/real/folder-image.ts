import { execFileSync } from 'node:child_process';
import { basename } from 'node:path';
import type { RealImage } from './real-image.ts';

/** What `npm install` or `pip install` has left in a folder, as the image that copies it to /app. */
export function folderImage(folder: string): RealImage {
  const tar = execFileSync(
    'tar',
    [
      '--sort=name',
      '--mtime=@0',
      '--owner=0',
      '--group=0',
      '--numeric-owner',
      '--transform=s,^\\.,app,S',
      '-C',
      folder,
      '-cf',
      '-',
      '.',
    ],
    { maxBuffer: 2 ** 31 - 1 },
  );
  return {
    name: `folder:${basename(folder)}`,
    layers: [{ tar, createdBy: 'COPY . /app # buildkit' }],
    command: ['node', '/app/index.js'],
  };
}
