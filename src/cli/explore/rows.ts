import type { Line } from './line.ts';

/** Where Enter leads from a row. */
export type Destination =
  | { readonly to: 'file'; readonly path: string; readonly line?: number }
  | { readonly to: 'gone'; readonly index: number }
  | { readonly to: 'folder'; readonly path: string }
  | { readonly to: 'layer'; readonly layer: number }
  | { readonly to: 'finding'; readonly index: number };

/** One row of a list. */
export interface Row {
  readonly line: Line;
  /** What the lines at the bottom say of it while it is chosen; `visible` already. */
  readonly details: readonly string[];
  readonly opens?: Destination;
}
