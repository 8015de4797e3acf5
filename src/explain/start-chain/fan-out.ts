import type { StartStep } from '../explanation.ts';
import { absolutePath } from '../path-lookup.ts';
import { oneLine } from '../printable.ts';
import { isQuarterSpent, spend } from './budget.ts';
import { type Argument, type Chain, type Follower, type Invocation, known, shellWords } from './chain.ts';
import { textOf } from './managers/service-files.ts';
import { mayRunWords } from './programs/may-run-words.ts';
import { needsValue, RoundSteps } from './round-steps.ts';

/** Words that one command gets at once where nothing else is asked for. */
const MAX_AT_ONCE = 4000;

/** Programs that make commands of words or lines: `xargs`, where its input is known, and `parallel … ::: …`. */
export const followFanOut: Follower = (invocation, program, chain) => {
  if (program.name === 'xargs') return followXargs(invocation, chain);
  return program.name === 'parallel' ? followParallel(invocation, chain) : undefined;
};

const XARGS_VALUED = /^-[aEILnPsd]$/;

/** Undefined where what it reads is not known: it is followed as a wrapper then. */
function followXargs(invocation: Invocation, chain: Chain) {
  const words = invocation.argv.slice(1);
  let at = 0;
  let placeholder: string | undefined;
  let file: string | undefined;
  let between: string | RegExp = /\s+/;
  let most = MAX_AT_ONCE;
  for (; at < words.length; at++) {
    const word = words[at]?.value ?? '';
    if (!/^-./.test(word)) break;
    const given = XARGS_VALUED.test(word) ? words[++at]?.value : word.slice(2);
    if (word.startsWith('-I')) placeholder = given || undefined;
    if (word === '-i') placeholder = '{}';
    if (word.startsWith('-a')) file = given;
    if (/^-\w{0,9}0|^--null$/.test(word)) between = '\0';
    if (word.startsWith('-d'))
      between = (given ?? '').replaceAll('\\n', '\n').replaceAll('\\0', '\0') || between;
    if (/^-[nL]/.test(word)) most = Math.max(1, Math.min(MAX_AT_ONCE, Number(given) || 1));
  }
  const command = words.slice(at);
  const input = inputOf(invocation, chain, file);
  if (command.length === 0 || input === undefined) return undefined;
  const isListed = file === undefined && invocation.stdin?.kind === 'unknown';
  const { stdin: _stdin, ...probe } = invocation;
  if (isListed && !chain.run({ ...probe, argv: [...command, NOT_KNOWN] }).some(needsValue)) return undefined;
  // What `-print0` puts between names is the end of a line here.
  const items = (separator: string | RegExp): readonly string[] =>
    input
      .split(separator === '\0' && !input.includes('\0') ? '\n' : separator)
      .filter((item) => item.trim() !== '');
  const commands =
    placeholder === undefined
      ? grouped(command, items(between), most)
      : each(items(between === '\0' ? between : '\n'), (line) =>
          command.map((word) => withItem(word, placeholder, line.trim())),
        );
  return { children: runAll(chain, invocation, commands) };
}

const NOT_KNOWN: Argument = { text: '{}' };

/** A command for so many items at a time. One after another: all together may be more than memory holds. */
function* grouped(
  command: readonly Argument[],
  items: readonly string[],
  most: number,
): Generator<readonly Argument[]> {
  for (let at = 0; at === 0 || at < items.length; at += most)
    yield [...command, ...items.slice(at, at + most).map(known)];
}

function* each(
  items: readonly string[],
  commandOf: (item: string) => readonly Argument[],
): Generator<readonly Argument[]> {
  for (const item of items) yield commandOf(item);
}

/** Characters of a word that an item was put into. */
const MAX_WORD = 2 * 1024 * 1024;

/** A word with an item wherever it has the placeholder. */
export function withItem(word: Argument, placeholder: string, item: string): Argument {
  const { value, text } = word;
  if (value?.includes(placeholder) !== true) return word;
  const times = value.split(placeholder).length - 1;
  return value.length + times * item.length > MAX_WORD
    ? { text }
    : known(value.replaceAll(placeholder, () => item));
}

const ENVIRONMENT_FILE = /^\/proc\/(?:self|1|\$\$)\/environ$/;

/** What the kernel shows of the variables that a process was started with. */
function environmentText({ variables }: Invocation['environment']): string {
  return [...variables].flatMap(([name, value]) => (value === null ? [] : `${name}=${value}`)).join('\0');
}

function inputOf(
  { stdin, environment }: Invocation,
  chain: Chain,
  file: string | undefined,
): string | undefined {
  if (file !== undefined) return textOf(chain, absolutePath(file, environment.cwd));
  if (stdin?.kind === 'text') return stdin.text;
  if (stdin?.kind === 'unknown') return stdin.lines?.join('\n');
  if (stdin !== undefined && ENVIRONMENT_FILE.test(stdin.path)) return environmentText(environment);
  return stdin?.kind === 'file' ? textOf(chain, absolutePath(stdin.path, environment.cwd)) : undefined;
}

/** GNU parallel: what stands behind `:::` is put into the command before it, or is the command itself. */
function followParallel(invocation: Invocation, chain: Chain) {
  const words = invocation.argv.slice(1);
  const colons = words.findIndex(({ value }) => value === ':::');
  const own = colons === -1 ? words : words.slice(0, colons);
  const fileAt = own.findIndex(({ value }) => /^(?:-a|--arg-file)$/.test(value ?? ''));
  const file = fileAt === -1 ? undefined : own[fileAt + 1]?.value;
  const command = own.filter(
    ({ value }, at) => value?.startsWith('-') !== true && !(fileAt !== -1 && at === fileAt + 1),
  );
  const input = colons === -1 ? inputOf(invocation, chain, file) : undefined;
  if (colons === -1 && input === undefined) return { children: [], unknown: 'it runs what it reads' };
  const values =
    input?.split('\n').filter((line) => line.trim() !== '') ??
    words.slice(colons + 1).flatMap(({ value }) => value ?? []);
  const template = command.map(({ value: word, text }) => word ?? text).join(' ');
  const lineOf = (value: string): string => {
    if (template === '') return value;
    return template.includes('{}')
      ? (withItem(known(template), '{}', value).value ?? '')
      : `${template} ${value}`;
  };
  return {
    children: runAll(
      chain,
      invocation,
      each(values, (value) => shellWords(lineOf(value))),
    ),
  };
}

/** Commands of a program that runs nothing else; how many more there are tells nobody anything. */
const MAX_COMMANDS = 50;

/**
 * Follows commands one after another, as far as a quarter of the steps that are left: of programs that may run what they are
 * given, that there are more is told.
 */
export function runAll(
  chain: Chain,
  { stdin: _stdin, ...invocation }: Invocation,
  commands: Iterable<readonly Argument[]>,
): readonly StartStep[] {
  const { budget, spoken } = chain;
  const before = budget.stepsLeft;
  const rounds = new RoundSteps();
  let mayRun = false;
  let count = 0;
  for (const argv of commands) {
    const [program] = argv;
    mayRun ||= program?.value === undefined || mayRunWords(chain, program.value, invocation.environment);
    if (!mayRun && count++ >= MAX_COMMANDS) break;
    const size = argv.reduce((sum, { text }) => sum + text.length, 0);
    if (isQuarterSpent(budget, before) || !spend(budget, argv.length + (size >> 5))) {
      if (mayRun) spoken.leaveOut(invocation.place);
      break;
    }
    const command = oneLine(argv.map(({ text }) => text).join(' '));
    rounds.add(chain.run({ ...invocation, argv, command }));
  }
  return rounds.steps;
}
