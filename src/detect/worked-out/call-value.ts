import type { Machine } from './machine.ts';
import type { Value } from './value.ts';

/** Calls what a value stands for. */
export function callValue(machine: Machine, callee: Value, args: readonly Value[], at: number): Value {
  return machine.parts.called({ callee, base: undefined, member: undefined, args, named: new Map(), at });
}
