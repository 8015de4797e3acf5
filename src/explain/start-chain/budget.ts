/** What following one image's start may cost. Shared by all of its steps, and counted down. */
export interface Budget {
  stepsLeft: number;
  /** Below this many steps left, what the image's own settings do not lead to is named and not followed. */
  readonly keptForTaken: number;
  /** Units of work that make no step: words looked at, variables copied, characters parsed. */
  workLeft: number;
  /** Files and texts being followed at this moment, one inside the other. */
  depth: number;
  /** Commands and syntax nodes being followed at this moment, one inside the other. */
  nesting: number;
  /** Steps being followed at this moment that the image's own settings do not lead to, one inside the other. */
  notTaken: number;
  /** Texts being evaluated at this moment, one inside the other. */
  evaluated: number;
  /** Set once something was left out because of a limit. */
  exhausted: boolean;
  /** Paths of the scripts being followed at this moment. */
  readonly open: Set<string>;
  /** Scripts that were followed, with their arguments. */
  readonly followed: Set<string>;
  /** Variables whose files were followed, with their values. */
  readonly hooked: Set<string>;
  /** Functions that were found to run nothing whatever their arguments. */
  readonly idle: Set<object>;
}

/** Files and texts followed one inside the other. */
export const MAX_DEPTH = 16;
/** Far below where the JavaScript stack ends. */
export const MAX_NESTING = 500;
/** Steps that the imports and calls of a program leave for what follows it. */
export const RESERVED_STEPS = 300;
const MAX_WORK = 3_000_000;

export function newBudget(maxSteps: number): Budget {
  return {
    stepsLeft: maxSteps,
    keptForTaken: maxSteps >> 1,
    workLeft: MAX_WORK,
    depth: 0,
    nesting: 0,
    notTaken: 0,
    evaluated: 0,
    exhausted: false,
    open: new Set(),
    followed: new Set(),
    hooked: new Set(),
    idle: new Set(),
  };
}

/** Whether something that the image's own settings do not lead to has to leave the steps that are left to what they do. */
export function leavesRoom(budget: Budget, taken: boolean | undefined): boolean {
  return (taken === false || budget.notTaken > 0) && budget.stepsLeft <= budget.keptForTaken;
}

/**
 * What `work` gives, or `otherwise` where the JavaScript stack ends within: what is counted one inside the other is
 * then as it was before.
 */
export function orWhereStackEnds<T>(budget: Budget, otherwise: T, work: () => T): T {
  const { depth, nesting, notTaken, evaluated } = budget;
  const open = budget.open.size;
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    Object.assign(budget, { depth, nesting, notTaken, evaluated });
    for (const path of [...budget.open].slice(open)) budget.open.delete(path);
    return otherwise;
  }
}

/** Takes `cost` units; false when there are none left. */
export function spend(budget: Budget, cost: number): boolean {
  budget.workLeft -= cost;
  return budget.workLeft > 0 && !budget.exhausted;
}

/** Whether a quarter of the steps that were left is taken. */
export function isQuarterSpent({ stepsLeft }: Budget, before: number): boolean {
  return stepsLeft < before - (before >> 2);
}

/** Whether half of the work, or of the steps, is done. */
export function isHalfSpent({ workLeft, stepsLeft, keptForTaken }: Budget): boolean {
  return workLeft < MAX_WORK / 2 || stepsLeft < keptForTaken;
}
