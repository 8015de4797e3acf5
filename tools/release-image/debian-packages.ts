import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Material } from './material.ts';

const FIELDS = ['Package', 'Status', 'Architecture', 'Version', 'Maintainer', 'Source', 'Homepage'] as const;

/**
 * Says in the image which Debian packages its libraries are from, in `var/lib/dpkg/status.d` as distroless images do, so
 * that scanners find them, with their licences. On a machine without dpkg the libraries stand for themselves.
 */
export function layOutDebianPackages(libraries: readonly string[], into: string): readonly Material[] {
  if (spawnSync('dpkg-query', ['--version']).status !== 0) return [];
  const names = [...new Set(libraries.map(owner))].sort();
  return names.map((name) => {
    const rows = FIELDS.map((field) => `${field}: \${${field}}`).join('\n');
    const said = query('--show', `--showformat=${rows}\n`, name).split('\n');
    const paragraph = said.filter((line) => !/^[^:]+: *$/.test(line) && line !== '');
    const field = (key: (typeof FIELDS)[number]): string =>
      paragraph.find((line) => line.startsWith(`${key}: `))?.slice(key.length + 2) ?? '';
    const plain = field('Package');
    const database = join(into, 'var/lib/dpkg/status.d');
    mkdirSync(database, { recursive: true });
    writeFileSync(join(database, plain), `${paragraph.join('\n')}\n`);
    layOutLicence(plain, into);
    const version = encodeURIComponent(field('Version'));
    return { uri: `pkg:deb/debian/${plain}@${version}?arch=${field('Architecture')}` };
  });
}

function layOutLicence(name: string, into: string): void {
  const file = `/usr/share/doc/${name}/copyright`;
  if (!existsSync(file)) return;
  mkdirSync(join(into, 'usr/share/doc', name), { recursive: true });
  copyFileSync(realpathSync(file), join(into, file));
}

/** dpkg knows a file by the path that its package has, before or behind the link `/lib` → `/usr/lib`. */
function owner(library: string): string {
  const real = realpathSync(library);
  const paths = [library, real, `/usr${library}`, real.replace(/^\/usr\//, '/')];
  for (const path of paths) {
    const { status, stdout } = spawnSync('dpkg-query', ['--search', path], { encoding: 'utf8' });
    if (status === 0) return stdout.slice(0, stdout.indexOf(': '));
  }
  throw new Error(`No Debian package has ${library}.`);
}

function query(...args: readonly string[]): string {
  return execFileSync('dpkg-query', args, {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
  });
}
