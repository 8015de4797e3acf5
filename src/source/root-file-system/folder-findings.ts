import { plural } from '../../base/quantities.ts';
import { decodePath } from '../../base/tar/path.ts';
import type { UnreadPart } from '../../image/image.ts';

/** Told one by one; further ones are counted. */
const MAX_UNREAD = 1000;

/** What a walk over a folder met besides what it could put into the tar. */
export class FolderFindings {
  readonly #unread: UnreadPart[] = [];
  #more = 0;
  /** They hold no bytes, and a tar has no type for them. */
  sockets = 0;

  get unread(): readonly UnreadPart[] {
    if (this.#more === 0) return this.#unread;
    const detail = `${plural(this.#more, 'further file')} could not be read either`;
    return [...this.#unread, { reason: 'unreadable', layer: 0, detail }];
  }

  unreadable(path: Buffer, why: string): void {
    this.#add({ reason: 'unreadable', layer: 0, path: decodePath(path), detail: `not read: ${why}` });
  }

  /** For an error of the file system. */
  failed(path: Buffer, error: unknown): void {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    const denied = code === 'EACCES' || code === 'EPERM';
    this.unreadable(path, denied ? 'permission denied' : (WORDS[code] ?? code));
  }

  limit(detail: string, path?: Buffer): void {
    const where = path === undefined ? {} : { path: decodePath(path) };
    this.#add({ reason: 'limit-reached', layer: 0, ...where, detail });
  }

  #add(part: UnreadPart): void {
    if (this.#unread.length < MAX_UNREAD) this.#unread.push(part);
    else this.#more++;
  }
}

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'it went away meanwhile',
  ELOOP: 'it became a link meanwhile',
  EIO: 'the disk cannot read it (EIO)',
};
