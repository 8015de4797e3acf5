import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { layOutDebianPackages } from './debian-packages.ts';
import { installedPackages, lockedPackages } from './lock-file.ts';
import { fileMaterial, type Material, npmMaterial } from './material.ts';
import { sharedLibraries } from './shared-libraries.ts';

const NODE = 'node_modules/node';

/** Lays out Node.js as package-lock.json pins it, the shared libraries of this machine that it loads, and /tmp. */
export function layOutRuntime(root: string, into: string): readonly Material[] {
  const program = join(root, NODE, 'bin', 'node');
  if (!existsSync(program)) throw new Error(`${program} is missing: run "npm ci".`);
  const put = (from: string, path: string): Material => {
    const to = join(into, path);
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(from, to);
    chmodSync(to, 0o755);
    return fileMaterial(path, to);
  };
  const libraries = sharedLibraries(program);
  const files = [put(program, '/usr/bin/node'), ...libraries.map((path) => put(path, path))];
  // Where a pipe's image is kept while it is read.
  mkdirSync(join(into, 'tmp'));
  chmodSync(join(into, 'tmp'), 0o1777);
  return [...nodeMaterials(root), ...files, ...layOutDebianPackages(libraries, into)];
}

/** The npm package `node` is a shell: at its installation it fetches the one with the program for the machine. */
function nodeMaterials(root: string): readonly Material[] {
  const locked = lockedPackages(join(root, 'package-lock.json')).get(NODE);
  const installed = installedPackages(join(root, 'node_modules')).get(NODE);
  if (locked === undefined || installed?.integrity !== locked.integrity) {
    throw new Error('The package "node" is not installed as package-lock.json says: run "npm ci".');
  }
  const { version } = JSON.parse(readFileSync(join(root, NODE, 'package.json'), 'utf8')) as {
    version: string;
  };
  const inner = [...installedPackages(join(root, NODE, 'node_modules')).values()].filter(
    (one) => one.version === version,
  );
  return [locked, ...inner].map((one) => npmMaterial(one.name, one.version, one.integrity));
}
