import type { Unknown } from '../../base/unknown.ts';
import type { Content } from '../../image/layer-facts.ts';
import type { Need } from './need.ts';

/** The files that a rule is for, by what their bytes are. */
export const RULE_FILES = ['all', 'elf', 'script', 'text'] as const;
export type RuleFiles = (typeof RULE_FILES)[number];

/** A rule as the byte pass needs it: which files it may match, and where its source is. */
export interface LayerRule {
  /** Of all that decides what it matches. */
  readonly digest: string;
  /** Its name in the source. */
  readonly name: string;
  /** Index of its source. */
  readonly source: number;
  readonly files: RuleFiles;
  readonly need: Need;
  /** More of it, in short literals, that only files are searched for which hold `need`; absent where it says no more. */
  readonly closely?: Need;
}

/** A place of a file that a string of a rule matches. */
export interface RulePlace {
  /** `$a`. */
  readonly string: string;
  /** Byte offset in the file. */
  readonly offset: number;
  readonly excerpt: string;
}

export interface RuleHit {
  /** Index into the layer's entries. */
  readonly entry: number;
  readonly places: readonly RulePlace[];
}

/** What one rule came to in one layer. */
export interface RuleResult {
  readonly hits: readonly RuleHit[];
  /** What it could not be tried on. */
  readonly unknowns: readonly Unknown[];
  /** It was given up for taking too long: another time it may come further. */
  readonly unfinished?: true;
}

/** A file that some rules are to be tried on. */
export interface RuleCandidate {
  readonly bytes: Uint8Array;
  /** Which rules, by their index. */
  readonly rules: readonly number[];
}

/** For each rule that matched a candidate, where; or why it could not be tried. */
export type RuleAnswer = readonly {
  readonly rule: number;
  readonly places?: readonly Omit<RulePlace, 'excerpt'>[];
  readonly failed?: { readonly detail: string; readonly unfinished: boolean };
}[];

/** Tries rules on files; one answer for each file. The engine is not this room's business. */
export type TryRules = (files: readonly RuleCandidate[]) => readonly RuleAnswer[];

/** Whether a file of this kind is one that a rule is for. */
export function isFor(files: RuleFiles, content: Content): boolean {
  switch (files) {
    case 'all':
      return true;
    case 'elf':
      return content.kind === 'elf';
    case 'script':
      return content.kind === 'script';
    case 'text':
      return content.kind === 'text' || content.kind === 'script';
  }
}
