import { type Argument, known } from './chain.ts';

/** Linux reads this much of a script's first line (BINPRM_BUF_SIZE). */
const MAX_LINE = 255;

/**
 * The interpreter's argv, as Linux makes it from a script's first line: the interpreter, at most one argument,
 * then the script and its own arguments (execve(2), "Interpreter scripts"). Undefined without such a line.
 */
export function interpreterOf(text: string): string[] | undefined {
  if (!text.startsWith('#!')) return undefined;
  const end = text.indexOf('\n');
  const line = text.slice(2, Math.min(end === -1 ? MAX_LINE : end, MAX_LINE)).trim();
  const space = line.search(/[ \t]/);
  if (line === '') return undefined;
  return space === -1 ? [line] : [line.slice(0, space), line.slice(space).trim()];
}

/**
 * The interpreter behind `env` or s6-overlay's `with-contenv`, where a script names it that way:
 * `#!/usr/bin/env -S bash -e`, `#!/command/with-contenv bash`.
 */
export function throughEnv(interpreter: readonly string[]): readonly Argument[] {
  const [program = '', option = ''] = interpreter;
  if (!/(?:^|\/)(?:env|with-contenv)$/.test(program)) return interpreter.map(known);
  const splits = /^-S\s*/.test(option) || program.endsWith('with-contenv');
  const split = splits ? option.replace(/^-S\s*/, '').split(/\s+/) : [option];
  const from = split.findIndex((word) => word !== '' && !word.includes('=') && !word.startsWith('-'));
  return (from === -1 ? [program] : split.slice(from)).map(known);
}
