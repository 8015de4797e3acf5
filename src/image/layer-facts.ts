import type { Digest } from '../base/digest.ts';
import type { Unknown } from '../base/unknown.ts';
import type { BuildInfo } from './build-info.ts';
import type { JarFacts } from './jar-facts.ts';
import type { NestedFacts } from './nested-facts.ts';

/**
 * What one pass over a layer's bytes found out. Depends on those bytes and the limits only: it knows no other
 * layer and no image configuration, so it is cached by diffID for ever.
 */
export interface LayerFacts {
  /** Digest of the uncompressed tar (OCI image-spec, config.md, "Layer DiffID"), computed, not claimed. */
  readonly diffId: Digest;
  /** Uncompressed bytes. */
  readonly size: number;
  /**
   * In tar order. What lies inside of an archive comes before the archive, and has a `host`: it is no file of the
   * layer's. Only what may matter has an entry there: programs, scripts, archives, texts kept, and whatever a trigger
   * occurs in.
   */
  readonly entries: readonly LayerEntry[];
  readonly unknowns: readonly Unknown[];
  /** What the archives inside the layer came to; absent where there are none. */
  readonly nested?: NestedFacts;
}

export type EntryKind =
  | 'file'
  | 'directory'
  | 'symlink'
  | 'hardlink'
  | 'character-device'
  | 'block-device'
  | 'fifo'
  /** `.wh.NAME`: hides `path` of the layers below (OCI image-spec, layer.md, "Whiteouts"). */
  | 'whiteout'
  /** `.wh..wh..opq`: hides everything that the layers below hold under the folder `path`. */
  | 'opaque';

export interface LayerEntry {
  /** Normalised: no leading slash, no `.` or `..`; the root is ''. For a whiteout, the path that it hides. */
  readonly path: string;
  readonly kind: EntryKind;
  readonly size: number;
  /** Permission bits with setuid, setgid and sticky (octal 07777). */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Symlinks: the target as written. Hard links: the normalised path of the file linked to. */
  readonly target?: string;
  /** Files only, hex. */
  readonly sha256?: string;
  /** Of programs only, hex: what dpkg and apk note of their files. Which of the two depends on the program. */
  readonly md5?: string;
  readonly sha1?: string;
  readonly content?: Content;
  /** Where the text kept of this file lies in the layer's text pack: byte offset and byte length. */
  readonly text?: readonly [offset: number, length: number];
  /** The same for a file of a package database, whose bytes are kept but are no text to look into. */
  readonly database?: readonly [offset: number, length: number];
  /** Of a file inside of an archive (`path` is then `HOST!/…`): the path of the layer's own file that it lies in. */
  readonly host?: string;
}

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin-1';

/** What a file is, told from its bytes and never from its name. */
export type Content =
  | { readonly kind: 'empty' }
  | { readonly kind: 'elf'; readonly elf: ElfFacts }
  | {
      readonly kind: 'script';
      readonly interpreter: string;
      readonly encoding: TextEncoding;
      /** A Java archive may stand behind a script that starts it. */
      readonly jar?: JarFacts;
      /** It is larger than what was kept of it, and whatever runs it may read on behind that. */
      readonly cut?: true;
    }
  | { readonly kind: 'text'; readonly encoding: TextEncoding }
  | { readonly kind: 'archive'; readonly format: string; readonly jar?: JarFacts }
  | { readonly kind: 'data'; readonly format?: string; readonly appended?: Appended };

/** Something behind the end of a program or picture that can be run or unpacked. */
export interface Appended {
  /** `elf`, `script`, or the format of an archive. */
  readonly what: string;
  /** Byte offset in the file. */
  readonly offset: number;
}

export interface ElfFacts {
  readonly bits: 32 | 64;
  readonly machine: string;
  readonly type: 'executable' | 'shared' | 'relocatable' | 'core' | 'other';
  /** PT_INTERP, the dynamic loader. */
  readonly interpreter?: string;
  readonly needed: readonly string[];
  readonly soname?: string;
  readonly runpath?: string;
  /** 'go' or 'rust' where the file says so. */
  readonly language?: 'go' | 'rust';
  /** What its compiler wrote into it. */
  readonly build?: BuildInfo;
  readonly packer?: 'upx';
  /** No section headers: common for packed and hand-made programs. */
  readonly sectionless?: boolean;
  readonly appended?: Appended;
  /** Why the file could only partly be read, if so. */
  readonly partial?: string;
}

/** Where a detector's trigger occurs in a file of a layer. */
export interface Mark {
  /** Index into `LayerFacts.entries`. */
  readonly entry: number;
  /** The literal in lower case, or the address-shaped string itself. */
  readonly text: string;
  /** Occurrences in the file. */
  readonly count: number;
  readonly places: readonly MarkPlace[];
}

export interface MarkPlace {
  /** Byte offset in the file. */
  readonly offset: number;
  /** Printable characters around it, at most 240. */
  readonly excerpt: string;
}

/** What a detector asks of the byte pass. */
export interface Triggers {
  /** ASCII, at least six characters, matched anywhere in any file's bytes without regard to case. */
  readonly literals?: readonly string[];
  /** Also report strings shaped like CryptoNote addresses (not yet checksum-validated). */
  readonly addresses?: boolean;
}
