import type { Follower } from './chain.ts';
import { findFile } from './program.ts';
import { makeStep } from './step.ts';

interface Interpreter {
  readonly name: RegExp;
  /** Options whose value is the next word. */
  readonly valued: readonly string[];
  /** Options after which no file is read, with what runs instead. */
  readonly instead: Readonly<Record<string, string>>;
}

const INTERPRETERS: readonly Interpreter[] = [
  {
    name: /^(?:python|pypy)[\d.]*$/,
    valued: ['-W', '-X', '-Q'],
    instead: { '-c': 'program text on the command line', '-m': 'a module, not a file' },
  },
  {
    name: /^(?:node|nodejs|bun|deno)$/,
    valued: ['-r', '--require', '--import', '--loader', '--env-file', '-C'],
    instead: { '-e': 'program text on the command line', '--eval': 'program text on the command line' },
  },
  { name: /^perl[\d.]*$/, valued: ['-I'], instead: { '-e': 'program text on the command line' } },
  { name: /^ruby[\d.]*$/, valued: ['-I', '-r', '-C'], instead: { '-e': 'program text on the command line' } },
  {
    name: /^php[\d.]*$/,
    valued: ['-d', '-c', '-S', '-t'],
    instead: { '-r': 'program text on the command line' },
  },
  { name: /^lua[\d.]*$/, valued: ['-l'], instead: { '-e': 'program text on the command line' } },
  {
    name: /^java$/,
    valued: ['-cp', '-classpath', '--class-path', '--module-path', '-p', '--add-modules', '--add-opens'],
    instead: { '-m': 'a module, not a file', '--module': 'a module, not a file' },
  },
];

/** Names the file that an interpreter is told to read; what that file does in turn is not read yet. */
export const followInterpreter: Follower = (invocation, program, chain) => {
  const interpreter = INTERPRETERS.find((one) => one.name.test(program.name));
  if (interpreter === undefined) return undefined;
  const java = program.name === 'java';
  for (let at = 1; at < invocation.argv.length; at++) {
    const argument = invocation.argv[at];
    const word = argument?.value;
    if (word === undefined) return { children: [], unknown: 'which file it reads comes from a variable' };
    const instead = Object.hasOwn(interpreter.instead, word) ? interpreter.instead[word] : undefined;
    if (instead !== undefined) return { children: [], unknown: `it runs ${instead}: not read` };
    if (interpreter.valued.includes(word)) at++;
    else if (!word.startsWith('-')) {
      // Java names a class unless it is told a jar.
      if (java && invocation.argv[at - 1]?.value !== '-jar') {
        return { children: [], unknown: 'it runs a class: not read' };
      }
      const file = findFile(chain, word, invocation.environment.cwd);
      const { place, command } = invocation;
      const step = { what: file.what, command, kind: file.kind, place, program: file, unknown: file.unknown };
      chain.budget.stepsLeft--;
      return { children: [makeStep(chain, step)] };
    }
  }
  return { children: [] };
};
