import type { Assignment, Command } from 'unbash';
import { spend } from '../budget.ts';
import type { Argument, Invocation, Place, Stdin } from '../chain.ts';
import { type Frame, wordContext } from './frame.ts';
import { environmentIn, scopeSize } from './scope.ts';
import { wordValue } from './words.ts';

/** A command of a script whose words are worked out. */
export interface BuiltinCall {
  readonly node: Command;
  readonly frame: Frame;
  readonly argv: readonly Argument[];
  readonly command: string;
  readonly place: Place;
  readonly stdin?: Stdin;
  /** Its output goes into a file or a pipe. */
  readonly writes: boolean;
}

/** A further program that a command starts: with the variables set before it on the same line. */
export function invocationOf(
  call: BuiltinCall,
  argv: readonly Argument[],
  command = call.command,
  place = call.place,
): Invocation {
  const { frame, node } = call;
  spend(frame.chain.budget, scopeSize(frame.scope) + frame.scope.inherited.size);
  const environment = environmentIn(frame.scope);
  const assignments = node.prefix.filter((part) => part.type === 'Assignment');
  if (assignments.length > 0) {
    const variables = new Map(environment.variables);
    for (const part of assignments) variables.set(part.name, assignedValue(part, frame));
    return withStdin({ argv, command, place, environment: { ...environment, variables } }, call.stdin);
  }
  return withStdin({ argv, command, place, environment }, call.stdin);
}

function withStdin(invocation: Invocation, stdin: Stdin | undefined): Invocation {
  return stdin === undefined ? invocation : { ...invocation, stdin };
}

/** The value that an assignment gives; `null` when it is not known. */
export function assignedValue(part: Assignment, frame: Frame): string | null {
  if (part.append || part.index !== undefined || part.value.type !== 'Word') return null;
  return wordValue(part.value, wordContext(frame)) ?? null;
}
