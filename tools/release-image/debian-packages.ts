import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Material } from './material.ts';
import { ReleaseError } from './release-error.ts';

const FIELDS = ['Package', 'Status', 'Architecture', 'Version', 'Maintainer', 'Source', 'Homepage'] as const;
const DATABASE = 'var/lib/dpkg/status.d';

/** A file of this machine that a Debian package brought. */
export interface OwnedFile {
  /** With its architecture: `libc6:amd64`. */
  readonly owner: string;
  /** As its package has it; links among its folders may lead to another place. */
  readonly path: string;
}

/** Undefined on a machine without dpkg. Throws for a file that no package has. */
export function ownedFile(file: string): OwnedFile | undefined {
  if (spawnSync('dpkg-query', ['--version']).status !== 0) return undefined;
  const real = realpathSync(file);
  // Where `/lib` leads to `/usr/lib`, packages may still have their files in the former.
  for (const path of [real, real.replace(/^\/usr\//, '/')]) {
    const { status, stdout } = spawnSync('dpkg-query', ['--search', path], { encoding: 'utf8' });
    if (status === 0) return { owner: stdout.slice(0, stdout.indexOf(': ')), path };
  }
  throw new ReleaseError(`No Debian package has ${file}: its origin could not be named.`);
}

/**
 * Says in an image which Debian packages some of its files are from, in `status.d` as distroless images do: there scanners
 * look for them. Beside each the md5 that the package gives of these files, and its licence.
 */
export function layOutDebianPackages(files: readonly OwnedFile[], into: string): readonly Material[] {
  if (files.length === 0) return [];
  mkdirSync(join(into, DATABASE), { recursive: true });
  return [...Map.groupBy(files, ({ owner }) => owner)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([owner, owned]) => {
      const rows = FIELDS.map((field) => `${field}: \${${field}}\n`).join('');
      const paragraph = query('--show', `--showformat=${rows}`, owner)
        .split('\n')
        .filter((line) => !/^(?:[^:]+: *)?$/.test(line));
      const field = (key: (typeof FIELDS)[number]): string =>
        paragraph.find((line) => line.startsWith(`${key}: `))?.slice(key.length + 2) ?? '';
      const name = field('Package');
      const ours = new Set(owned.map(({ path }) => path.slice(1)));
      const sums = query('--control-show', owner, 'md5sums')
        .split('\n')
        .filter((line) => ours.has(line.replace(/^\S+ +/, '')));
      writeFileSync(join(into, DATABASE, name), lines(paragraph));
      writeFileSync(join(into, DATABASE, `${name}.md5sums`), lines(sums));
      layOutLicence(name, into);
      const version = encodeURIComponent(field('Version'));
      return { uri: `pkg:deb/debian/${name}@${version}?arch=${field('Architecture')}` };
    });
}

function layOutLicence(name: string, into: string): void {
  const folder = `usr/share/doc/${name}`;
  const file = `/${folder}/copyright`;
  if (!existsSync(file))
    throw new ReleaseError(`The licence of ${name} is not on this machine: ${file} is missing.`);
  mkdirSync(join(into, folder), { recursive: true });
  copyFileSync(realpathSync(file), join(into, file));
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}

function query(...args: readonly string[]): string {
  const env = { PATH: process.env['PATH'], LC_ALL: 'C' };
  return execFileSync('dpkg-query', args, { encoding: 'utf8', env });
}
