import type { Assignment, Command } from 'unbash';
import { spend } from '../budget.ts';
import type { Argument, Invocation, Place, Stdin } from '../chain.ts';
import { type Frame, wordContext } from './frame.ts';
import { hasHole } from './holes.ts';
import { environmentIn, environmentSize, variable } from './scope.ts';
import { expandWord, wordText } from './words.ts';

/** Words of an array that are kept. */
const MAX_ARRAY = 1000;

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
  spend(frame.chain.budget, environmentSize(frame.scope));
  const environment = environmentIn(frame.scope);
  const assignments = node.prefix.filter((part) => part.type === 'Assignment');
  if (assignments.length > 0) {
    const variables = new Map(environment.variables);
    for (const part of assignments) {
      const value = assignedText(part, frame);
      variables.set(part.name, value === null || hasHole(value) ? null : value);
    }
    return withStdin({ argv, command, place, environment: { ...environment, variables } }, call.stdin);
  }
  return withStdin({ argv, command, place, environment }, call.stdin);
}

function withStdin(invocation: Invocation, stdin: Stdin | undefined): Invocation {
  return stdin === undefined ? invocation : { ...invocation, stdin };
}

/** Does what `A=b`, `A+=b` and `A=(b c)` do, alone or behind `local` and the like. */
export function assign(part: Assignment, frame: Frame): void {
  const { scope } = frame;
  const { name, value } = part;
  if (scope.exportsAll) scope.exported.add(name);
  if (value.type === 'Word' && part.index === undefined) {
    scope.arrays.delete(name);
    scope.variables.set(name, assignedText(part, frame));
    return;
  }
  scope.arrays.set(name, arrayOf(part, frame));
  scope.variables.set(name, null);
}

/** The value that an assignment gives, with holes for what is not known of it; `null` where nothing is. */
function assignedText(part: Assignment, frame: Frame): string | null {
  if (part.index !== undefined || part.value.type !== 'Word') return null;
  const context = wordContext(frame);
  const text = wordText(part.value, context);
  if (part.append !== true || text === undefined) return text ?? null;
  const before = variable(frame.scope, part.name);
  const unset = before === undefined && !frame.scope.variables.has(part.name);
  return unset || before === null
    ? `${context.holes.of(`$${part.name}`, unset)}${text}`
    : `${before ?? ''}${text}`;
}

function arrayOf({ name, value, append }: Assignment, frame: Frame): readonly Argument[] | null {
  const { scope, chain } = frame;
  if (value.type !== 'ArrayValue') return null;
  // `[key]=value` is of an array whose order is another.
  if (value.elements.some(({ text }) => text.startsWith('['))) return null;
  const unset = !scope.arrays.has(name) && variable(scope, name) === undefined;
  const before = append !== true || unset ? [] : scope.arrays.get(name);
  if (before == null) return null;
  const words = value.elements.flatMap((word) => expandWord(word, wordContext(frame)));
  const all = [...before, ...words];
  return all.length > MAX_ARRAY || !spend(chain.budget, all.length) ? null : all;
}
