import type { Assessment } from '../assess/assessment.ts';

/** The envelope around assessments: what is true of this run and not of the image. */
export interface ReportContext {
  readonly toolVersion: string;
  /** Digest of all rules that the images were held against. */
  readonly rulesetVersion?: string;
  /** RFC 3339. */
  readonly checkedAt?: string;
  readonly durationMs?: number;
}

/** A target that could not be checked at all. */
export interface FailedTarget {
  /** As the user typed it. */
  readonly target: string;
  /** One of the `ErrorCode`s, or `internal`. */
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/** Everything that one report is about. */
export interface ReportInput {
  readonly assessments: readonly Assessment[];
  readonly failed: readonly FailedTarget[];
  /** True when several images were asked for, even if one came out. */
  readonly several: boolean;
}
