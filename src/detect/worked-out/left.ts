/** What is left before its end: the round of a loop, the loop, or the function. */
export type Left = 'round' | 'loop' | 'call';

/** How sure it is that what leaves something is reached: as many unsure branches around it as there. */
export interface InsideOf {
  /** Unsure branches around the loop at hand, and around the function; undefined where nothing is left. */
  readonly loop?: number;
  readonly call?: number;
  /** Token with which a `switch` ends that it stands in. */
  readonly choiceEnd: number;
}
