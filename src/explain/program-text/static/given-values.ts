import type { ProgramLanguage } from '../program-language.ts';
import type { StaticContext } from './context.ts';
import { type StaticValue, text, unknown } from './value.ts';

const ARGUMENTS = /^(?:sys\.argv|process\.argv|ARGV|\$\*|\$argv|@ARGV|\$ARGV|arg)$/;
const INPUT = /^(?:sys\.stdin(?:\.buffer)?|process\.stdin|\$stdin|STDIN|\$STDIN|ARGF|gets|readline|input)$/;
/** Words, and characters of one or of the input, that are read as values; more are not known. */
const MAX_WORDS = 64;
const MAX_VALUE = 16 * 1024;
const WHY = 'it comes from the arguments of the program';

/** What a program was started with, or reads from its standard input, where a name means that; undefined for other names. */
export function givenValue(name: string, context: StaticContext): StaticValue | undefined {
  const { given, language } = context;
  if (ARGUMENTS.test(name)) {
    return given === undefined || given.words.length > MAX_WORDS
      ? unknown(WHY)
      : { kind: 'list', words: [...BEFORE[language](context), ...given.words].map(wordValue) };
  }
  if (name === '$_SERVER') return unknown(WHY);
  const input = INPUT.test(name) && language !== 'lua' ? given?.input : undefined;
  if (input !== undefined) return input.length > MAX_VALUE ? unknown('it is a long text') : text(input);
  return undefined;
}

function wordValue(word: string | undefined): StaticValue {
  return word === undefined || word.length > MAX_VALUE ? unknown(WHY) : text(word);
}

const NONE: readonly string[] = [];
/** What stands in the list before the words, by language: the program's own name, in Node the interpreter's as well. */
const BEFORE: Readonly<Record<ProgramLanguage, (context: StaticContext) => readonly string[]>> = {
  python: ({ main }) => [main ?? '-c'],
  node: ({ main, interpreter = 'node' }) => [interpreter, ...(main === undefined ? [] : [main])],
  php: ({ main }) => [main ?? 'Standard input code'],
  // `arg[1]` is the first word.
  lua: ({ main }) => [main ?? 'lua'],
  perl: () => NONE,
  ruby: () => NONE,
  awk: () => ['awk'],
};

/** `list[1]`, `list[-1]`, `list[1:]`; undefined for a text of brackets that says something else. */
export function inList(
  list: Extract<StaticValue, { kind: 'list' }>,
  brackets: string,
): StaticValue | undefined {
  const [, index, slice] = /^\[\s{0,5}(-?\d{1,4})\s{0,5}(:?)\s{0,5}\]$/.exec(brackets) ?? [];
  if (index === undefined) return undefined;
  if (slice === ':') return { kind: 'list', words: list.words.slice(Number(index)) };
  return list.words.at(Number(index)) ?? unknown(WHY);
}
