import { createHash } from 'node:crypto';
import { ClearpullError } from '../../base/errors.ts';
import { gitFailed, startGit } from './git-command.ts';

export interface GitBlob {
  readonly oid: string;
  readonly bytes: Buffer;
}

/**
 * The blobs named, in that order, one at a time (git-cat-file(1), `--batch`): what is not there or larger than
 * `cap` is left out, without being held in memory. The git object names of those given are checked.
 *
 * @throws ClearpullError `target-invalid` when git stops or an object is not what its name says, `interrupted`
 */
export async function* gitBlobs(
  folder: string,
  oids: readonly string[],
  cap: number,
  signal?: AbortSignal,
): AsyncGenerator<GitBlob> {
  if (oids.length === 0) return;
  const child = startGit(folder, ['cat-file', '--batch', '--buffer'], signal);
  child.stderr.resume();
  let failure: unknown;
  child.once('error', (error) => {
    failure = error;
  });
  // A git that ends early closes the pipe.
  child.stdin.on('error', () => undefined);
  child.stdin.end(`${oids.join('\n')}\n`);
  const pieces = child.stdout[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let rest: Buffer = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const { value, done } = await pieces.next();
    if (done === true) return false;
    rest = rest.length === 0 ? value : Buffer.concat([rest, value]);
    return true;
  };
  try {
    for (const oid of oids) {
      let end = rest.indexOf(10);
      while (end === -1) {
        if (!(await more())) throw failure ?? stopped(oid);
        end = rest.indexOf(10);
      }
      const [, type, length] = rest.toString('latin1', 0, end).split(' ');
      rest = rest.subarray(end + 1);
      if (type === 'missing' || length === undefined) continue;
      const size = Number(length);
      const taken: Buffer[] = [];
      // The blob and the line end behind it.
      let left = size + 1;
      while (left > 0) {
        if (rest.length === 0 && !(await more())) throw failure ?? stopped(oid);
        const piece = rest.subarray(0, left);
        if (size <= cap) taken.push(piece);
        left -= piece.length;
        rest = rest.subarray(piece.length);
      }
      if (size > cap) continue;
      const [only = rest] = taken;
      const bytes = (taken.length === 1 ? only : Buffer.concat(taken)).subarray(0, size);
      if (objectName(bytes, oid.length) !== oid) throw damaged(oid);
      yield { oid, bytes };
    }
  } catch (error) {
    throw error instanceof ClearpullError ? error : gitFailed(error);
  } finally {
    child.kill();
  }
}

/** The name that git gives to a blob, in the algorithm that names of that length are made with. */
export function objectName(bytes: Buffer, nameLength: number): string {
  const running = createHash(nameLength === 64 ? 'sha256' : 'sha1');
  return running.update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

function stopped(oid: string): ClearpullError {
  return new ClearpullError('target-invalid', `git stopped before it gave the object ${oid}`, {
    hint: 'Try "git fsck" in the checkout.',
  });
}

function damaged(oid: string): ClearpullError {
  return new ClearpullError('target-invalid', `the git object ${oid} holds other bytes than its name says`, {
    hint: 'The repository is damaged: try "git fsck", or clone it anew.',
  });
}
