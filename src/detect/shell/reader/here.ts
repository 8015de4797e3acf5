import type { Scope, TreeReader } from './scope.ts';
import type { ScriptState } from './script-state.ts';

/** The place of a pipeline, for whoever follows what it does. */
export interface Here {
  /** The pipeline's. */
  readonly line: number;
  readonly scope: Scope;
  readonly state: ScriptState;
  readonly tree: TreeReader;
}
