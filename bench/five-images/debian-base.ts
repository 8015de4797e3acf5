import { join } from 'node:path';
import type { Step } from '../../testkit/image.ts';
import { debian } from '../accounting/roots.ts';
import { tarOf, tarOfChanges } from './layer-tar.ts';

const SUITE = 'bookworm';

/** Debian's smallest root, and on it a layer with packages and all that they need. */
export function debianWith(work: string, name: string, packages: readonly string[]): readonly Step[] {
  const base = join(work, 'debian');
  const root = join(work, name);
  // A package that every root has.
  debian(SUITE, 'base-files')(base);
  debian(SUITE, packages.join(','))(root);
  return [
    { createdBy: 'ADD rootfs.tar.xz / # buildkit', tarBytes: tarOf(base) },
    { createdBy: 'CMD ["bash"]' },
    {
      createdBy: `RUN /bin/sh -c set -eux; apt-get update; apt-get install -y --no-install-recommends ${packages.join(' ')}; rm -rf /var/lib/apt/lists/* # buildkit`,
      tarBytes: tarOfChanges(base, root),
    },
  ];
}
