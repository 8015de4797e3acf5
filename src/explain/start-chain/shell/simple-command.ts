import type { Command, CommandArgument } from 'unbash';
import type { StartStep } from '../../explanation.ts';
import { spend } from '../budget.ts';
import type { Argument } from '../chain.ts';
import { makeStep } from '../step.ts';
import { assign, type BuiltinCall, invocationOf } from './builtin-call.ts';
import { BUILTINS } from './builtins.ts';
import { assignDefaults } from './default-assignments.ts';
import { type Frame, placeAt, type Surroundings, wordContext } from './frame.ts';
import { callFunction } from './functions.ts';
import type { Positional } from './scope.ts';
import { excerpt } from './shell-text.ts';
import { inputOf, substitutionsIn } from './substitutions.ts';
import type { WordContext } from './word-context.ts';
import { argumentOf, expandWord, wordText } from './words.ts';

const MAX_WORDS = 4096;
const MAX_SIZE = 256 * 1024;
/** Commands of a shell whose words later conditions may depend on. */
const SETS = /^(?:export|declare|local|readonly|typeset|set|read|test|\[)$/;

/** A command with its words, or assignments alone. */
export function walkCommand(node: Command, frame: Frame, around: Surroundings): StartStep[] {
  const steps: StartStep[] = [];
  for (const part of [...node.prefix, ...node.suffix]) steps.push(...substitutionsIn(part, frame));
  assignDefaults(node, frame);
  if (node.name === undefined) {
    for (const part of node.prefix) if (part.type === 'Assignment') assign(part, frame);
    return steps;
  }
  steps.push(...substitutionsIn(node.name, frame));
  const cases = distinctCases(node, frame);
  const call = callOf(node, frame, around);
  const [first] = cases;
  if (cases.length === 1 && first !== undefined) return [...steps, ...runCase({ ...call, argv: first.argv })];
  // What runs depends on a condition met before: one child for each case.
  const children = cases.flatMap(({ argv, positional }) => {
    const { when: _when, taken: _taken, ...place } = call.place;
    const when = positional.when ?? 'otherwise';
    return runCase({ ...call, argv, place: { ...place, when } });
  });
  frame.chain.budget.stepsLeft--;
  const what = node.name.value;
  return [
    ...steps,
    makeStep(frame.chain, { what, command: call.command, kind: 'builtin', place: call.place, children }),
  ];
}

function callOf(node: Command, frame: Frame, around: Surroundings): Omit<BuiltinCall, 'argv'> {
  const text = excerpt(frame.text, node.pos, node.end);
  const stdin = inputOf(node.redirects, frame) ?? around.stdin;
  return {
    node,
    frame,
    command: around.background ? `${text} &` : text,
    place: placeAt(frame, node.pos),
    writes:
      around.piped === true ||
      node.redirects.some((redirect) => redirect.type === 'Redirect' && isWrite(redirect)),
    ...(stdin === undefined ? {} : { stdin }),
  };
}

function isWrite(redirect: { operator: string; target: { value: string } | undefined }): boolean {
  const target = redirect.target?.value ?? '';
  return (
    redirect.operator.includes('>') &&
    redirect.operator !== '>&' &&
    target !== '/dev/null' &&
    target !== '/dev/stderr'
  );
}

/** The command's words in each case of the positional parameters, without repeating equal ones. */
function distinctCases(node: Command, frame: Frame): { argv: readonly Argument[]; positional: Positional }[] {
  const found = new Map<string, { argv: readonly Argument[]; positional: Positional }>();
  const words = [node.name, ...node.args];
  for (const positional of frame.scope.positional) {
    const listsFiles = !SETS.test(node.name?.value ?? '');
    const context = { ...wordContext(frame, positional), listsFiles };
    const argv = argumentsOf(words, frame, context);
    const key = argv.map((argument) => argument.value ?? `\0${argument.text}`).join('\u0001');
    if (!found.has(key)) found.set(key, { argv, positional });
    // `set` and `shift` work on all cases at once.
    if (node.name?.value === 'set' || node.name?.value === 'shift') break;
  }
  return [...found.values()];
}

/** The words that a command's words become, up to what a command line may reasonably hold. */
function argumentsOf(
  words: readonly (CommandArgument | undefined)[],
  frame: Frame,
  context: WordContext,
): readonly Argument[] {
  const argv: Argument[] = [];
  let size = 0;
  for (const word of words) {
    if (word === undefined) continue;
    for (const argument of expandArgument(word, frame, context)) {
      argv.push(argument);
      size += argument.text.length + (argument.value?.length ?? 0);
    }
    // What is left out is one more word that is not known.
    if (argv.length > MAX_WORDS || size > MAX_SIZE) {
      argv.push({ text: '…' });
      break;
    }
  }
  spend(frame.chain.budget, argv.length + (size >> 5));
  return argv;
}

function expandArgument(word: CommandArgument, frame: Frame, context: WordContext): readonly Argument[] {
  if (word.type === 'Word') return expandWord(word, context);
  const value = word.value.type === 'Word' ? wordText(word.value, context) : undefined;
  const text = excerpt(frame.text, word.pos, word.end, 500);
  return [value === undefined ? { text } : argumentOf(`${word.name}=${value}`, text)];
}

function runCase(call: BuiltinCall): StartStep[] {
  const { frame, argv, command, place } = call;
  const name = argv[0]?.value;
  if (argv.length === 0) return [];
  const own = name === undefined ? undefined : frame.scope.functions.get(name);
  if (own !== undefined && name !== undefined) return callFunction(call, name, own);
  const builtin = name !== undefined && Object.hasOwn(BUILTINS, name) ? BUILTINS[name] : undefined;
  if (builtin !== undefined) return builtin(call);
  const steps = frame.chain.run(invocationOf(call, argv, command, place));
  return frame.scope.opaque || frame.scope.lacking ? steps.map(perhapsFunction) : [...steps];
}

/** After a text that could not be read, a name that no program has may be a function of that text. */
function perhapsFunction(step: StartStep): StartStep {
  if (step.kind !== 'missing' || step.what.includes('/')) return step;
  return {
    ...step,
    kind: 'program',
    unknown: 'no program of the image; perhaps a function of what could not be read',
  };
}
