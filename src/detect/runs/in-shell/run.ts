import type { ShellPipeline } from '../../shell/model.ts';
import type { Fetch } from '../fetchers.ts';
import type { Unclear } from './unclear.ts';

export type How =
  /** `curl … | sh`, `bash <(curl …)`, `eval "$(curl …)"`. */
  | 'piped'
  /** Saved to a file that is run. */
  | 'saved'
  /** Saved, unpacked, and something of it run. */
  | 'unpacked'
  /** Source fetched, built and run. */
  | 'built'
  /** Text decoded and handed to an interpreter. */
  | 'decoded'
  /** What commands print that nothing here works out, handed to a shell. */
  | 'unclear';

export interface Run {
  readonly how: How;
  readonly pipeline: ShellPipeline;
  readonly fetch?: Fetch;
  /** Of what is unclear: where it comes from, and whether a shell reads it from a pipe, as few honest scripts do. */
  readonly unclear?: Unclear & { readonly piped: boolean };
  /** Where it is run, when that is another line. */
  readonly ranIn?: ShellPipeline;
  /** Run by a language runtime that needs no chmod, as applications do with their own plug-ins. */
  readonly mild?: boolean;
}
