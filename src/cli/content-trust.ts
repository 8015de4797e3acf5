import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ClearpullError } from '../base/errors.ts';
import { visible } from '../base/visible.ts';
import type { FindTrustFiles, TrustFile } from '../trace/index.ts';
import { readGiven } from './read-given.ts';

const OPTION = '--content-trust';
const MAX_FILES = 50;

/**
 * Where Docker Content Trust keeps what it knows of a repository: a file, or Docker's own folder (`~/.docker/trust`).
 *
 * @throws ClearpullError `usage` when there is no such file or folder
 */
export async function trustFilesIn(path: string | undefined): Promise<FindTrustFiles | undefined> {
  if (path === undefined) return undefined;
  const status = await lstat(path).catch(() => undefined);
  if (status === undefined) {
    throw new ClearpullError('usage', `${visible(path)} of ${OPTION} is not there.`, {
      hint: "Name Docker's folder of trust (~/.docker/trust), or a targets.json of it.",
    });
  }
  if (!status.isDirectory()) return async () => [await trustFile(path)];
  return async (repository) => {
    // Names of repositories hold neither `..` nor backslashes (image/reference.ts).
    const metadata = join(path, 'tuf', ...repository.split('/'), 'metadata');
    const delegated = await readdir(join(metadata, 'targets')).catch(() => []);
    const names = [
      'targets.json',
      ...delegated
        .filter((name) => name.endsWith('.json'))
        .sort()
        .map((name) => join('targets', name)),
    ];
    const files: TrustFile[] = [];
    for (const name of names.slice(0, MAX_FILES)) {
      const file = join(metadata, name);
      if ((await lstat(file).catch(() => undefined))?.isFile() === true) files.push(await trustFile(file));
    }
    return files;
  };
}

async function trustFile(name: string): Promise<TrustFile> {
  return { name, bytes: Buffer.from(await readGiven(name, OPTION)) };
}
