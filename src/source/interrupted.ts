import { ClearpullError } from '../base/errors.ts';

/** What an AbortSignal turns into. */
export function interruptedError(cause?: unknown): ClearpullError {
  return new ClearpullError('interrupted', 'interrupted', { cause });
}

/** Throws `interrupted` once the signal was given. */
export function throwIfInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw interruptedError(signal.reason);
}
