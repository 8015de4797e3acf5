import { type StartStep, TOO_DEEP } from '../../explanation.ts';
import { oneLine } from '../../printable.ts';
import { openScript } from '../open-script.ts';
import { findFile, findProgram } from '../program.ts';
import { makeStep } from '../step.ts';
import { assign, type BuiltinCall, invocationOf } from './builtin-call.ts';
import { changeFolder, goBack } from './folder-builtins.ts';
import { beginsWithHole, hasHole } from './holes.ts';
import { isAllArguments } from './parameters.ts';
import { setArguments, shift } from './positional-builtins.ts';
import { cloneApart, environmentIn } from './scope.ts';

type Builtin = (call: BuiltinCall) => StartStep[];

/** Builtins by name. Those that only compute make no step; those that change what is known change the scope. */
export const BUILTINS: Readonly<Record<string, Builtin>> = {
  '.': source,
  source,
  eval: evaluate,
  exec: replace,
  command: runRest,
  builtin: runRest,
  trap,
  set: setArguments,
  shift,
  break: leave,
  continue: leave,
  cd: changeFolder,
  pushd: changeFolder,
  popd: goBack,
  export: declare,
  readonly: declare,
  declare,
  typeset: declare,
  local: declare,
  unset,
  read: forget,
  getopts: forget,
  mapfile: forget,
  readarray: forget,
  echo: print,
  printf: print,
  alias: (call) => named(call),
  kill: (call) => named(call),
  ...Object.fromEntries(
    [
      ':',
      'true',
      'false',
      'test',
      '[',
      'return',
      'exit',
      'shopt',
      'let',
      'umask',
      'ulimit',
      'wait',
      'type',
      'hash',
      'pwd',
      'times',
      'jobs',
      'fg',
      'bg',
      'disown',
      'unalias',
      'enable',
      'bind',
      'complete',
    ].map((name) => [name, nothing]),
  ),
};

function nothing(): StartStep[] {
  return [];
}

function named(
  call: BuiltinCall,
  more: { unknown?: string; children?: readonly StartStep[] } = {},
): StartStep[] {
  const { frame, command, place } = call;
  frame.chain.budget.stepsLeft--;
  return [
    makeStep(frame.chain, { what: call.argv[0]?.text ?? '', command, kind: 'builtin', place, ...more }),
  ];
}

/** `. FILE` reads the file's commands into this very shell. */
function source(call: BuiltinCall): StartStep[] {
  const { frame, argv, command, place } = call;
  const { chain, scope } = frame;
  const [, file, ...args] = argv;
  if (file === undefined) return [];
  if (file.value === undefined) {
    scope.opaque = true;
    return named(call, { unknown: 'which file it reads comes from a variable' });
  }
  const byPath = file.value.includes('/') ? undefined : findProgram(chain, file.value, environmentIn(scope));
  const program =
    byPath?.node === undefined
      ? findFile(chain, file.value, scope.cwd)
      : findFile(chain, byPath.path ?? file.value, scope.cwd);
  if (program.node === undefined) scope.lacking = true;
  if (chain.budget.stepsLeft <= 0) return [...chain.run(invocationOf(call, argv))];
  chain.budget.stepsLeft--;
  const outer = scope.positional;
  if (args.length > 0) scope.positional = [{ args }];
  const notTaken = frame.taken === false ? 1 : 0;
  chain.budget.notTaken += notTaken;
  const { children, unknown } = openScript(chain, program, argv.slice(1), (text, at) =>
    frame.walker.text(text, at, scope),
  );
  chain.budget.notTaken -= notTaken;
  if (args.length > 0) scope.positional = outer;
  if (unknown !== undefined && !unknown.startsWith('already')) scope.opaque = true;
  const parts = { what: program.what, command, kind: program.kind, place, program, children };
  return [makeStep(chain, { ...parts, unknown: program.unknown ?? unknown })];
}

function evaluate(call: BuiltinCall): StartStep[] {
  const { budget, holes } = call.frame.chain;
  const words = call.argv.slice(1).map(({ text, value, partly }) => value ?? partly ?? holes.of(text));
  // What is not known of the text stays a word that is not known.
  const text = words.join(' ');
  if (beginsWithHole(text)) {
    call.frame.scope.opaque = true;
    return named(call, { unknown: 'the text comes from a variable' });
  }
  if (budget.depth >= 16) return named(call, { unknown: TOO_DEEP });
  budget.depth++;
  const { scope } = call.frame;
  call.frame.chain.spoken.add(text, call.place);
  const following = call.frame.walker.text(text, call.place, scope);
  budget.depth--;
  if (hasHole(text)) scope.opaque = true;
  return named(call, following);
}

