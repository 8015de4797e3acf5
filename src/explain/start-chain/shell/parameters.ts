import type { ArithmeticExpression, ParameterExpansionPart, ParameterOperation, Word } from 'unbash';
import type { Argument } from '../chain.ts';
import { arithmetic } from './arithmetic.ts';
import { hasHole, knownPart } from './holes.ts';
import { applyOperation } from './parameter-operations.ts';
import { variable } from './scope.ts';
import { argumentText, type PartValue, type WordContext } from './word-context.ts';

/** Set by the runtime or the shell, not by the image: never taken for unset. */
const FROM_OUTSIDE =
  /^(?:HOME|HOSTNAME|PWD|OLDPWD|UID|EUID|USER|LOGNAME|TERM|SHLVL|RANDOM|IFS|PPID|container)$/;

/** What `$NAME` comes to; undefined where it is not known. */
export function parameter(name: string, context: WordContext): PartValue {
  const { scope, positional } = context;
  const { args } = positional;
  if (name === '@' || name === '*') return args === undefined ? undefined : { list: args };
  if (name === '#') return args === undefined ? undefined : countOf(args);
  if (name === '0') return scope.name.value === undefined ? undefined : { text: scope.name.value };
  if (name === 'BASH_SOURCE' && scope.name.value !== undefined) return { text: scope.name.value };
  if (/^\d+$/.test(name)) return args === undefined ? undefined : element(args, Number(name) - 1, context);
  if (name === 'PWD' && !scope.variables.has(name)) return scope.lost ? undefined : { text: scope.cwd };
  const array = scope.arrays.get(name);
  if (array != null) return element(array, 0, context);
  const value = variable(scope, name);
  if (value != null) return { text: value };
  if (value === null) return undefined;
  if (scope.variables.has(name)) return { text: '' };
  return context.unsetIsEmpty === true && isUnset(name, context) ? { text: '' } : undefined;
}

/** What an arithmetic expression comes to; undefined where it is not known. */
export function calculated(expression: ArithmeticExpression, context: WordContext): number | undefined {
  return arithmetic(expression, (name) => {
    const value = parameter(name, context);
    if (value === undefined || 'list' in value) return undefined;
    return hasHole(value.text) ? undefined : value.text;
  });
}

/** True for a parameter that neither the image nor the script sets, nor the runtime or the shell. */
export function isUnset(name: string, { scope, positional: { args } }: WordContext): boolean {
  if (/^[1-9]\d*$/.test(name)) return args !== undefined && Number(name) > args.length && !args.some(isOpen);
  if (scope.arrays.has(name)) return false;
  if (scope.variables.has(name)) return scope.variables.get(name) === undefined;
  return (
    variable(scope, name) === undefined &&
    /^[A-Za-z_]\w*$/.test(name) &&
    !scope.opaque &&
    !FROM_OUTSIDE.test(name)
  );
}

/** What `${NAME…}` comes to; undefined where it is not known. */
export function expansion(
  part: ParameterExpansionPart,
  context: WordContext,
  wordValue: (word: Word, context: WordContext, asPattern?: boolean) => string | undefined,
): PartValue {
  const { parameter: name, operation, index, prefix } = part;
  if (index !== undefined) return elementOf(part, context);
  if (prefix !== undefined) return undefined;
  if (operation === undefined) return parameter(name, context);
  const unset = isUnset(name, context);
  if (unset && operation.type !== 'Default') return context.unsetIsEmpty === true ? { text: '' } : undefined;
  // Whether it is set at all counts here, so that what is unset is not taken for empty.
  const value = unset ? undefined : parameter(name, { ...context, unsetIsEmpty: false, keepsHoles: true });
  if (!unset && (value === undefined || 'list' in value)) return undefined;
  const whole = value !== undefined && 'text' in value ? value.text : undefined;
  const text =
    whole !== undefined && hasHole(whole) && context.unsetIsEmpty === true
      ? context.holes.filled(whole)
      : whole;
  if (text === undefined ? !unset : !decides(operation, text)) return undefined;
  const strict = { ...context, keepsHoles: false };
  const result = applyOperation(operation, text, (word, asPattern) =>
    wordValue(word, asPattern ? strict : context, asPattern),
  );
  return result === undefined ? undefined : { text: result };
}

