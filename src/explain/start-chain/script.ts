import { baseName } from '../../base/base-name.ts';
import type { StartStep } from '../explanation.ts';
import { UNKEPT_TEXT } from '../explanation.ts';
import { oneLine } from '../printable.ts';
import type { Program } from './chain.ts';
import { type Argument, type Chain, type Following, type Invocation, known } from './chain.ts';
import { openScript, placeInFile } from './open-script.ts';
import { findProgram } from './program.ts';
import { readForeignScript } from './programs/foreign-programs.ts';
import { givenTo } from './programs/given.ts';
import { languageOfProgram } from './programs/program-reader.ts';
import { readProgram } from './programs/program-text.ts';
import { interpreterOf, throughEnv } from './shebang.ts';
import { newScope } from './shell/scope.ts';
import { isShell } from './shell/shell-names.ts';
import { walkText } from './shell/walk-text.ts';
import { makeStep } from './step.ts';

/** Follows a script that is executed: its interpreter, and what it runs where that is a shell. */
export function followScript(invocation: Invocation, program: Program, chain: Chain): Following {
  const node = program.node;
  if (node === undefined) return { children: [] };
  const text = chain.text(node.path);
  const kept = node.entry.content;
  const interpreter =
    (text === undefined ? undefined : interpreterOf(text)) ??
    (kept?.kind === 'script' && kept.interpreter !== '' ? [kept.interpreter] : undefined);
  if (interpreter === undefined) {
    const shell = readByShell(invocation, program, chain, invocation.argv.slice(1));
    const note = 'it has no #! line, so that only a shell can start it';
    return { ...shell, unknown: shell.unknown === undefined ? note : `${note}; ${shell.unknown}` };
  }
  if (chain.budget.open.has(`/${node.path}`)) return { children: [], unknown: 'already followed above' };
  const children = interpreterSteps(chain, invocation, program, interpreter);
  const [real] = throughEnv(interpreter);
  if (!isShell(real?.value ?? '')) {
    const language = languageOfProgram(real?.value ?? '');
    if (text === undefined) return { children, unknown: UNKEPT_TEXT };
    if (language === undefined) {
      const foreign = readForeignScript(chain, program, baseName(real?.value ?? ''), invocation);
      return foreign === undefined
        ? { children }
        : { ...foreign, children: [...children, ...foreign.children] };
    }
    const read = readProgram(chain, program, {
      language,
      interpreter: real?.value ?? language,
      environment: invocation.environment,
      given: givenTo(invocation, 1, chain),
    });
    return { ...read, children: [...children, ...read.children] };
  }
  const shell = readByShell(invocation, program, chain, invocation.argv.slice(1));
  return { ...shell, children: [...children, ...shell.children] };
}

/** The interpreter is a program of its own, which may be missing or may be something else than its name says. */
function interpreterSteps(
  chain: Chain,
  invocation: Invocation,
  script: Program,
  interpreter: readonly string[],
): readonly StartStep[] {
  const place = placeInFile(chain, script, 1);
  const command = oneLine(`#!${interpreter.join(' ')}`);
  const found = findProgram(chain, interpreter[0] ?? '', invocation.environment);
  chain.budget.stepsLeft--;
  const real = throughEnv(interpreter);
  const parts = {
    what: found.what,
    command,
    kind: found.kind,
    place,
    program: found,
    unknown: found.unknown,
  };
  if (real[0]?.value === interpreter[0]) return [makeStep(chain, parts)];
  const inner = findProgram(chain, real[0]?.value ?? '', invocation.environment);
  const innerParts = {
    what: inner.what,
    command,
    kind: inner.kind,
    place,
    program: inner,
    unknown: inner.unknown,
  };
  return [makeStep(chain, { ...parts, children: [makeStep(chain, innerParts)] })];
}

/** Follows the commands of a file that a new shell reads: started by name, as `sh FILE`, or the like. */
export function readByShell(
  invocation: Invocation,
  script: Program,
  chain: Chain,
  args: readonly Argument[],
): Following {
  return openScript(chain, script, args, (text, place) => {
    const scope = newScope(invocation.environment, known(script.path ?? script.what), args);
    return walkText(chain, text, { place, scope });
  });
}
