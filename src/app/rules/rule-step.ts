import type { MessagePort } from 'node:worker_threads';
import type { RuleAnswer } from '../../analyze/index.ts';

/** A rule, where its source is and what it is called there. */
export interface RuleName {
  readonly name: string;
  /** Index of the source. */
  readonly source: number;
}

/** What the thread for rules is started with. */
export interface RuleThreadData {
  /** YARA-X; undefined where it could not be read. */
  readonly engine: object | undefined;
  readonly port: MessagePort;
  /** One number: steps done so far, the first of which is being ready. */
  readonly done: Int32Array;
  readonly sources: readonly string[];
  readonly rules: readonly RuleName[];
}

/** One source tried on one file. */
export interface RuleStep {
  readonly file: number;
  readonly source: number;
  /** Rules of that source, by their index. */
  readonly rules: readonly number[];
}

export interface RuleWork {
  readonly files: readonly Uint8Array[];
  readonly steps: readonly RuleStep[];
}

/** An answer to each step, in order. */
export type StepAnswer = RuleAnswer;
