import { hash } from 'node:crypto';
import { lstatSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { decodePath } from '../../base/tar/path.ts';
import { gitBlobs, objectName } from './git-blobs.ts';
import { git } from './git-command.ts';
import { type GitEntry, listCommit } from './git-listing.ts';
import { lfsPointer } from './lfs.ts';

/** Paths that are named. */
const MAX_NAMED = 20;
/** Files and bytes of a checkout that are compared with its commit: it is only told, and decides nothing. */
const MAX_FILES = 20_000;
const MAX_BYTES = 1024 * 1024 * 1024;
const MAX_FILE = 64 * 1024 * 1024;

/**
 * Paths of the checkout that differ from the commit it stands at, or are new and not ignored; undefined when
 * there is no work tree or it is too large. `git status` is not asked: it runs the filters that the repository's
 * own settings name.
 */
export async function changedPaths(
  folder: string,
  signal?: AbortSignal,
): Promise<readonly string[] | undefined> {
  const top = (await git(folder, ['rev-parse', '--show-toplevel'], signal))
    ?.toString('utf8')
    .replace(/\n$/, '');
  if (top === undefined || top === '') return undefined;
  const fresh = await git(top, ['ls-files', '--others', '--exclude-standard', '-z'], signal);
  const listed = await listCommit(top, 'HEAD:', MAX_FILES, signal);
  if (fresh === undefined || listed?.whole !== true) return undefined;
  const changed: GitEntry[] = [];
  let left = MAX_BYTES;
  for (const entry of listed.entries.values()) {
    if (entry.kind === 'submodule') continue;
    const { same, bytes } = compareWith(join(top, entry.path), entry);
    left -= bytes;
    if (left < 0) return undefined;
    if (!same) changed.push(entry);
    if (changed.length > MAX_NAMED) break;
  }
  const names = decodePath(fresh)
    .split('\0')
    .filter((name) => name !== '');
  const really = await withoutLarge(top, changed, signal);
  return [...new Set([...really, ...names])].sort().slice(0, MAX_NAMED + 1);
}

/** Whether what lies on the disk is the object; line ends as Windows writes them do not matter. */
function compareWith(place: string, { kind, oid }: GitEntry): { same: boolean; bytes: number } {
  try {
    const status = lstatSync(place);
    if (status.isSymbolicLink()) {
      const target = readlinkSync(place, { encoding: 'buffer' });
      return { same: kind === 'symlink' && objectName(target, oid.length) === oid, bytes: 0 };
    }
    if (!status.isFile() || kind !== 'file' || status.size > MAX_FILE) return { same: false, bytes: 0 };
    const bytes = readFileSync(place);
    const same =
      objectName(bytes, oid.length) === oid ||
      (bytes.includes('\r\n') && objectName(withUnixLineEnds(bytes), oid.length) === oid);
    return { same, bytes: bytes.length };
  } catch {
    return { same: false, bytes: 0 };
  }
}

function withUnixLineEnds(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
}

/** Leaves out those that git keeps only a pointer of, which the right file stands in for (Git LFS). */
async function withoutLarge(
  top: string,
  changed: readonly GitEntry[],
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const pointers = new Map<string, string>();
  for await (const { oid, bytes } of gitBlobs(
    top,
    changed.map((entry) => entry.oid),
    1024,
    signal,
  )) {
    const sha256 = lfsPointer(bytes);
    if (sha256 !== undefined) pointers.set(oid, sha256);
  }
  return changed
    .filter(({ path, oid }) => {
      const sha256 = pointers.get(oid);
      return sha256 === undefined || hashOnDisk(join(top, path)) !== sha256;
    })
    .map(({ path }) => path);
}

function hashOnDisk(place: string): string | undefined {
  try {
    return hash('sha256', readFileSync(place), 'hex');
  } catch {
    return undefined;
  }
}
