import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { ClearpullError } from '../base/errors.ts';
import type { LimitName } from '../base/limits.ts';
import { checkDocumentSize } from './verify.ts';

/** The files of a folder or an archive, by their path inside it, which must come from a trusted pattern. */
export interface Place {
  readonly kind: 'folder' | 'archive';
  /** The folder; of an archive, the plain tar. */
  readonly path: string;
  /** Where the file lies that is to be read; undefined when the place has none of that name. */
  find(name: string): Promise<FileRange | undefined>;
  /** The first names of the paths inside, unsorted; of very many, some. */
  topNames(): Promise<ReadonlySet<string>>;
  /** True for an archive without the blocks that end one, which may have been cut off between two members. */
  endsEarly(): Promise<boolean>;
  /** Removes temporary files. */
  close(): Promise<void>;
}

/** A file, or a part of one. */
export interface FileRange {
  readonly path: string;
  readonly offset: number;
  readonly size: number;
  /** True when an archive has several files of that name. */
  readonly ambiguous?: boolean;
}

/** What lies where an image was looked for. */
export interface Misfit {
  /** In words: `an empty file`. */
  readonly is: string;
  /** What to do with it, where that is known; `name` as typed, none for what was piped in. */
  readonly advice?: (name: string | undefined) => string;
}

/** Why a path is neither a folder nor an archive; without `is`, nothing is there. */
export interface NoPlace extends Partial<Misfit> {
  readonly kind: 'none';
}

/**
 * The local places that the providers look into while one target is opened, each opened once: a compressed
 * archive is decompressed one time only, however many providers ask whether it is theirs.
 */
export interface Places {
  /** `title` names it in messages. */
  open(path: string, title?: string): Promise<Place | NoPlace>;
  /** Closes every place that was opened. */
  close(): Promise<void>;
}

/** All bytes of a range, which may be `cap` at most; `limit` is where the cap is from. */
export async function readRange(
  range: FileRange,
  cap: number,
  what: string,
  limit?: LimitName,
): Promise<Buffer> {
  checkDocumentSize(range.size, cap, what, limit);
  let file: FileHandle | undefined;
  try {
    file = await open(range.path, 'r');
    const bytes = Buffer.alloc(range.size);
    let done = 0;
    while (done < bytes.length) {
      const { bytesRead } = await file.read(bytes, done, bytes.length - done, range.offset + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return bytes.subarray(0, done);
  } catch (cause) {
    throw unreadable(what, cause);
  } finally {
    await file?.close();
  }
}

/** The document of that name that no digest vouches for. Throws when an archive has two. */
export async function readEntryDocument(
  place: Place,
  name: string,
  cap: number,
  what: string,
): Promise<Buffer | undefined> {
  const range = await place.find(name);
  if (range === undefined) return undefined;
  if (range.ambiguous) {
    throw new ClearpullError(
      'target-invalid',
      `${what} occurs more than once; tools disagree which one counts`,
    );
  }
  return readRange(range, cap, what, 'maxManifestBytes');
}

export function unreadable(what: string, cause: unknown): ClearpullError {
  const code = (cause as NodeJS.ErrnoException).code;
  const why = code === 'EACCES' || code === 'EPERM' ? 'permission denied' : (code ?? 'unknown error');
  return new ClearpullError('target-invalid', `${what} cannot be read: ${why}`, {
    hint:
      why === 'permission denied'
        ? 'Run clearpull as a user who may read it.'
        : 'Check that the disk is well, and try it again.',
    cause,
  });
}
