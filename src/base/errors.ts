/** Every way in which clearpull itself can fail. Surfaces map a code to an exit code or an HTTP status. */
export type ErrorCode =
  | 'usage'
  | 'target-not-found'
  | 'target-invalid'
  | 'platform-not-found'
  | 'unauthorized'
  | 'unreachable'
  | 'integrity'
  | 'limit-reached'
  | 'policy-invalid'
  | 'output-failed'
  | 'interrupted';

export interface ErrorDetails {
  /** What to do next, one sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** An error meant for a person: `message` says what happened and to what, `hint` what to do next. */
export class ClearpullError extends Error {
  override readonly name = 'ClearpullError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
  }
}
