import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Runs git on a checkout that is only read; undefined when it fails. */
export function git(repository: string, ...args: readonly string[]): string | undefined {
  try {
    return execFileSync('git', ['-C', repository, ...args], {
      encoding: 'utf8',
      maxBuffer: 256 << 20,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return undefined;
  }
}

/** Where a tag's Dockerfile is, as docker-library/official-images says. */
export interface LibraryEntry {
  readonly repository: string;
  readonly commit: string;
  readonly folder: string;
  readonly file: string;
}

/** The entry of a tag as it stood when the image was made. */
export function entryOf(
  officialImages: string,
  image: string,
  tag: string,
  at: string,
): LibraryEntry | undefined {
  const commit = commitBefore(officialImages, at);
  const text = commit && git(officialImages, 'show', `${commit}:library/${image}`);
  if (!text) return undefined;
  const blocks = text
    .replace(/^#.*\n/gm, '')
    .split(/\n\s*\n/)
    .map(fieldsOf);
  const global = blocks[0] ?? {};
  for (const fields of blocks) {
    const tags = (fields['Tags'] ?? '').split(/,\s*/);
    if (!tags.includes(tag)) continue;
    const field = (name: string): string | undefined =>
      fields[`amd64-${name}`] ?? fields[name] ?? global[`amd64-${name}`] ?? global[name];
    const repository = field('GitRepo');
    const of = field('GitCommit');
    if (repository === undefined || of === undefined) return undefined;
    return { repository, commit: of, folder: field('Directory') ?? '.', file: field('File') ?? 'Dockerfile' };
  }
  return undefined;
}

let timeline: readonly (readonly [commit: string, seconds: number])[] | undefined;

/** The commit of the main branch that stood at a time. */
function commitBefore(repository: string, at: string): string | undefined {
  timeline ??= (git(repository, 'log', '--first-parent', '--format=%H %ct', 'HEAD') ?? '')
    .trim()
    .split('\n')
    .map((line) => [line.slice(0, line.indexOf(' ')), Number(line.slice(line.indexOf(' ') + 1))] as const);
  const limit = Date.parse(at) / 1000;
  return timeline.find(([, seconds]) => seconds <= limit)?.[0];
}

function fieldsOf(block: string): Record<string, string> {
  const fields: Record<string, string> = {};
  let name = '';
  for (const line of block.split('\n')) {
    const field = /^([\w-]+):\s*(.*)$/.exec(line);
    if (field !== null) {
      name = field[1] ?? '';
      fields[name] = field[2] ?? '';
    } else if (name !== '') fields[name] += ` ${line.trim()}`;
  }
  return fields;
}

/** The Dockerfile's text out of the checkouts in `folder`, each named `OWNER+NAME` or `OWNER+NAME/repo`. */
export function dockerfileOf(folder: string, entry: LibraryEntry): string | undefined {
  const name = /github\.com\/([^/]+)\/([^/]+?)(?:\.git)?\/?$/.exec(entry.repository);
  const owners = new Set([name?.[1] ?? '', ...(RENAMED[name?.[1] ?? ''] ?? [])]);
  for (const owner of owners) {
    const base = join(folder, `${owner}+${name?.[2] ?? ''}`);
    const repository = existsSync(join(base, 'repo')) ? join(base, 'repo') : base;
    if (!existsSync(repository)) continue;
    const path = entry.folder === '.' ? entry.file : `${entry.folder}/${entry.file}`;
    const text = git(repository, 'show', `${entry.commit}:${path}`);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** Owners whose repositories have moved since. */
const RENAMED: Readonly<Record<string, readonly string[]>> = {
  joomla: ['joomla-docker'],
  nginxinc: ['nginx'],
};
