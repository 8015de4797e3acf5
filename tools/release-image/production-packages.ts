import { cpSync } from 'node:fs';
import { basename, join } from 'node:path';
import { installedPackages, lockedPackages } from './lock-file.ts';
import { type Material, npmMaterial } from './material.ts';
import { ReleaseError } from './release-error.ts';

/**
 * Copies the packages that clearpull needs to run out of `node_modules`, which must be as package-lock.json says.
 * Packages for other machines, which npm leaves out, stay out.
 */
export function layOutPackages(root: string, into: string): readonly Material[] {
  const installed = installedPackages(join(root, 'node_modules'));
  const materials: Material[] = [];
  for (const [path, { name, version, integrity, dev }] of lockedPackages(join(root, 'package-lock.json'))) {
    const there = installed.get(path);
    if (dev || there === undefined) continue;
    if (there.integrity !== integrity) {
      throw new ReleaseError(
        `${name}: ${there.version} is installed, package-lock.json says ${version}: run "npm ci".`,
      );
    }
    const from = join(root, path);
    // A package in a package has a row of its own.
    const filter = (file: string): boolean => file === from || basename(file) !== 'node_modules';
    cpSync(from, join(into, path.slice('node_modules/'.length)), { recursive: true, filter });
    materials.push(npmMaterial(name, version, integrity));
  }
  return materials;
}
