import type { StartStep } from '../explanation.ts';
import { absolutePath } from '../path-lookup.ts';
import { oneLine } from '../printable.ts';
import { isQuarterSpent } from './budget.ts';
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
    if (word.startsWith('-I')) placeholder = given;
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
      ? grouped(items(between), most).map((group) => [...command, ...group.map(known)])
      : items(between === '\0' ? between : '\n').map((line) => replaced(command, placeholder, line.trim()));
  return {
    children: runAll(chain, invocation, commands),
  };
}

const NOT_KNOWN: Argument = { text: '{}' };

/** Items by so many at a time. */
function grouped(items: readonly string[], most: number): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(items.length / most) || 1 }, (_, at) =>
    items.slice(at * most, (at + 1) * most),
  );
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
  const lines = values.map((value) => {
    const template = command.map(({ value: word, text }) => word ?? text).join(' ');
    if (template === '') return value;
    return template.includes('{}') ? template.replaceAll('{}', () => value) : `${template} ${value}`;
  });
  return { children: runAll(chain, invocation, lines.map(shellWords)) };
}

function replaced(command: readonly Argument[], placeholder: string, line: string): readonly Argument[] {
  return command.map((word) =>
    word.value?.includes(placeholder) === true ? known(word.value.replaceAll(placeholder, () => line)) : word,
  );
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
  commands: readonly (readonly Argument[])[],
): readonly StartStep[] {
  const before = chain.budget.stepsLeft;
  const rounds = new RoundSteps();
  const { environment, place } = invocation;
  const mayRun = commands.some(
    ([program]) => program?.value === undefined || mayRunWords(chain, program.value, environment),
  );
  for (const argv of mayRun ? commands : commands.slice(0, MAX_COMMANDS)) {
    if (isQuarterSpent(chain.budget, before)) {
      if (mayRun) chain.spoken.leaveOut(place);
      break;
    }
    const command = oneLine(argv.map(({ text }) => text).join(' '));
    rounds.add(chain.run({ ...invocation, argv, command }));
  }
  return rounds.steps;
}
