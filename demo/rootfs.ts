import { elf } from '../testkit/elf.ts';
import type { TarItem } from '../testkit/tar.ts';

/** An inert program: an ELF header and marker strings, no code. */
export function program(path: string, strings: readonly string[] = []): TarItem {
  const data = `${path}\0${strings.join('\0')}\0`;
  return {
    path,
    mode: 0o755,
    data: elf({ interpreter: '/lib64/ld-linux-x86-64.so.2', needed: ['libc.so.6'], extra: data }),
  };
}

export function file(path: string, lines: readonly string[], mode = 0o644): TarItem {
  return { path, mode, data: `${lines.join('\n')}\n` };
}

export function script(path: string, lines: readonly string[]): TarItem {
  return file(path, lines, 0o755);
}

export function folder(path: string, mode = 0o755): TarItem {
  return { path, type: 'directory', mode };
}

const TOOLS = [
  'dash',
  'bash',
  'ls',
  'cat',
  'cp',
  'mv',
  'rm',
  'chmod',
  'chown',
  'mkdir',
  'sleep',
  'env',
  'date',
  'id',
  'grep',
  'sed',
  'awk',
  'find',
  'head',
  'tail',
  'base64',
  'nohup',
  'sort',
  'tr',
  'true',
  'gosu',
];

/** A small Debian-like root file system: the common base of all images of the demo. */
export function debianRoot(): readonly TarItem[] {
  return [
    ...[
      'usr',
      'usr/bin',
      'usr/sbin',
      'usr/lib',
      'usr/local',
      'usr/local/bin',
      'etc',
      'var',
      'var/lib',
      'tmp',
    ].map((path) => folder(path, path === 'tmp' ? 0o1777 : 0o755)),
    folder('root', 0o700),
    { path: 'bin', type: 'symlink', target: 'usr/bin' },
    { path: 'sbin', type: 'symlink', target: 'usr/sbin' },
    { path: 'lib', type: 'symlink', target: 'usr/lib' },
    { path: 'usr/bin/sh', type: 'symlink', target: 'dash' },
    ...TOOLS.map((name) => program(`usr/bin/${name}`)),
    file('etc/os-release', [
      'PRETTY_NAME="Debian GNU/Linux 9 (stretch)"',
      'NAME="Debian GNU/Linux"',
      'VERSION_ID="9"',
      'ID=debian',
    ]),
    file('etc/passwd', [
      'root:x:0:0:root:/root:/bin/bash',
      'daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin',
      'www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin',
    ]),
    file('etc/shadow', ['root:*:17710:0:99999:7:::', 'daemon:*:17710:0:99999:7:::'], 0o640),
    file('etc/group', ['root:x:0:', 'daemon:x:1:', 'shadow:x:42:']),
  ];
}

export const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