/** `exec PROGRAM`: the program takes the shell's place. Without one it only redirects. */
function replace(call: BuiltinCall): StartStep[] {
  const { argv } = call;
  let at = 1;
  while (argv[at]?.value?.startsWith('-') && argv[at]?.value !== '-') {
    if (argv[at]?.value === '-a') at++;
    at++;
  }
  const rest = argv.slice(at);
  if (rest.length > 0) return [...call.frame.chain.run(invocationOf(call, rest))];
  const given = call.node.args.some((word) => word.type === 'Word' && isAllArguments(word));
  return given ? named(call, { unknown: 'it runs the arguments given at start: the image gives none' }) : [];
}

/** `command PROGRAM`; `command -v NAME` only asks. */
function runRest(call: BuiltinCall): StartStep[] {
  const rest = call.argv.slice(1);
  if (rest.some((argument) => /^-[vV]/.test(argument.value ?? ''))) return [];
  const from = rest.findIndex((argument) => argument.value !== '-p' && argument.value !== '--');
  if (from === -1) return [];
  const argv = rest.slice(from);
  const name = argv[0]?.value ?? '';
  const builtin = Object.hasOwn(BUILTINS, name) ? BUILTINS[name] : undefined;
  return builtin === undefined
    ? [...call.frame.chain.run(invocationOf(call, argv))]
    : builtin({ ...call, argv });
}

function trap(call: BuiltinCall): StartStep[] {
  const [, text, ...signals] = call.argv;
  if (text === undefined || signals.length === 0 || text.value === '-' || text.value === '') return [];
  const when = oneLine(`on ${signals.map((signal) => signal.text).join(' ')}`, 200);
  const place = { ...call.place, when: call.place.when === undefined ? when : `${call.place.when}, ${when}` };
  if (text.value === undefined)
    return named({ ...call, place }, { unknown: 'the text comes from a variable' });
  const scope = cloneApart(call.frame.scope);
  return named({ ...call, place }, call.frame.walker.text(text.value, call.place, scope));
}

/** `export A=b`, `local a=b` and the like. */
function declare(call: BuiltinCall): StartStep[] {
  const { scope } = call.frame;
  const exports =
    call.node.name?.value === 'export' || call.argv.some((argument) => /^-\w*x/.test(argument.text));
  for (const part of call.node.args) {
    if (part.type === 'Assignment') assign(part, call.frame);
    const name = part.type === 'Assignment' ? part.name : part.text;
    if (exports && /^\w+$/.test(name)) scope.exported.add(name);
  }
  return [];
}

/** Names given to `read` and the like hold something that is not known from then on. */
function forget(call: BuiltinCall): StartStep[] {
  for (const argument of call.argv.slice(1)) {
    if (!/^\w+$/.test(argument.text)) continue;
    call.frame.scope.variables.set(argument.text, null);
    call.frame.scope.arrays.set(argument.text, null);
  }
  return [];
}

function unset(call: BuiltinCall): StartStep[] {
  const { scope } = call.frame;
  const ofFunctions = call.argv[1]?.value === '-f';
  for (const { text } of call.argv.slice(1)) {
    if (ofFunctions) scope.functions.delete(text);
    else if (/^\w+$/.test(text)) {
      scope.variables.set(text, undefined);
      scope.arrays.delete(text);
    }
  }
  return [];
}

/** `break` and `continue`, which only loops know that follow their rounds one after the other. */
function leave(call: BuiltinCall): StartStep[] {
  const { scope } = call.frame;
  if (scope.leaving === undefined) return [];
  // Of several levels only the loops around could tell.
  const one = call.argv[1] === undefined || call.argv[1].value === '1';
  scope.leaving = !one ? 'perhaps' : call.argv[0]?.value === 'break' ? 'loop' : 'round';
  return [];
}

/** Text for a person is of no interest; text that goes into a file or another program is. */
function print(call: BuiltinCall): StartStep[] {
  return call.writes ? named(call) : [];
}
