import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { PATH } from '../../../demo/rootfs.ts';
import type { TarItem } from '../../../testkit/tar.ts';
import type { RealImage, RealSource } from './real-image.ts';

const MAX_BYTES = 2 ** 31 - 1;

/** The packages in a folder, as `apt-get download` has put them there. */
export function debianPackages(folder: string): readonly RealSource[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.deb'))
    .sort()
    .map((name) => ({
      kind: 'Debian packages',
      key: `deb:${name}`,
      size: statSync(join(folder, name)).size,
      load: () => debianPackage(join(folder, name)),
    }));
}

/**
 * A Debian package as the image that installing it alone would give: its files, and what dpkg notes of it with the
 * maintainer's scripts. It starts what its first systemd unit starts, else the program that is called like it, so that
 * the detectors see its programs at work.
 *
 * @throws where dpkg-deb cannot read it
 */
function debianPackage(file: string): RealImage {
  const files = dpkgDeb('--fsys-tarfile', file);
  const control = dpkgDeb('--info', file, 'control').toString('utf8');
  const field = (name: string): string => new RegExp(`^${name}: (.+)$`, 'm').exec(control)?.[1] ?? '';
  const [name, version, multiArch] = [field('Package'), field('Version'), field('Multi-Arch')];
  const paths = listed(files);
  const info = multiArch === 'same' ? `${name}:${field('Architecture')}` : name;
  const note = (kind: string, data: string | Buffer): TarItem => ({
    path: `var/lib/dpkg/info/${info}.${kind}`,
    data,
    mode: SCRIPTS.includes(kind) ? 0o755 : 0o644,
  });
  const notes: readonly TarItem[] = [
    {
      path: 'var/lib/dpkg/status',
      data: `${control.trimEnd().replace('\n', '\nStatus: install ok installed\n')}\n\n`,
    },
    note('list', `${paths.map((path) => `/${path}`).join('\n')}\n`),
    ...['md5sums', ...SCRIPTS].flatMap((kind) => {
      const data = controlFile(file, kind);
      return data === undefined ? [] : [note(kind, data)];
    }),
  ];
  return {
    name: `${name} ${version}`,
    spec: {
      steps: [
        { tarBytes: files, createdBy: `RUN /bin/sh -c apt-get install -y ${name} # buildkit` },
        { items: notes, createdBy: 'RUN /bin/sh -c dpkg --configure -a # buildkit' },
      ],
      config: { Cmd: [...commandOf(name, paths, files)], Env: [PATH] },
    },
  };
}

const SCRIPTS = ['preinst', 'postinst', 'prerm', 'postrm', 'config'];

function dpkgDeb(...args: readonly string[]): Buffer {
  return execFileSync('dpkg-deb', [...args], { maxBuffer: MAX_BYTES, stdio: ['ignore', 'pipe', 'ignore'] });
}

function controlFile(file: string, kind: string): Buffer | undefined {
  try {
    return dpkgDeb('--info', file, kind);
  } catch {
    return undefined;
  }
}

/** Paths without leading slash, files and links only. */
function listed(files: Buffer): readonly string[] {
  const text = execFileSync('tar', ['-tf', '-'], { input: files, maxBuffer: MAX_BYTES }).toString('utf8');
  return text.split('\n').flatMap((line) => {
    const path = line.replace(/^\.\//, '');
    return path === '' || path.endsWith('/') ? [] : [path];
  });
}

function commandOf(name: string, paths: readonly string[], files: Buffer): readonly string[] {
  const unit = paths.find((path) => /^(?:usr\/)?lib\/systemd\/system\/[^/@]+\.service$/.test(path));
  if (unit !== undefined) {
    const text = execFileSync('tar', ['-xOf', '-', `./${unit}`], { input: files }).toString('utf8');
    const line = /^ExecStart=[-@:+!]*(\/.+)$/m.exec(text)?.[1];
    if (line !== undefined) return ['/bin/sh', '-c', `exec ${line}`];
  }
  const programs = paths.filter((path) => /^(?:usr\/)?s?bin\/[^/]+$/.test(path));
  const own = programs.find((path) => basename(path) === name) ?? programs[0];
  return own === undefined ? ['bash'] : [`/${own}`];
}
