import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ReleaseError } from './release-error.ts';

/** A row of `packages` in a lock file (docs.npmjs.com, package-lock.json, version 3). */
export interface LockedPackage {
  /** Where it is installed: `node_modules/@scope/name`. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
  readonly dev: boolean;
}

/** All packages of a lock file, by path. */
export function lockedPackages(file: string): ReadonlyMap<string, LockedPackage> {
  const { packages } = JSON.parse(readFileSync(file, 'utf8')) as {
    packages: Record<string, { version?: string; integrity?: string; dev?: boolean }>;
  };
  return new Map(
    Object.entries(packages)
      .filter(([path]) => path.startsWith('node_modules/'))
      .map(([path, { version = '', integrity = '', dev = false }]) => [
        path,
        { path, name: path.slice(path.lastIndexOf('node_modules/') + 13), version, integrity, dev },
      ]),
  );
}

/** What npm wrote down of the packages that it put into a folder named node_modules. */
export function installedPackages(nodeModules: string): ReadonlyMap<string, LockedPackage> {
  const file = join(nodeModules, '.package-lock.json');
  if (!existsSync(file)) throw new ReleaseError(`${nodeModules} was not made by npm: run "npm ci".`);
  return lockedPackages(file);
}
