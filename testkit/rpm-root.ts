import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where Fedora and its kin have it; Debian's rpm has its own elsewhere. It can write this form only, not ndb. */
export const RPM_DATABASE = '/var/lib/rpm/rpmdb.sqlite';

/** rpm's options for a root. */
export function rpmOptions(root: string): readonly string[] {
  return ['--root', root, '--define', `_dbpath ${dirname(RPM_DATABASE)}`, '--define', '_db_backend sqlite'];
}

/** A package to build: files by their path, each with what makes it in the shell (`$f` is where). */
export interface RpmSpec {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** Paths of `files` that are configuration. */
  readonly config?: readonly string[];
}

/** Programs and a library of this machine, scripts, links, configuration, and enough files for more than one page. */
export const RPM_PACKAGES: readonly RpmSpec[] = [
  {
    name: 'tiny',
    files: {
      '/usr/bin/one': "printf '#!/bin/sh\\necho one\\n' > $f; chmod 755 $f",
      '/opt/tiny/tool': "printf '#!/bin/sh\\necho two\\n' > $f",
      ...Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`/opt/tiny/file${i}`, `echo ${i} > $f`])),
    },
  },
  {
    name: 'programs',
    files: {
      '/usr/bin/true-copy': 'cp -L /bin/true $f',
      '/usr/bin/false-copy': 'cp -L /bin/false $f',
      '/usr/lib64/libz-copy.so.1': 'cp -L "$(ldconfig -p | awk \'/libz.so.1 /{print $NF; exit}\')" $f',
      '/usr/bin/linked': 'ln -s true-copy $f',
      '/etc/programs.sh': "printf '#!/bin/sh\\n' > $f; chmod 755 $f",
    },
    config: ['/etc/programs.sh'],
  },
  {
    name: 'modules',
    files: {
      '/usr/lib/python3.9/site-packages/mod/__init__.py': 'echo x = 1 > $f',
      '/usr/lib/python3.9/site-packages/mod/run.py': "printf '#!/usr/bin/python3\\n' > $f",
    },
  },
];

/** Builds the packages with rpmbuild and installs them into a root with rpm. Nothing in them is run. */
export function installRpms(root: string, work: string, packages = RPM_PACKAGES): void {
  mkdirSync(join(work, 'specs'), { recursive: true });
  mkdirSync(root, { recursive: true });
  const files = packages.map((spec) => {
    const file = join(work, 'specs', `${spec.name}.spec`);
    writeFileSync(file, specText(spec));
    // Without stripping, byte compiling and digging for dependencies: what is packaged is what is there.
    const plain = ['--define', '__os_install_post %{nil}', '--define', '_build_id_links none'];
    execFileSync('rpmbuild', ['--quiet', '--define', `_topdir ${work}`, ...plain, '-bb', file], {
      stdio: 'pipe',
    });
    return join(work, 'RPMS/noarch', `${spec.name}-1-1.noarch.rpm`);
  });
  execFileSync('rpm', [...rpmOptions(root), '--nodeps', '--ignorearch', '-i', ...files], {
    stdio: 'pipe',
  });
}

function specText({ name, files, config = [] }: RpmSpec): string {
  const made = Object.entries(files).map(
    ([path, make]) => `f=%{buildroot}${path}; mkdir -p "$(dirname $f)"; ${make}`,
  );
  const listed = Object.keys(files).map((path) => `${config.includes(path) ? '%config ' : ''}${path}`);
  return [
    `Name: ${name}\nVersion: 1\nRelease: 1\nSummary: ${name}\nLicense: none\nBuildArch: noarch\nAutoReqProv: no`,
    `%global debug_package %{nil}\n%global _binaries_in_noarch_packages_terminate_build 0`,
    `%description\n${name}\n%install\n${made.join('\n')}\n%files\n${listed.join('\n')}\n`,
  ].join('\n');
}
