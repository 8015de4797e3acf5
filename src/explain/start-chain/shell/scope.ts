import type { Argument, Environment } from '../chain.ts';
import { hasHole } from './holes.ts';
import type { ShellFunction } from './shell-text.ts';

/** The positional parameters in one case, and behind which condition that case stands. */
export interface Positional {
  /** Undefined: not known at all. */
  readonly args: readonly Argument[] | undefined;
  readonly when?: string;
}

/** What a shell knows at one point of a script. */
export interface Scope {
  readonly inherited: ReadonlyMap<string, string | null>;
  /** Set by the script; `null`: to something that is not known; undefined: unset. A value may have holes. */
  variables: Map<string, string | null | undefined>;
  /** Arrays of bash; `null`: of words that are not known. */
  arrays: Map<string, readonly Argument[] | null>;
  exported: Set<string>;
  /** `set -a`: what is set is exported. */
  exportsAll: boolean;
  functions: Map<string, ShellFunction>;
  /** Never empty. */
  positional: readonly Positional[];
  /** `$0`. */
  readonly name: Argument;
  cwd: string;
  /** True once it changed to a folder that is not known, so that `cwd` is a guess. */
  lost: boolean;
  /** Variables of the loops around, whose value in this round is known. */
  loopNames: readonly string[];
  /**
   * Whether `break` or `continue` was met in this round of the loop around; undefined outside of loops whose rounds
   * are followed one after the other.
   */
  leaving: 'nothing' | 'loop' | 'round' | 'perhaps' | undefined;
  /** True once a text ran that could not be read: anything may have been set. */
  opaque: boolean;
  /** True once a file was to be sourced that the image does not hold: functions may be missing. */
  lacking: boolean;
}

const MAX_CASES = 6;

export function newScope(environment: Environment, name: Argument, args: readonly Argument[]): Scope {
  return {
    inherited: environment.variables,
    variables: new Map(),
    arrays: new Map(),
    leaving: undefined,
    exported: new Set(),
    exportsAll: false,
    functions: new Map(),
    positional: [{ args }],
    name,
    cwd: environment.cwd,
    lost: false,
    loopNames: [],
    opaque: false,
    lacking: false,
  };
}

/** A variable's value; `null` when it is set to something not known, undefined when nothing sets it. */
export function variable(scope: Scope, name: string): string | null | undefined {
  if (scope.variables.has(name)) return scope.variables.get(name);
  // A text that could not be read rarely changes PATH, and without one nothing could be looked up.
  return scope.opaque && name !== 'PATH' ? null : scope.inherited.get(name);
}

export function cloneScope(scope: Scope): Scope {
  return {
    ...scope,
    variables: new Map(scope.variables),
    arrays: new Map(scope.arrays),
    exported: new Set(scope.exported),
    functions: new Map(scope.functions),
  };
}

/** A copy for what runs in a process of its own, or at another time: what leaves a loop there leaves none here. */
export function cloneApart(scope: Scope): Scope {
  return { ...cloneScope(scope), leaving: undefined };
}

/** What it costs to copy a scope, in units of the budget's work. */
export function scopeSize(scope: Scope): number {
  return 4 + 2 * (scope.variables.size + scope.arrays.size + scope.exported.size + scope.functions.size);
}

/** What a branch leaves behind. */
export interface BranchEnd {
  readonly scope: Scope;
  readonly when?: string;
  /** True where what follows is reached through it only when whoever starts the container sets more, or never. */
  readonly unlikely?: boolean;
}

/**
 * Joins what may have happened in branches of which it is not known which one runs: a variable keeps a value
 * only where all agree that are not unlikely, the positional parameters become several cases.
 */
export function mergeScopes(scope: Scope, branches: readonly BranchEnd[]): void {
  const likely = branches.filter(({ unlikely }) => unlikely !== true);
  const deciding = likely.length === 0 ? branches : likely;
  const names = new Set(branches.flatMap((branch) => [...branch.scope.variables.keys()]));
  for (const name of names) {
    const values = deciding.map((branch) => variable(branch.scope, name));
    const agreed = values.every((value) => value === values[0]) ? values[0] : null;
    // What only an unlikely branch sets is as it was: not set, which is less than unset.
    if (agreed === undefined && !deciding.every((branch) => branch.scope.variables.has(name))) continue;
    scope.variables.set(name, agreed);
  }
  mergeArrays(scope, branches, deciding);
  const [first = scope] = deciding.map((branch) => branch.scope);
  const together = deciding.every((branch) => branch.scope.cwd === first.cwd && !branch.scope.lost);
  scope.lost = !together;
  if (together) scope.cwd = first.cwd;
  if (scope.leaving !== undefined) {
    const ways = new Set(branches.map((branch) => branch.scope.leaving ?? 'nothing'));
    scope.leaving = ways.size === 1 ? [...ways][0] : 'perhaps';
  }
  for (const branch of branches) {
    for (const name of branch.scope.exported) scope.exported.add(name);
    for (const [name, body] of branch.scope.functions) scope.functions.set(name, body);
    if (branch.scope.opaque) scope.opaque = true;
    if (branch.scope.lacking) scope.lacking = true;
  }
  const cases: Positional[] = [];
  for (const branch of branches) {
    for (const positional of branch.scope.positional) {
      const same = cases.some((other) => sameArguments(other.args, positional.args));
      const own = scope.positional.includes(positional);
      const when = positional.when ?? (own ? undefined : branch.when);
      if (!same) cases.push(when === undefined ? positional : { ...positional, when });
    }
  }
  scope.positional = cases.length > MAX_CASES ? [{ args: undefined }] : cases;
}

function mergeArrays(scope: Scope, branches: readonly BranchEnd[], deciding: readonly BranchEnd[]): void {
  for (const name of new Set(branches.flatMap((branch) => [...branch.scope.arrays.keys()]))) {
    const [first, ...others] = deciding.map((branch) => branch.scope.arrays.get(name));
    const agreed = first != null && others.every((other) => other != null && sameArguments(first, other));
    scope.arrays.set(name, agreed ? first : null);
  }
}

function sameArguments(a: readonly Argument[] | undefined, b: readonly Argument[] | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    a.length === b.length &&
    a.every((argument, index) => argument.text === b[index]?.text && argument.value === b[index]?.value)
  );
}

/** What it costs to find out what a program inherits, in the same units: what is not exported is not looked at. */
export function environmentSize(scope: Scope): number {
  return 4 + 2 * (scope.inherited.size + scope.exported.size);
}

/** What a program started here inherits. */
export function environmentIn(scope: Scope): Environment {
  const variables = new Map(scope.inherited);
  if (scope.opaque) for (const name of variables.keys()) if (name !== 'PATH') variables.set(name, null);
  for (const name of [...scope.inherited.keys(), ...scope.exported]) {
    if (!scope.variables.has(name)) continue;
    const value = scope.variables.get(name);
    if (value === undefined) variables.delete(name);
    else variables.set(name, value === null || hasHole(value) ? null : value);
  }
  return { variables, cwd: scope.cwd };
}
