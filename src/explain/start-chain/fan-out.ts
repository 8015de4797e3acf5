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
  for (; at < words.length; at++) {
    const word = words[at]?.value ?? '';
    if (!/^-./.test(word)) break;
    const given = XARGS_VALUED.test(word) ? words[++at]?.value : word.slice(2);
    if (word.startsWith('-I')) placeholder = given;
    if (word === '-i') placeholder = '{}';
    if (word.startsWith('-a')) file = given;
  }
  const command = words.slice(at);
  const input = inputOf(invocation, chain, file)?.slice(0, MAX_INPUT);
  if (command.length === 0 || input === undefined) return undefined;
  if (placeholder === undefined)
    return {
      children: runAll(chain, invocation, [[...command, ...input.split(/\s+/).filter(Boolean).map(known)]]),
    };
  const lines = input.split('\n', MAX_COMMANDS).filter((line) => line.trim() !== '');
  return {
    children: runAll(
      chain,
      invocation,
      lines.map((line) => replaced(command, placeholder, line.trim())),
    ),
  };
}

function inputOf(
  { stdin, environment }: Invocation,
  chain: Chain,
  file: string | undefined,
): string | undefined {
  if (file !== undefined) return textOf(chain, absolutePath(file, environment.cwd));
  if (stdin?.kind === 'text') return stdin.text;
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
