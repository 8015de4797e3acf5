import { hash } from 'node:crypto';
import { ClearpullError } from '../../base/errors.ts';
import type { Limits } from '../../base/limits.ts';
import { plural } from '../../base/quantities.ts';
import { decodePath } from '../../base/tar/path.ts';
import { gitBlobs } from './git-blobs.ts';
import { git } from './git-command.ts';
import { listCommit } from './git-listing.ts';
import { gitState } from './git-state.ts';
import { lfsPointer } from './lfs.ts';
import type { FileDigest, SourceTree } from './source-tree.ts';

export interface CheckoutOptions {
  readonly folder: string;
  /** Anything that git takes for a commit; default HEAD. */
  readonly revision?: string;
  readonly limits: Pick<Limits, 'maxSourceFiles' | 'maxSourceFileBytes'>;
  readonly signal?: AbortSignal;
}

/**
 * The files of one commit, out of git's objects: what lies in the folder is not looked at. In a folder inside of
 * a checkout, those below it. Undefined when the folder belongs to no git repository, or the commit holds nothing
 * of it.
 *
 * @throws ClearpullError `target-not-found` when the repository does not hold the revision, `usage` without git
 */
export async function openCheckout(options: CheckoutOptions): Promise<SourceTree | undefined> {
  const { folder, limits, signal } = options;
  const run = async (...args: readonly string[]): Promise<string | undefined> =>
    (await git(folder, args, signal))?.toString('utf8').replace(/\n$/, '');
  const prefix = await run('rev-parse', '--show-prefix');
  if (prefix === undefined) return undefined;
  const named = options.revision ?? 'HEAD';
  const revision = await run('rev-parse', '--verify', '--quiet', '--end-of-options', `${named}^{commit}`);
  if (revision === undefined) {
    if (options.revision === undefined) return undefined;
    throw new ClearpullError('target-not-found', `${folder} has no commit "${named}"`, {
      hint: 'Fetch it ("git fetch"), or name another revision.',
    });
  }
  const inside = `${revision}:${prefix.replace(/\/$/, '')}`;
  const listed = await listCommit(folder, inside, limits.maxSourceFiles, signal);
  if (listed === undefined) return undefined;
  const files = listed.entries;
  const notes = listed.whole
    ? []
    : [`Only the first ${plural(files.size, 'file')} of the commit were looked at.`];
  return {
    where: folder,
    files,
    git: await gitState({ folder, revision, ...(signal === undefined ? {} : { signal }) }),
    notes,
    async read(path, cap) {
      const file = files.get(path);
      if (file?.kind !== 'file') return undefined;
      for await (const { bytes } of gitBlobs(folder, [file.oid], cap, signal)) return bytes;
      return undefined;
    },
    async digests(paths) {
      const wanted = [...paths].map((path) => files.get(path)).filter((file) => file !== undefined);
      const byOid = Map.groupBy(
        wanted.filter(({ kind }) => kind !== 'submodule'),
        ({ oid }) => oid,
      );
      const digests = new Map<string, FileDigest>();
      for await (const { oid, bytes } of gitBlobs(
        folder,
        [...byOid.keys()],
        limits.maxSourceFileBytes,
        signal,
      )) {
        const sha256 = hash('sha256', bytes, 'hex');
        const lfs = lfsPointer(bytes);
        for (const { path, kind } of byOid.get(oid) ?? []) {
          const target = kind === 'symlink' ? { target: decodePath(bytes) } : {};
          digests.set(path, { sha256, ...target, ...(lfs === undefined ? {} : { lfs }) });
        }
      }
      return digests;
    },
  };
}
