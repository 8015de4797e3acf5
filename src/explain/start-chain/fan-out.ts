import type { StartStep } from '../explanation.ts';
import { absolutePath } from '../path-lookup.ts';
import { oneLine } from '../printable.ts';
import { type Argument, type Chain, type Follower, type Invocation, known, shellWords } from './chain.ts';
import { textOf } from './managers/service-files.ts';

/** Commands that one call is followed into. */
const MAX_COMMANDS = 50;
const MAX_INPUT = 64 * 1024;

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
  let each = Number.POSITIVE_INFINITY;
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
    if (/^-[nL]/.test(word)) each = Math.max(1, Number.parseInt(given ?? '', 10) || 1);
  }
  const command = words.slice(at);
  const input = inputOf(invocation, chain, file)?.slice(0, MAX_INPUT);
  if (command.length === 0 || input === undefined) return undefined;
  // What `-print0` puts between names is the end of a line here.
  const items = (separator: string | RegExp): readonly string[] =>
    input
      .split(separator === '\0' && !input.includes('\0') ? '\n' : separator)
      .filter((item) => item.trim() !== '');
  const commands =
    placeholder === undefined
      ? grouped(items(between), each).map((group) => [...command, ...group.map(known)])
      : items(between === '\0' ? between : '\n').map((line) => replaced(command, placeholder, line.trim()));
  return {
    children: runAll(chain, invocation, commands),
    ...(commands.length > MAX_COMMANDS && {
      unknown: `it makes more than ${MAX_COMMANDS} commands, of which the first were followed`,
    }),
  };
}

/** Items by so many at a time; as many as are followed. */
function grouped(items: readonly string[], each: number): readonly (readonly string[])[] {
  if (items.length <= each) return [items];
  return Array.from({ length: Math.min(MAX_COMMANDS + 1, Math.ceil(items.length / each)) }, (_, at) =>
    items.slice(at * each, (at + 1) * each),
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
  const input = colons === -1 ? inputOf(invocation, chain, file)?.slice(0, MAX_INPUT) : undefined;
  if (colons === -1 && input === undefined) return { children: [], unknown: 'it runs what it reads' };
  const values =
    input?.split('\n').filter((line) => line.trim() !== '') ??
    words.slice(colons + 1).flatMap(({ value }) => value ?? []);
  const lines = values.slice(0, MAX_COMMANDS).map((value) => {
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

function runAll(
  chain: Chain,
  { stdin: _stdin, ...invocation }: Invocation,
  commands: readonly (readonly Argument[])[],
): readonly StartStep[] {
  return commands
    .slice(0, MAX_COMMANDS)
    .flatMap((argv) =>
      chain.run({ ...invocation, argv, command: oneLine(argv.map(({ text }) => text).join(' ')) }),
    );
}
