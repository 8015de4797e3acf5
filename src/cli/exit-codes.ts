import type { Decision } from '../assess/assessment.ts';
import { decisionRank } from '../assess/policy/decide.ts';
import { ClearpullError, type ErrorCode } from '../base/errors.ts';

/** What the process ends with. Scripts rely on these: they never change their meaning. */
export const EXIT = {
  /** Every image was checked and stays under `--fail-on`. */
  ok: 0,
  /** An image's verdict is at or above `--fail-on`. */
  verdict: 1,
  /** The command line, the policy or an output file is at fault. */
  usage: 2,
  /** An image could not be had: not found, not reachable, not allowed, not an image. */
  target: 3,
  /** Under `--strict`: an image was not read to its end. */
  notFullyRead: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const OF_ERROR: Readonly<Record<ErrorCode, ExitCode>> = {
  usage: EXIT.usage,
  'policy-invalid': EXIT.usage,
  'output-failed': EXIT.usage,
  'target-not-found': EXIT.target,
  'target-invalid': EXIT.target,
  'platform-not-found': EXIT.target,
  unauthorized: EXIT.target,
  unreachable: EXIT.target,
  integrity: EXIT.target,
  'limit-reached': EXIT.target,
  interrupted: EXIT.interrupted,
};

export function exitCodeOfError(error: unknown): ExitCode {
  return error instanceof ClearpullError ? OF_ERROR[error.code] : EXIT.target;
}

/** Of images that could not be checked, by the codes of their errors: names that are malformed are a mistake in the command line. */
export function exitCodeOfFailed(codes: readonly string[]): ExitCode {
  return codes.every((code) => code === 'usage') ? EXIT.usage : EXIT.target;
}

export type FailOn = 'review' | 'block' | 'never';

export interface Outcome {
  readonly decisions: readonly Decision[];
  /** Images that could not be checked, each by the code of its error. */
  readonly failed: readonly string[];
  readonly allRead: boolean;
}

/** A verdict at the threshold weighs most, then what could not be checked, then what was not read. */
export function exitCodeOf(
  { decisions, failed, allRead }: Outcome,
  failOn: FailOn,
  strict: boolean,
): ExitCode {
  if (failOn !== 'never' && decisions.some((decision) => decisionRank(decision) >= decisionRank(failOn))) {
    return EXIT.verdict;
  }
  if (failed.length > 0) return exitCodeOfFailed(failed);
  return strict && !allRead ? EXIT.notFullyRead : EXIT.ok;
}
