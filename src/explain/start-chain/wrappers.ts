import { type Argument, type Follower, known } from './chain.ts';
import { splitCommand } from './split-command.ts';
import { WRAPPERS, type Wrapper } from './wrapper-table.ts';

/** Follows programs that run the rest of their arguments: `tini --`, `gosu user`, `env A=b`, `timeout 5`. */
export const followWrapper: Follower = (invocation, program, chain) => {
  const wrapper = program.kind === 'script' ? undefined : findWrapper(program.name);
  if (wrapper === undefined) return undefined;
  const split = splitWrapped(invocation.argv, wrapper);
  const variables = new Map(invocation.environment.variables);
  if (wrapper.changesUser === true) variables.set('HOME', null);
  const environment = { ...invocation.environment, variables };
  if (split.shellText !== undefined) {
    const argv = [known('/bin/sh'), known('-c'), split.shellText];
    return { children: chain.run({ ...invocation, argv, environment }) };
  }
  if (split.rest.length === 0) return { children: [] };
  if (wrapper.startsShell === true)
    return { children: chain.run({ ...invocation, argv: [known('/bin/bash'), ...split.rest], environment }) };
  const joined = wrapper.joinsToText === true ? joinedText(split.rest) : undefined;
  if (joined !== undefined) {
    const argv = [known('/bin/sh'), known('-c'), joined];
    return { children: chain.run({ ...invocation, argv, environment }) };
  }
  for (const [name, value] of split.assignments) variables.set(name, value);
  const command = split.rest.map((argument) => argument.text).join(' ');
  return { children: chain.run({ ...invocation, argv: split.rest, command, environment }) };
};

/** The words as `watch` joins them for its shell; undefined where one is not known. */
export function joinedText(words: readonly Argument[]): Argument | undefined {
  const values = words.map(({ value }) => value);
  return values.includes(undefined) ? undefined : known(values.join(' '));
}

function findWrapper(name: string): Wrapper | undefined {
  return Object.hasOwn(WRAPPERS, name) ? WRAPPERS[name] : undefined;
}

interface Split {
  readonly rest: readonly Argument[];
  readonly shellText?: Argument;
  readonly assignments: ReadonlyMap<string, string | null>;
}

/** Finds where a wrapper's own arguments end and the wrapped command begins. */
export function splitWrapped(argv: readonly Argument[], wrapper: Wrapper): Split {
  const assignments = new Map<string, string | null>();
  let operands = wrapper.operands ?? 0;
  let options = true;
  let at = 1;
  for (; at < argv.length; at++) {
    const argument = argv[at];
    const word = argument?.value ?? argument?.text ?? '';
    if (options && word === '--') {
      options = false;
      continue;
    }
    if (options && word.length > 1 && word.startsWith('-')) {
      const text = argv[at + 1];
      const told = wrapper.shellText === undefined ? undefined : shellTextOf(word, text, wrapper.shellText);
      if (told !== undefined) return { rest: [], shellText: told, assignments };
      const program = wrapper.program === undefined ? undefined : programOf(word, text, wrapper.program);
      if (program !== undefined) {
        const dashes = argv.findIndex(({ value }) => value === '--');
        return { rest: [program, ...(dashes === -1 ? [] : argv.slice(dashes + 1))], assignments };
      }
      const words = wrapper.splits === true ? splitText(word, text) : undefined;
      if (words !== undefined)
        return splitWrapped(
          [known('env'), ...words, ...argv.slice(at + (isBareSplit(word) ? 2 : 1))],
          wrapper,
        );
      if (wrapper.valued?.includes(word)) at++;
      if (wrapper.pairs?.includes(word)) at += 2;
      continue;
    }
    if (wrapper.commands?.includes(word)) continue;
    const equals = word.indexOf('=');
    if (wrapper.assignments && equals > 0) {
      assignments.set(word.slice(0, equals), argument?.value === undefined ? null : word.slice(equals + 1));
      continue;
    }
    if (operands === 0) break;
    operands--;
    // `sudo` and the like stop at the first operand, but `su USER -c TEXT` goes on.
    if (wrapper.shellText === undefined) options = false;
  }
  // `aws-vault exec NAME -- PROGRAM`: behind its own words as well.
  if (argv[at]?.value === '--') at++;
  return { rest: argv.slice(at), assignments };
}

/** The text of `-c TEXT`, `-lc TEXT`, `--command TEXT`, `--command=TEXT`. */
function shellTextOf(word: string, next: Argument | undefined, option: string): Argument | undefined {
  const attached = /^--(?:session-)?command=([^]+)$/.exec(word)?.[1];
  if (attached !== undefined) return known(attached);
  const isTold = /^-[A-Za-z]{1,8}$/.test(word)
    ? word.endsWith(option.slice(1))
    : /^--(?:session-)?command$/.test(word);
  return isTold ? next : undefined;
}

function programOf(
  word: string,
  next: Argument | undefined,
  options: readonly string[],
): Argument | undefined {
  if (options.includes(word)) return next;
  const [, option, value] = /^(--\w+)=([^]+)$/.exec(word) ?? [];
  return option !== undefined && value !== undefined && options.includes(option) ? known(value) : undefined;
}

function isBareSplit(option: string): boolean {
  return option === '--split-string' || /^-[iv0]*S$/.test(option);
}

/** The words of `env -S TEXT`, `-STEXT`, `-vS TEXT`, `--split-string=TEXT` (GNU env: quotes and backslashes count). */
function splitText(option: string, next: Argument | undefined): readonly Argument[] | undefined {
  if (isBareSplit(option)) return next?.value === undefined ? undefined : splitCommand(next.value);
  const text = /^(?:--split-string=|-[iv0]*S)([^]+)$/.exec(option)?.[1];
  return text === undefined ? undefined : splitCommand(text);
}
