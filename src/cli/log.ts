import { ClearpullError } from '../base/errors.ts';
import { visible } from '../base/visible.ts';
import type { Io } from './io.ts';
import { causeOf, errorText, hintOf, messageOf, stackOf } from './report-error.ts';

/** Messages for people and log collectors, on standard error; results go to standard output. */
export interface Log {
  /** Something failed. Always written. */
  error(error: unknown): Promise<void>;
  /** Something that the verdict may be wrong for, and what to do about it. Always written. */
  warning(what: string, hint?: string): Promise<void>;
  /** Something that one should know, and what to do about it. Not with --quiet. */
  note(what: string, hint?: string): Promise<void>;
  /** What goes on behind it. Only with --verbose or --debug. */
  detail(what: string): Promise<void>;
}

export interface LogSettings {
  readonly logFormat: 'text' | 'json';
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly debug: boolean;
}

/** A log in the form that the user asked for. Texts need not be `visible` yet. */
export function createLog(io: Io, { logFormat, quiet, verbose, debug }: LogSettings): Log {
  const write = (entry: LogEntry, text: string): Promise<void> =>
    io.stderr.write(logFormat === 'json' ? jsonLine(entry, io.now()) : text);
  const warning = async (what: string, hint?: string): Promise<void> => {
    const lines = [`clearpull: ${visible(what)}`, ...(hint === undefined ? [] : [`  ${visible(hint)}`])];
    await write(
      { level: 'warn', message: visible(what), ...(hint === undefined ? {} : { hint: visible(hint) }) },
      `${lines.join('\n')}\n`,
    );
  };
  return {
    error: (error) => write(entryOf(error, debug), errorText(error, debug)),
    warning,
    async note(what, hint) {
      if (!quiet) await warning(what, hint);
    },
    async detail(what) {
      if (!verbose && !debug) return;
      await write({ level: 'info', message: visible(what) }, `clearpull: ${visible(what)}\n`);
    },
  };
}

interface LogEntry {
  readonly level: 'error' | 'warn' | 'info';
  readonly message: string;
  /** One of the `ErrorCode`s, or `internal`. */
  readonly code?: string;
  readonly why?: string;
  readonly hint?: string;
  readonly stack?: readonly string[];
}

function entryOf(error: unknown, debug: boolean): LogEntry {
  const why = causeOf(error);
  const hint = hintOf(error);
  return {
    level: 'error',
    message: messageOf(error),
    code: error instanceof ClearpullError ? error.code : 'internal',
    ...(why === undefined ? {} : { why }),
    ...(hint === undefined ? {} : { hint }),
    ...(debug ? { stack: stackOf(error).map((line) => line.trim()) } : {}),
  };
}

/** One object a line; `visible` has left nothing in it that could end the line early. */
function jsonLine(entry: LogEntry, now: Date): string {
  return `${JSON.stringify({ time: now.toISOString(), ...entry })}\n`;
}
