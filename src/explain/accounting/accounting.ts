import type { ProgramKind } from '../../image/program-files.ts';

/** How many of each list are told one by one; further ones are only counted. */
export const MAX_LISTED = 5000;

/** Why most programs are to be looked at; reports say it once, not of each. */
export const LISTED_BY_NONE = 'No package of the image lists it.';

/** A program, library or script that is not as a package says, or that no package lists. */
export interface ProgramToLookAt {
  /** With leading slash. */
  readonly path: string;
  readonly kind: ProgramKind;
  readonly size: number;
  /** The layer that it is in. */
  readonly layer: number;
  /** It runs, or its commands are read, when the container starts. */
  readonly atStart: boolean;
  /** One sentence: who lists it with which digest, or that nobody does. */
  readonly why: string;
  /** What it says of itself, one phrase: `Java archive com.example:app:1.2.3`. A claim, which accounts for nothing. */
  readonly says?: string;
}

/** One kind of package database. */
export interface PackageDatabase {
  /** `dpkg`, `apk`, `rpm`, `pip`, `conda`, `npm`, `gem`. */
  readonly kind: string;
  readonly packages: number;
  /** Programs that it lists. */
  readonly programs: number;
}

/** What a known image accounts for. */
export interface BaseAccount {
  /** In full, with its tag. */
  readonly name: string;
  /** Layers of its. */
  readonly layers: number;
  /** Programs in them. */
  readonly programs: number;
  /** Of these, those that no package lists, or lists with other bytes. */
  readonly alone: number;
}

/** A source tree that the user gave, byte for byte the same as programs of the image. */
export interface SourceAccount {
  /** Programs with the bytes of a file in it. */
  readonly programs: number;
  /** At most MAX_LISTED of those that no package accounts for, in the tree's order. */
  readonly files: readonly SourceFile[];
}

export interface SourceFile {
  /** In the image, with leading slash. */
  readonly path: string;
  /** In the source tree, made visible. */
  readonly source: string;
}

/**
 * What accounts for each program, library and script of the merged tree. A package database is a claim of the image
 * like any other file of it: it says what was installed by whom, and is no proof.
 */
export interface Accounting {
  readonly total: number;
  /**
   * In a layer of a known image, or listed by a package and not with another digest, or in the source tree; includes
   * `withoutDigest`.
   */
  readonly accounted: number;
  /** Of these, listed without a digest that could be compared. */
  readonly withoutDigest: number;
  /** Listed, but with the digest of other bytes. */
  readonly changed: number;
  /** Listed by nothing, and in no layer of a known image. */
  readonly unlisted: number;
  readonly databases: readonly PackageDatabase[];
  /** The known image whose layers are the lowest ones; what lies in them is accounted for. */
  readonly base?: BaseAccount;
  /** At most MAX_LISTED, those that matter most first. */
  readonly changedFiles: readonly ProgramToLookAt[];
  readonly unaccounted: readonly ProgramToLookAt[];
  /** Where a source tree was given: what of the programs lies in it, byte for byte. */
  readonly source?: SourceAccount;
  /** What is odd about the databases themselves: removed, cut off, at odds with themselves. One sentence each. */
  readonly notes: readonly string[];
}
