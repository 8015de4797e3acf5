import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { installRpms, RPM_PACKAGES, type RpmSpec } from '../../testkit/rpm-root.ts';

/** A root file system to measure, and how it comes into a folder; a folder that is there already is taken as it is. */
export interface Root {
  readonly name: string;
  readonly make: (folder: string) => void;
}

const DEBIAN_PACKAGES = 'python3-requests,nginx-light,openssh-server,git';

export const ROOTS: readonly Root[] = [
  { name: 'debian-bookworm', make: debian('bookworm', DEBIAN_PACKAGES) },
  { name: 'debian-trixie', make: debian('trixie', 'python3-pip,npm') },
  {
    name: 'rpm-sqlite',
    make: once((folder) =>
      installRpms(folder, `${folder}.build`, [...RPM_PACKAGES, ...packagesOfThisMachine()]),
    ),
  },
  { name: 'npm', make: once(npmTree) },
  { name: 'pip', make: once(pipTree) },
  { name: 'gem', make: once(gemTree) },
];

/** mmdebstrap writes a tar, so that nothing of it can get at this machine's own files. */
export function debian(suite: string, packages: string): Root['make'] {
  return once((folder) => {
    const tar = `${folder}.tar`;
    if (!existsSync(tar)) {
      execFileSync('mmdebstrap', ['--variant=minbase', `--include=${packages}`, suite, tar], {
        stdio: 'pipe',
      });
    }
    unpack(tar, folder);
  });
}

export function unpack(tar: string, folder: string): void {
  if (existsSync(folder)) return;
  mkdirSync(folder, { recursive: true });
  // Devices cannot be made everywhere, and nobody accounts for them.
  execFileSync('tar', ['-xf', tar, '-C', folder, '--exclude=./dev/*'], { stdio: 'pipe' });
}

function once(make: Root['make']): Root['make'] {
  return (folder) => {
    if (!existsSync(folder)) make(folder);
  };
}

const MAX_FILES = 300;
const MAX_FILE_BYTES = 1024 * 1024;

/** Programs, libraries and scripts of this machine as packages of rpm. */
function packagesOfThisMachine(): readonly RpmSpec[] {
  return ['/usr/bin', '/usr/sbin', '/usr/lib/x86_64-linux-gnu'].map((folder, i) => {
    const names = existsSync(folder) ? readdirSync(folder).sort() : [];
    const files = names
      .map((name) => `${folder}/${name}`)
      .filter((path) => /^[\w./+-]+$/.test(path) && isSmallFile(path))
      .slice(0, MAX_FILES);
    return {
      name: `machine${i}`,
      files: Object.fromEntries(files.map((path) => [path, `cp -L ${path} $f`])),
    };
  });
}

function isSmallFile(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true && found.size > 0 && found.size <= MAX_FILE_BYTES;
}

/** What this checkout has installed. */
function npmTree(folder: string): void {
  const app = join(folder, 'app/node_modules');
  mkdirSync(app, { recursive: true });
  cpSync(join(import.meta.dirname, '../../node_modules'), app, {
    recursive: true,
    verbatimSymlinks: true,
    // What tests keep there is nobody's package.
    filter: (path) => !path.endsWith('/.cache'),
  });
}

/** A virtual environment with pip in it, which Python brings along. */
function pipTree(folder: string): void {
  mkdirSync(folder, { recursive: true });
  execFileSync('python3', ['-m', 'venv', join(folder, 'venv')], { stdio: 'pipe' });
}

const GEM_PACKAGES = [
  'libruby3.1',
  'rake',
  'ruby-bundler',
  'ruby-minitest',
  'ruby-test-unit',
  'ruby-power-assert',
];
const GEM_HOMES = ['usr/lib/ruby/gems', 'usr/share/rubygems-integration'];

/** The gems that Debian's packages of Ruby hold, without dpkg's database: only RubyGems' specifications tell of them. */
function gemTree(folder: string): void {
  const build = `${folder}.build`;
  mkdirSync(build, { recursive: true });
  execFileSync('apt-get', ['download', ...GEM_PACKAGES], { cwd: build, stdio: 'pipe' });
  for (const name of readdirSync(build).filter((one) => one.endsWith('.deb'))) {
    execFileSync('dpkg-deb', ['-x', join(build, name), join(build, 'all')], { stdio: 'pipe' });
  }
  for (const home of GEM_HOMES) {
    cpSync(join(build, 'all', home), join(folder, home), { recursive: true, verbatimSymlinks: true });
  }
}
