import { TOO_DEEP } from '../../explanation.ts';
import { MAX_DEPTH } from '../budget.ts';
import { type Argument, type Follower, type Invocation, known, shellWords } from '../chain.ts';
import { findFile } from '../program.ts';
import { readByShell } from '../script.ts';
import { makeStep } from '../step.ts';
import { beginsWithHole } from './holes.ts';
import { newScope } from './scope.ts';
import { isShell } from './shell-names.ts';
import { walkText } from './walk-text.ts';

/** Follows `sh -c TEXT`, `sh FILE`, and a shell that reads its commands from standard input. */
export const followShell: Follower = (invocation, program, chain) => {
  if (!isShell(program.name) && !isShell(program.fileName ?? '')) return undefined;
  const first = initTextOf(invocation.argv, program.name);
  if (first !== undefined) {
    const { children } = chain.run({ ...withoutStdin(invocation), argv: shellWords(first.text) })[0] ?? {
      children: [],
    };
    const after = followShell({ ...invocation, argv: first.rest }, program, chain);
    return { ...after, children: [...children, ...(after?.children ?? [])] };
  }
  const told = toldBy(invocation.argv);
  const rcFile = told.kind === 'text' ? undefined : rcFileOf(invocation.argv);
  if (rcFile !== undefined) {
    const argv = [known(program.what), known(rcFile)];
    const { children } = chain.run({ ...withoutStdin(invocation), argv })[0] ?? { children: [] };
    const rest = invocation.argv.filter((_, at) => at === 0 || at > rcFileAt(invocation.argv) + 1);
    const after = followShell({ ...invocation, argv: rest }, program, chain);
    return { ...after, children: [...children, ...(after?.children ?? [])] };
  }
  if (told.kind === 'unknown') return { children: [], unknown: told.why };
  if (told.kind === 'text')
    return walkInner(told.text, told.line, told.name ?? known(program.what), told.args);
  if (told.kind === 'file') {
    const { place, command, environment } = invocation;
    const file = findFile(chain, told.path, environment.cwd);
    chain.budget.stepsLeft--;
    const following = readByShell(invocation, file, chain, told.args);
    const unknown = file.unknown ?? following.unknown;
    const parts = { what: file.what, command, kind: file.kind, place, program: file, unknown };
    return { children: [makeStep(chain, { ...parts, children: following.children })] };
  }
  const { stdin } = invocation;
  if (stdin === undefined) return { children: [] };
  if (stdin.kind === 'text') return walkInner(stdin.text, stdin.line, known(program.what), told.args);
  if (stdin.kind === 'unknown') return { children: [], unknown: `it runs what "${stdin.from}" gives it` };
  const argv = [known(program.what), known(stdin.path)];
  return followShell({ ...withoutStdin(invocation), argv }, program, chain);

  function walkInner(text: string, line: number | undefined, name: Argument, args: readonly Argument[]) {
    const { budget } = chain;
    if (budget.depth >= MAX_DEPTH) return { children: [], unknown: TOO_DEEP };
    budget.depth++;
    const scope = newScope(invocation.environment, name, args);
    const place = line === undefined ? invocation.place : { ...invocation.place, line };
    chain.spoken.add(text, place);
    const following = walkText(chain, text, { place, scope });
    budget.depth--;
    return following;
  }
};

function withoutStdin(invocation: Invocation): Invocation {
  const { stdin: _, ...rest } = invocation;
  return rest;
}

type Told =
  | { kind: 'text'; text: string; line?: number; name?: Argument; args: readonly Argument[] }
  | { kind: 'file'; path: string; args: readonly Argument[] }
  | { kind: 'stdin'; args: readonly Argument[] }
  | { kind: 'unknown'; why: string };

/** fish(1): `-C TEXT`, which comes before all else that it is told. */
function initTextOf(
  argv: readonly Argument[],
  name: string,
): { readonly text: string; readonly rest: readonly Argument[] } | undefined {
  const at =
    name === 'fish' ? argv.findIndex(({ value }) => /^(?:-C$|--init-command(?:=|$))/.test(value ?? '')) : -1;
  if (at < 1) return undefined;
  const attached = /^--init-command=([^]+)$/.exec(argv[at]?.value ?? '')?.[1];
  const text = attached ?? argv[at + 1]?.value;
  if (text === undefined) return undefined;
  return {
    text,
    rest: argv.filter((_, index) => index < at || index > at + (attached === undefined ? 1 : 0)),
  };
}

/** bash(1): the file that an interactive shell reads instead of ~/.bashrc. */
function rcFileOf(argv: readonly Argument[]): string | undefined {
  const at = rcFileAt(argv);
  return at < 0 ? undefined : argv[at + 1]?.value;
}

function rcFileAt(argv: readonly Argument[]): number {
  return argv.findIndex(({ value }) => value === '--rcfile' || value === '--init-file');
}

/** Reads a shell's own command line (POSIX sh(1); bash(1) for `--rcfile` and the like). */
function toldBy(argv: readonly Argument[]): Told {
  let text = false;
  let stdin = false;
  let at = 1;
  for (; at < argv.length; at++) {
    const word = argv[at]?.value;
    if (word === undefined) break;
    if (word === '--' || word === '-') {
      at++;
      break;
    }
    if (!/^[-+]./.test(word)) break;
    if (word === '--rcfile' || word === '--init-file') at++;
    if (word.startsWith('--')) continue;
    if (word.startsWith('-') && word.includes('c')) text = true;
    if (word.startsWith('-') && word.includes('s')) stdin = true;
    if (word.endsWith('o') || word.endsWith('O')) at++;
  }
  const first = argv[at];
  const rest = argv.slice(at + 1);
  if (text) {
    if (first === undefined) return { kind: 'unknown', why: 'it is told to run a text, but none follows' };
    const [name, ...args] = rest;
    const given = first.value ?? first.partly;
    if (given === undefined || beginsWithHole(given))
      return { kind: 'unknown', why: 'the text comes from a variable' };
    return { kind: 'text', text: given, args, ...(name === undefined ? {} : { name }) };
  }
  if (stdin || first === undefined) return { kind: 'stdin', args: argv.slice(at) };
  if (first.value === undefined) return { kind: 'unknown', why: 'which file it reads comes from a variable' };
  return { kind: 'file', path: first.value, args: rest };
}
