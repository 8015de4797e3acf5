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
  const git = (args: readonly string[], input = ''): Buffer =>
    execFileSync('git', ['-C', checkout, ...args], {
      input,
      maxBuffer: 2 ** 30,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
  const entries = new Map<string, { readonly object: string; readonly executable: boolean }>();
  for (const line of git(['ls-tree', '-r', '-z', 'HEAD']).toString('utf8').split('\0')) {
    const match = /^(100644|100755) blob (\w+)\t([^]+)$/.exec(line);
    if (match !== null)
      entries.set(match[3] ?? '', { object: match[2] ?? '', executable: match[1] === '100755' });
  }
  const paths = [...entries.keys()];
  const known = new Map<string, Buffer>();
  // One call for many: `git cat-file` answers `object type size`, a line break, the bytes and a line break.
  const fetch = (objects: readonly string[]): void => {
    const wanted = [...new Set(objects)].filter((object) => !known.has(object));
    if (wanted.length === 0) return;
    const answer = git(['cat-file', '--batch'], wanted.join('\n'));
    for (let at = 0; at < answer.length; ) {
      const end = answer.indexOf(0x0a, at);
      const [object = '', , size] = answer.toString('latin1', at, end).split(' ');
      at = end + 1;
      // Where the copy of the checkout lacks it: `object missing`.
      if (size === undefined) continue;
      known.set(object, answer.subarray(at, at + Number(size)));
      at += Number(size) + 1;
    }
  };
  const bytesOf = (object: string): Buffer => {
    fetch([object]);
    const bytes = known.get(object);
    if (bytes === undefined) throw new Error(`${object} is not in ${checkout}`);
    return bytes;
  };
  return {
    paths,
    read: (path) => bytesOf(entries.get(path)?.object ?? ''),
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
      fetch(found.map(({ path }) => entries.get(path)?.object ?? ''));
      return found;
    },
  };
}

function patternOf(source: string): RegExp {
  const parts = source
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]');
  return new RegExp(`^${parts}$`);
}