/** Whether an operation can be done on a value though parts of it are not known. */
function decides(operation: ParameterOperation, text: string): boolean {
  if (!hasHole(text)) return true;
  return operation.type === 'Default' && (!operation.operator.startsWith(':') || knownPart(text) !== '');
}

/** `${A[@]}`, `${#A[@]}`, `${A[2]}`. */
function elementOf(
  { parameter: name, operation, index, prefix }: ParameterExpansionPart,
  context: WordContext,
) {
  const at = index?.text ?? '';
  const all = at === '@' || at === '*';
  if (name === 'BASH_SOURCE') return all || at === '0' ? parameter('BASH_SOURCE', context) : undefined;
  const array = arrayOf(name, context);
  if (array === undefined || operation !== undefined) return undefined;
  if (prefix === '#') return all ? countOf(array) : undefined;
  if (prefix !== undefined) return undefined;
  if (all) return { list: array };
  return /^\d{1,6}$/.test(at) ? element(array, Number(at), context) : undefined;
}

/** An array of the script: the environment has none, so that what no script sets is empty. */
function arrayOf(name: string, { scope }: WordContext): readonly Argument[] | undefined {
  const array = scope.arrays.get(name);
  if (array !== undefined) return array ?? undefined;
  return variable(scope, name) === undefined && !scope.opaque && !scope.lacking ? [] : undefined;
}

/** The words that a word as a whole stands for: `"$@"`, `"${@:2}"`, `"${A[@]}"`; undefined for other words. */
export function listOf(
  word: Word,
  context: WordContext,
  written: string,
  expandWord: (word: Word, context: WordContext) => readonly Argument[],
): readonly Argument[] | undefined {
  const unknown: readonly Argument[] = [{ text: written, open: true }];
  const { args } = context.positional;
  if (isAllArguments(word)) return args ?? unknown;
  const [only, ...more] = word.parts ?? [];
  const quoted = only?.type === 'DoubleQuoted' && only.parts.length === 1;
  const part = quoted ? only.parts[0] : only;
  if (more.length > 0 || part?.type !== 'ParameterExpansion' || part.prefix !== undefined) return undefined;
  const { parameter: name, operation, index } = part;
  if (name === '@' && operation?.type === 'Slice') {
    const from = Number(operation.offset.value) - 1;
    const length = operation.length === undefined ? undefined : Number(operation.length.value);
    const to = length === undefined ? undefined : from + length;
    const counts = from >= 0 && (to === undefined || to >= from);
    return args === undefined || !counts || args.slice(0, to ?? from).some(isOpen)
      ? unknown
      : args.slice(from, to);
  }
  if (name === 'BASH_SOURCE' || (index?.text !== '@' && !(index?.text === '*' && !quoted))) return undefined;
  const array = arrayOf(name, context);
  if (array === undefined) return unknown;
  if (operation === undefined) return array;
  // `${A[@]+"${A[@]}"}`: older shells take an empty array for unset.
  if (operation.type !== 'Default' || !operation.operator.endsWith('+')) return unknown;
  return array.length === 0 ? [] : expandWord(operation.operand, context);
}

/** True for the words that stand for all positional parameters, each its own word. */
export function isAllArguments(word: Word): boolean {
  return word.text === '"$@"' || word.text === '$@' || word.text === '$*' || word.text === '"${@}"';
}

/** A word that may become any number of words: those behind it have no place that is known. */
export function isOpen({ open }: Argument): boolean {
  return open === true;
}

function countOf(words: readonly Argument[]): PartValue {
  return words.some(isOpen) ? undefined : { text: String(words.length) };
}

function element(words: readonly Argument[], at: number, context: WordContext): PartValue {
  if (words.slice(0, at + 1).some(isOpen)) return undefined;
  const word = words[at];
  if (word === undefined) return { text: '' };
  const text = argumentText(word, context);
  return text === undefined ? undefined : { text };
}
