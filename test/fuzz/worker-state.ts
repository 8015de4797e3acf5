/** Places in the array that the fuzzing thread shares with the one that watches it. */
export const FIELD = { target: 0, seed: 1, cases: 2 } as const;
const FIELDS = 3;

/** What a worker is started with. */
export interface WorkerOrder {
  readonly shared: SharedArrayBuffer;
  readonly targets: readonly string[];
  /** First seed of each target. */
  readonly seeds: Readonly<Record<string, number>>;
  /** Where it may write. */
  readonly folder: string;
}

export type WorkerReport =
  | { readonly kind: 'figures'; readonly figures: Readonly<Record<string, Figures>> }
  | { readonly kind: 'found'; readonly target: string; readonly seed: number; readonly problem: string }
  | { readonly kind: 'heap'; readonly mebibytes: number };

export interface Figures {
  readonly inputs: number;
  readonly bytes: number;
  readonly milliseconds: number;
  /** Milliseconds of the slowest input (both of its runs), and its seed. */
  readonly slowest: readonly [milliseconds: number, seed: number];
}

/** The shared array. */
export function newState(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4 * FIELDS));
}
