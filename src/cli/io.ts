import type { StandardInput } from '../source/index.ts';
import type { Environment } from './settings.ts';

/** The terminal and its surroundings, as the commands see them; tests pass their own. */
export interface Io {
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly env: Environment;
  /** The current folder. */
  readonly cwd: string;
  /** Standard input as it comes; for the target `-`. */
  readonly stdin: StandardInput;
  /** All of standard input, at most `limit` bytes. */
  readStdin(limit: number): Promise<Buffer>;
  /** Milliseconds that only go forward. */
  ticks(): number;
  /** The time of day. */
  now(): Date;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

export interface Sink {
  readonly isTerminal: boolean;
  readonly columns?: number;
  /** Resolves when the text was handed over; never rejects. What is written after a failure is dropped. */
  write(text: string): Promise<void>;
  /** Why not everything got there. That the reader went away (EPIPE) is none: `clearpull … | head`. */
  readonly failure?: Error | undefined;
}
