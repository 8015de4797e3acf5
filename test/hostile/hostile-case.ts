import type { ErrorCode } from '../../src/base/errors.ts';
import type { LimitName } from '../../src/base/limits.ts';
import type { UnknownReason } from '../../src/base/unknown.ts';

/** What must come of a hostile input. */
export type Expected =
  /** It is refused with this error, exit code 3. */
  | { readonly kind: 'error'; readonly code: ErrorCode; readonly says?: RegExp }
  /** It is checked, and the report says that it was not fully read, and why. With --strict exit code 4. */
  | { readonly kind: 'unread'; readonly reason: UnknownReason; readonly limit?: LimitName }
  /** All of it is read; there is nothing that could not be. */
  | { readonly kind: 'whole'; readonly finds?: RegExp };

export interface HostileCase {
  readonly name: string;
  /** Writes the input below the folder and returns the target to check. */
  readonly make: (folder: string) => string | Promise<string>;
  readonly expected: Expected;
  /** `NAME=VALUE` for --limit. */
  readonly limits?: readonly string[];
  /** Takes too long for every test run: only the command tries it. */
  readonly heavy?: true;
}

export interface HostileGroup {
  readonly title: string;
  readonly cases: readonly HostileCase[];
}

export function refused(code: ErrorCode, says?: RegExp): Expected {
  return { kind: 'error', code, ...(says === undefined ? {} : { says }) };
}

export function unread(reason: UnknownReason): Expected {
  return { kind: 'unread', reason };
}

export function cut(limit: LimitName): Expected {
  return { kind: 'unread', reason: 'limit-reached', limit };
}

export function whole(finds?: RegExp): Expected {
  return { kind: 'whole', ...(finds === undefined ? {} : { finds }) };
}
