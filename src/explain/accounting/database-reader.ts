import type { ImageTree } from '../../image/tree/image-tree.ts';
import type { Claim } from './ledger.ts';

/** What a reader of one kind of package database works with. */
export interface DatabaseView {
  readonly tree: ImageTree;
  /** Paths of the kept files of any database, sorted. */
  readonly files: readonly string[];
  /** Bytes of a file of a database; undefined when it is not there or was too large to be kept. */
  bytes(path: string): Buffer | undefined;
  /** The same as text. */
  text(path: string): string | undefined;
  addPackage(owner: string): void;
  claim(path: string, owner: string, digest?: Claim['digest']): void;
  /** Something is wrong with the database: one sentence. */
  note(text: string): void;
}

/** One kind of package database. It reads what the image's author may have written: it bounds all that it does. */
export interface DatabaseReader {
  readonly kind: string;
  read(view: DatabaseView): void;
}
