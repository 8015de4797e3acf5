import type { Finding } from '../../detect/finding.ts';

/** What can keep a finding from counting. */
export const SUPPRESSORS = ['ignore-file', 'baseline', 'base-image'] as const;
export type Suppressor = (typeof SUPPRESSORS)[number];

/** Against a baseline: not in it; in it, but changed or milder there; in it as it is now. */
export const BASELINE_STATES = ['new', 'updated', 'unchanged'] as const;
export type BaselineState = (typeof BASELINE_STATES)[number];

/** A finding in its place in an assessment. */
export interface AssessedFinding extends Finding {
  /** Only where a baseline was given. */
  readonly baselineState?: BaselineState;
}

/** A finding that was seen and does not count for the verdict, and who said so. */
export interface SuppressedFinding {
  readonly finding: AssessedFinding;
  readonly by: Suppressor;
  /** What was named by the user: `ci.yaml, line 4`, `old.json`, `docker.io/library/debian:12`. */
  readonly source: string;
  /** One sentence; the ignore file's own, or what was compared. */
  readonly reason: string;
  /** `YYYY-MM-DD`: the last day (UTC) on which it holds. */
  readonly until?: string;
}

/** How the findings stand against the baseline. */
export interface BaselineComparison {
  /** The file that was named. */
  readonly source: string;
  readonly new: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Findings of the baseline that are there no more. */
  readonly absent: readonly Finding[];
}

/**
 * Whether a finding may be suppressed at all. Bytes that are not what a digest promises never: whoever
 * exchanged them could have put in whatever is ignored. Nor what the policy asks of a trace: it says itself of
 * which images. What was not read only by an entry of the ignore file
 * that means just that: nobody can say of unread bytes that they are known, or the base's.
 */
export function maySuppress({ category }: Finding, by: Suppressor): boolean {
  if (category === 'integrity' || category === 'trace') return false;
  return category !== 'coverage' || by === 'ignore-file';
}
