import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { debianPackages } from './debian-package.ts';
import { debianServices } from './debian-services.ts';
import { dockerfileImages } from './dockerfile-image.ts';
import { npmPackages } from './npm-package.ts';
import { pythonPackages } from './python-package.ts';
import type { RealSource } from './real-image.ts';

/**
 * What is in a folder: Debian packages, what npm or pip has installed there, or a checkout with Dockerfiles. An empty
 * one whose name ends in `services` is filled with images of Debian's services.
 *
 * @throws where it is none of these
 */
export function realSourcesIn(folder: string): readonly RealSource[] {
  if (/services\/?$/.test(folder)) return debianServices(folder);
  if (existsSync(join(folder, 'node_modules'))) return npmPackages(folder);
  if (existsSync(join(folder, 'HEAD')) || existsSync(join(folder, '.git'))) return dockerfileImages(folder);
  const names = readdirSync(folder);
  if (names.some((name) => name.endsWith('.deb'))) return debianPackages(folder);
  if (names.some((name) => name.endsWith('.dist-info'))) return pythonPackages(folder);
  throw new Error(`${folder} holds no packages and is no checkout`);
}
