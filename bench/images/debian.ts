import { execFileSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Large Debian packages of different kinds: programs, libraries, many small files, texts, archives. */
const LAYERS: readonly (readonly string[])[] = [
  [
    'libc6',
    'bash',
    'coreutils',
    'perl-base',
    'perl-modules-5.36',
    'libperl5.36',
    'dpkg',
    'apt',
    'tar',
    'locales',
  ],
  [
    'gcc-12',
    'g++-12',
    'cpp-12',
    'libstdc++-12-dev',
    'libc6-dev',
    'binutils-x86-64-linux-gnu',
    'linux-libc-dev',
  ],
  [
    'python3.11',
    'libpython3.11-stdlib',
    'python3.11-minimal',
    'python3-numpy',
    'python3-pip',
    'python3-setuptools',
    'python3-sphinx',
  ],
  ['openjdk-17-jre-headless', 'openjdk-17-jdk-headless', 'maven', 'libtomcat9-java'],
  ['libllvm15', 'libclang1-14'],
  ['mariadb-server-core', 'postgresql-15', 'nginx-common', 'redis-server', 'golang-1.19-go', 'libnode108'],
];

/**
 * Makes the bench image once: an OCI layout of about 1 GB uncompressed, its files out of Debian packages,
 * a gzip layer for each group. Packages that the machine's mirror does not offer are left out and named.
 */
export function makeDebianImage(folder: string): string {
  const layout = join(folder, 'debian');
  if (existsSync(join(layout, 'index.json'))) return layout;
  const work = join(folder, 'work');
  const debs = join(folder, 'debs');
  rmSync(layout, { recursive: true, force: true });
  mkdirSync(debs, { recursive: true });
  mkdirSync(join(layout, 'blobs/sha256'), { recursive: true });
  const put = (bytes: Buffer, mediaType: string): object => {
    const hex = hash('sha256', bytes, 'hex');
    writeFileSync(join(layout, 'blobs/sha256', hex), bytes);
    return { mediaType, digest: `sha256:${hex}`, size: bytes.length };
  };
  const layers: object[] = [];
  const diffIds: string[] = [];
  for (const packages of LAYERS) {
    rmSync(work, { recursive: true, force: true });
    mkdirSync(work, { recursive: true });
    for (const name of packages) {
      const file = download(name, debs);
      if (file === undefined) console.error(`bench: no package ${name} here, left out`);
      else execFileSync('dpkg-deb', ['-x', file, work]);
    }
    const tar = execFileSync(
      'tar',
      ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner', '-C', work, '-cf', '-', '.'],
      { maxBuffer: 2 ** 31 },
    );
    diffIds.push(`sha256:${hash('sha256', tar, 'hex')}`);
    const gzip = execFileSync('gzip', ['-6', '-n'], { input: tar, maxBuffer: 2 ** 31 });
    layers.push(put(gzip, 'application/vnd.oci.image.layer.v1.tar+gzip'));
  }
  rmSync(work, { recursive: true, force: true });
  const config = put(
    Buffer.from(
      JSON.stringify({
        architecture: 'amd64',
        os: 'linux',
        config: { Entrypoint: ['/usr/bin/python3.11'], Env: ['PATH=/usr/local/bin:/usr/bin:/bin'] },
        rootfs: { type: 'layers', diff_ids: diffIds },
        history: LAYERS.map((packages) => ({ created_by: `RUN apt-get install -y ${packages.join(' ')}` })),
      }),
    ),
    'application/vnd.oci.image.config.v1+json',
  );
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = put(
    Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, config, layers })),
    mediaType,
  );
  writeFileSync(join(layout, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  writeFileSync(join(layout, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [manifest] }));
  return layout;
}

function download(name: string, folder: string): string | undefined {
  const find = (): string | undefined => readdirSync(folder).find((file) => file.startsWith(`${name}_`));
  if (find() === undefined) {
    try {
      execFileSync('apt-get', ['download', '-qq', name], { cwd: folder, stdio: 'ignore' });
    } catch {
      return undefined;
    }
  }
  const file = find();
  return file === undefined ? undefined : join(folder, file);
}
