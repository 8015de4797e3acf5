import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { PATH } from '../../../demo/rootfs.ts';
import { folderTar } from './folder-tar.ts';
import type { RealImage, RealSource } from './real-image.ts';

/** The packages that `npm install` has put below a folder, one by one; what a package brings for itself stays with it. */
export function npmPackages(folder: string): readonly RealSource[] {
  const root = join(folder, 'node_modules');
  return namesIn(root).map((name) => ({
    kind: 'npm packages',
    key: `npm:${name}`,
    size: readdirSync(join(root, name)).length,
    load: () => npmPackage(root, name),
  }));
}

function namesIn(root: string): readonly string[] {
  return readdirSync(root)
    .sort()
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(root, name)).map((own) => `${name}/${own}`) : [name],
    )
    .filter((name) => existsSync(join(root, name, 'package.json')));
}

/** As `npm install --global` leaves it; it starts its first command, else its main module. */
function npmPackage(root: string, name: string): RealImage {
  const { version, main, bin } = JSON.parse(readFileSync(join(root, name, 'package.json'), 'utf8')) as {
    version?: string;
    main?: string;
    bin?: string | Record<string, string>;
  };
  const place = `/usr/local/lib/node_modules/${name}`;
  const first = typeof bin === 'string' ? bin : Object.values(bin ?? {})[0];
  const begins = first ?? (typeof main === 'string' ? main : 'index.js');
  return {
    name: `${name} ${version ?? ''}`,
    spec: {
      steps: [
        {
          createdBy: `RUN /bin/sh -c npm install -g ${name}@${version} # buildkit`,
          tarBytes: folderTar(root, [name], ['s,^,usr/local/lib/node_modules/,S']),
        },
      ],
      config: { Cmd: ['node', posix.join(place, begins)], Env: [PATH] },
    },
  };
}
