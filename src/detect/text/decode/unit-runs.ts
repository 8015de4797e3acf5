/** UTF-16 index of the first character of a run, and the one behind its last. */
export interface UnitRun {
  readonly start: number;
  readonly end: number;
}

/** Units matched in one go. */
const STEP = 1000;

/**
 * Finds the runs of at least `minimum` units in a row, each as long as it is, in order, with the `tail` that may
 * follow. As `(?:unit){minimum,}` would, in steps: within a loop the engine notes each unit to come back to, and
 * for a text of some MiB it has no room.
 *
 * @returns a function of the text
 */
export function unitRuns(
  unit: RegExp,
  minimum: number,
  tail?: RegExp,
): (text: string) => Generator<UnitRun, void> {
  const first = new RegExp(`(?:${unit.source}){${minimum}}`, 'g');
  const further = new RegExp(`(?:${unit.source}){1,${STEP}}`, 'y');
  const last = tail && new RegExp(tail.source, 'y');
  return function* runs(text) {
    let from = 0;
    for (;;) {
      first.lastIndex = from;
      const match = first.exec(text);
      if (match === null) return;
      let end = first.lastIndex;
      for (const pattern of [further, last]) {
        if (pattern === undefined) continue;
        pattern.lastIndex = end;
        while (pattern.test(text)) end = pattern.lastIndex;
      }
      yield { start: match.index, end };
      from = end;
    }
  };
}
