import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PATH } from '../../../demo/rootfs.ts';
import { folderTar } from './folder-tar.ts';
import type { RealImage, RealSource } from './real-image.ts';

const SITE = 'usr/local/lib/python3.11/site-packages/';

/** The packages that `pip install --target` has put into a folder, one by one, by what each says that it has brought. */
export function pythonPackages(folder: string): readonly RealSource[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'RECORD')))
    .sort()
    .map((name) => ({
      kind: 'PyPI packages',
      key: `pypi:${name}`,
      size: statSync(join(folder, name, 'RECORD')).size,
      load: () => pythonPackage(folder, name),
    }));
}

/** As pip leaves it; it starts its first command, else its module. */
function pythonPackage(folder: string, info: string): RealImage {
  const [name = '', version = ''] = info.replace(/\.dist-info$/, '').split('-');
  const paths = filesOf(readFileSync(join(folder, info, 'RECORD'), 'utf8'))
    // `--target` puts commands into its own bin/.
    .map((path) => path.replace(/^(?:\.\.\/)+/, './'))
    .filter((path) => existsSync(join(folder, path)));
  const command = paths.find((path) => path.startsWith('./bin/'));
  return {
    name: `${name} ${version}`,
    spec: {
      steps: [
        {
          createdBy: `RUN /bin/sh -c pip install ${name}==${version} # buildkit`,
          tarBytes: folderTar(folder, paths, [
            `s,^\\([^.]\\|\\.[^/]\\),${SITE}\\1,S`,
            's,^\\./,usr/local/,S',
          ]),
        },
      ],
      config: {
        Cmd: command === undefined ? ['python3', '-m', name] : [`/usr/local${command.slice(1)}`],
        Env: [PATH],
      },
    },
  };
}

/** Of lines such as `path,sha256=…,12` (packaging.python.org, "Recording installed projects"). */
function filesOf(record: string): readonly string[] {
  return record
    .split('\n')
    .map((line) => /^"((?:[^"]|"")+)"|^[^,]+/.exec(line))
    .flatMap((match) => (match === null ? [] : [(match[1] ?? match[0]).replaceAll('""', '"')]))
    .filter((path) => !path.endsWith('.pyc'));
}
