import type { Limits } from '../../base/limits.ts';

/** What is known of a script before it is read. */
export interface ShellOptions {
  /** Variables set before the script begins. */
  readonly variables?: ReadonlyMap<string, string>;
  /** Line of the first line; default 1. */
  readonly line?: number;
  readonly via?: string;
  /** Content of a file that the script reads, where known. */
  readonly readFile?: (path: string) => string | undefined;
  readonly limits?: Pick<Limits, 'maxTextBytes' | 'maxScriptParts'>;
}
