import { ClearpullError } from '../base/errors.ts';
import { visible } from '../base/visible.ts';

/** The one form in which an error reaches a person: what happened, why, what to do. */
export function errorText(error: unknown, debug: boolean): string {
  const lines = [`clearpull: ${messageOf(error)}`];
  const why = causeOf(error);
  if (why !== undefined) lines.push(`  Why: ${why}`);
  const hint = hintOf(error);
  if (hint !== undefined) lines.push(`  ${hint}`);
  if (debug) lines.push(...stackOf(error));
  return `${lines.join('\n')}\n`;
}

export function messageOf(error: unknown): string {
  const text = visible(error instanceof Error ? error.message : String(error));
  return error instanceof ClearpullError ? text : `an error that should not happen: ${text}`;
}

export function hintOf(error: unknown): string | undefined {
  if (error instanceof ClearpullError) return error.hint === undefined ? undefined : visible(error.hint);
  return 'This is a mistake in clearpull: run it again with --debug and report what it prints.';
}

/** Why it happened, where the message does not say so already. */
export function causeOf(error: unknown): string | undefined {
  // What broke off because the user wanted it to is no reason.
  const cause = error instanceof ClearpullError && error.code !== 'interrupted' ? error.cause : undefined;
  if (!(cause instanceof Error) || cause.message === '') return undefined;
  // The system's errors end with the call that failed, which may be on a file that nobody knows of.
  const message = 'syscall' in cause ? cause.message.replace(/, [a-z]+(?: '.*')?$/s, '') : cause.message;
  const text = visible(message.slice(0, 500));
  // `EACCES: permission denied` says no more than a message that ends with `permission denied`.
  const words = 'syscall' in cause ? text.replace(/^E[A-Z0-9]+: /, '') : text;
  return messageOf(error).includes(words) ? undefined : text;
}

/** The stack, and those of the causes behind it. */
export function stackOf(error: unknown): string[] {
  const lines: string[] = [];
  let current = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth++) {
    lines.push(...(current.stack ?? current.message).split('\n').map((line) => `  ${visible(line)}`));
    current = current.cause;
  }
  return lines;
}
