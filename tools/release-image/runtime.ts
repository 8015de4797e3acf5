import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { layOutDebianPackages, ownedFile } from './debian-packages.ts';
import { installedPackages, lockedPackages } from './lock-file.ts';
import { fileMaterial, type Material, npmMaterial } from './material.ts';
import { ReleaseError } from './release-error.ts';
import { sharedLibraries } from './shared-libraries.ts';

const NODE = 'node_modules/node';

/** Lays out Node.js as package-lock.json pins it, the shared libraries of this machine that it loads, and /tmp. */
export function layOutRuntime(root: string, into: string): readonly Material[] {
  const program = join(root, NODE, 'bin', 'node');
  if (!existsSync(program)) throw new ReleaseError(`${program} is missing: run "npm ci".`);
  const libraries = sharedLibraries(program).map((library) => ({ library, owned: ownedFile(library) }));
  const files = [
    layOutFile(program, '/usr/bin/node', into),
    ...libraries.map(({ library, owned }) => layOutFile(library, owned?.path ?? library, into)),
  ];
  for (const { library, owned } of libraries) {
    if (owned !== undefined && owned.path !== library) layOutLink(library, owned.path, into);
  }
  // Where an image that comes through a pipe is kept while it is read.
  mkdirSync(join(into, 'tmp'));
  chmodSync(join(into, 'tmp'), 0o1777);
  const packages = layOutDebianPackages(
    libraries.flatMap(({ owned }) => owned ?? []),
    into,
  );
  return [...nodePackages(root), ...files, ...packages];
}

function layOutFile(from: string, path: string, into: string): Material {
  const to = join(into, path);
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
  chmodSync(to, 0o755);
  return fileMaterial(path, to);
}

function layOutLink(path: string, target: string, into: string): void {
  const link = join(into, path);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(relative(dirname(path), target), link);
}

/** The npm package `node` is a shell: when it is installed it fetches the one with the program for the machine. */
function nodePackages(root: string): readonly Material[] {
  const locked = lockedPackages(join(root, 'package-lock.json')).get(NODE);
  const installed = installedPackages(join(root, 'node_modules')).get(NODE);
  if (locked === undefined || installed?.integrity !== locked.integrity) {
    throw new ReleaseError('The package "node" is not installed as package-lock.json says: run "npm ci".');
  }
  const { version } = JSON.parse(readFileSync(join(root, NODE, 'package.json'), 'utf8')) as {
    version: string;
  };
  const inner = [...installedPackages(join(root, NODE, 'node_modules')).values()].filter(
    (one) => one.version === version,
  );
  return [locked, ...inner].map((one) => npmMaterial(one.name, one.version, one.integrity));
}
