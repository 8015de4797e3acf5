import { DEFAULT_LIMITS } from '../../base/limits.ts';
import { putTogether } from '../put-together/put-together.ts';
import type { ScriptCut, ShellScript } from '../shell/model.ts';
import { readShell } from '../shell/read-shell.ts';
import { commandsIn, MAX_COMMANDS } from './commands-in.ts';
import { handedOn } from './handed-on.ts';
import type { Language } from './language.ts';
import type { UnitOptions } from './text-unit.ts';

/** A text that may run commands. */
export interface Commanding {
  readonly text: string;
  readonly language: Language;
  readonly path: string;
  /** For a carried text, the line of the file that it comes from. */
  readonly line?: number;
  readonly via?: string;
}

/** What a text runs and hands on: itself as a script, or the commands that its language has run. */
export function commandsOf(
  source: Commanding,
  options: UnitOptions,
): ShellScript & { readonly fetched?: readonly number[] } {
  const { text, language, path, line, via } = source;
  const shellOptions = {
    ...(options.variables !== undefined && { variables: options.variables }),
    ...(options.readFile !== undefined && { readFile: options.readFile }),
    ...(via !== undefined && { via }),
    ...(options.limits !== undefined && { limits: options.limits }),
  };
  if (language === 'shell') {
    const script = readShell(text, shellOptions);
    if (line === undefined) return script;
    return { ...script, pipelines: script.pipelines.map((pipeline) => ({ ...pipeline, line })) };
  }
  const shown = commandsIn(text, language, path);
  const own = handedOn(text, language, shown, {
    ...(path !== '' && { path }),
    ...(options.readFile !== undefined && { readFile: options.readFile }),
  });
  const together = putTogether(text, language, shown);
  const commands = [...shown, ...own.commands, ...together.commands];
  const limits = options.limits ?? DEFAULT_LIMITS;
  // All commands of a text together are one script's work.
  let left = limits.maxScriptParts;
  let cut: ScriptCut | undefined =
    commands.length >= MAX_COMMANDS ? 'maxScriptParts' : own.unfollowed ? 'unfollowed' : undefined;
  const scripts: ShellScript[] = [];
  for (const command of commands) {
    if (left <= 0) break;
    const here = { ...shellOptions, limits: { ...limits, maxScriptParts: left }, line: line ?? command.line };
    const script = readShell(command.text, here);
    left -= script.parts;
    cut ??= script.cut;
    scripts.push(script);
  }
  return {
    pipelines: scripts.flatMap((script) => script.pipelines),
    carried: [...scripts.flatMap((script) => script.carried), ...own.carried, ...together.carried],
    variables: new Map(),
    ...(own.fetched.length > 0 && { fetched: own.fetched }),
    parts: limits.maxScriptParts - left + own.parts,
    ...(cut !== undefined && { cut }),
  };
}
