import { DEFAULT_LIMITS } from '../../base/limits.ts';
import type { ShellScript } from './model.ts';
import { ScriptReader } from './reader/script-reader.ts';
import { ScriptState } from './reader/script-state.ts';
import type { ShellOptions } from './shell-options.ts';

/**
 * Reads a shell script without running it: every pipeline in it, with variables, quotes, substitutions, wrapper
 * commands, `sh -c` arguments, here-documents and `echo … | base64 -d | sh` followed as far as the text alone
 * says. Text that is no shell gives what can be made of it. Never throws.
 */
export function readShell(text: string, options: ShellOptions = {}): ShellScript {
  const state = new ScriptState(text, options);
  const reader = new ScriptReader(state);
  const { maxTextBytes } = options.limits ?? DEFAULT_LIMITS;
  reader.read(text.slice(0, maxTextBytes), options.line ?? 1, options.via, 0);
  state.readLater();
  const { pipelines, carried, variables } = state;
  const cut = state.cut ?? (text.length > maxTextBytes ? 'maxScriptParts' : undefined);
  return {
    pipelines,
    carried,
    variables: variables.values,
    parts: state.taken,
    ...(cut !== undefined && { cut }),
  };
}
