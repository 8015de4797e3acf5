import { execFileSync } from 'node:child_process';
import { posix } from 'node:path';

/** The files of a checkout's newest commit; nothing is checked out. */
export interface GitFiles {
  readonly paths: readonly string[];
  readonly read: (path: string) => Buffer;
  /** What a source of COPY means: a file, all of a folder, or what a pattern with `*` and `?` fits. */
  readonly matching: (source: string) => readonly GitMatch[];
}

export interface GitMatch {
  readonly path: string;
  /** Its place below where it is copied to. */
  readonly below: string;
  readonly isFolder: boolean;
  readonly executable: boolean;
}

/** Files of one COPY that are taken. */
const MAX_FILES = 2000;

export function gitFiles(checkout: string): GitFiles {
  const git = (...args: readonly string[]): Buffer =>
    execFileSync('git', ['-C', checkout, ...args], { maxBuffer: 2 ** 30, stdio: ['ignore', 'pipe', 'ignore'] });
  const entries = new Map<string, { readonly object: string; readonly executable: boolean }>();
  for (const line of git('ls-tree', '-r', '-z', 'HEAD').toString('utf8').split('\0')) {
    const match = /^(100644|100755) blob (\w+)\t([^]+)$/.exec(line);
    if (match !== null) entries.set(match[3] ?? '', { object: match[2] ?? '', executable: match[1] === '100755' });
  }
  const paths = [...entries.keys()];
  return {
    paths,
    read: (path) => git('cat-file', 'blob', entries.get(path)?.object ?? ''),
    matching(source) {
      const clean = posix.normalize(source).replace(/\/$/, '');
      const fits = patternOf(clean);
      const found: GitMatch[] = [];
      for (const [path, { executable }] of entries) {
        if (found.length === MAX_FILES) break;
        if (clean === '.') found.push({ path, below: path, isFolder: true, executable });
        else if (fits.test(path))
          found.push({ path, below: posix.basename(path), isFolder: false, executable });
        else {
          const folder = path.split('/').slice(0, clean.split('/').length).join('/');
          if (fits.test(folder))
            found.push({ path, below: path.slice(folder.length + 1), isFolder: true, executable });
        }
      }
      return found;
    },
  };
}

function patternOf(source: string): RegExp {
  const parts = source.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*').replaceAll('?', '[^/]');
  return new RegExp(`^${parts}$`);
}
