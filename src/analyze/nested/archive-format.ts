import type { Limits } from '../../base/limits.ts';
import type { Feed, Reading } from '../../base/unpack/feed.ts';
import type { Opaque } from '../../image/nested-facts.ts';
import type { SyncEngine } from './sync-engine.ts';

/** A file that an archive holds. */
export interface Member {
  /** As the archive has it; a reader may leave it out where there is but one file. */
  readonly name?: string;
  /** Permission bits. */
  readonly mode?: number;
  /**
   * The bytes are all that the archive is about: a compressed tar is one archive to a reader, not two. Where they are no
   * archive themselves, they are a file in it.
   */
  readonly through?: boolean;
}

/** Is told what an archive holds, in its order. */
export interface ArchiveSink {
  begin(member: Member): void;
  /** A piece of the current file, valid only during the call. */
  data(piece: Buffer): void;
  /** The current file ends. */
  end(): void;
  /** Something of the archive is not looked into, and the rest goes on. */
  opaque(what: Omit<Opaque, 'path'> & { readonly name?: string }): void;
}

/** What readers of one depth share. */
export interface ArchiveTools {
  readonly limits: Limits;
  /** Reset, ready to decode. */
  inflate(): SyncEngine;
  zstd(): SyncEngine;
  /** Bytes that compressed data may refer back to. */
  readonly maxWindow: number;
  /** Counts bytes that came out of compressed ones. @throws what ends the reading, past a limit */
  unpacked(bytes: number): void;
  /** The same for formats that take long. */
  slowlyUnpacked(bytes: number): void;
}

/** One format of archives: a file in formats/ and a line in formats.ts. */
export interface ArchiveFormat {
  /** As `Content` and reports call it. */
  readonly name: string;
  /** For the docs: where it is met. */
  readonly about: string;
  /**
   * The first bytes that a file of this format can have, latin1; nothing else is asked `begins`. Absent for a format that
   * any byte may begin.
   */
  readonly first?: string;
  /** Whether bytes begin so. `head` is SNIFF_BYTES long where the file is. Names are not asked, they may lie. */
  begins(head: Buffer): boolean;
  /** A file of this format is a file in the first place, and may or may not carry an archive. */
  readonly mayCarry?: true;
  /**
   * Tells `sink` what the archive holds. Absent for a format that is known and not read.
   *
   * @throws Damaged, NotUnpacked, what `sink` throws
   */
  readonly read?: (feed: Feed, sink: ArchiveSink, tools: ArchiveTools) => Reading<void>;
}

/** A tar's first header is needed to tell it. */
export const SNIFF_BYTES = 512;
