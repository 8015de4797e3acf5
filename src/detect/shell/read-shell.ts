import { DEFAULT_LIMITS } from '../../base/limits.ts';
import type { ShellScript } from './model.ts';
import { MAX_TEXT } from './reader/bounds.ts';
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
  for (const chunk of chunks(text.slice(0, maxTextBytes))) {
    if (state.isExhausted) break;
    reader.read(chunk.text, (options.line ?? 1) + chunk.line - 1, options.via, 0);
  }
  const { pipelines, carried, variables } = state;
  const cut = state.isCut || text.length > maxTextBytes;
  return { pipelines, carried, variables: variables.values, ...(cut ? { cut } : {}) };
}

/** Pieces of at most MAX_TEXT characters, cut at line ends. */
function* chunks(text: string): Generator<{ text: string; line: number }> {
  let line = 1;
  let start = 0;
  while (start < text.length) {
    let end = Math.min(text.length, start + MAX_TEXT);
    if (end < text.length) {
      const newline = text.lastIndexOf('\n', end);
      if (newline > start) end = newline + 1;
    }
    const piece = text.slice(start, end);
    yield { text: piece, line };
    for (let at = piece.indexOf('\n'); at >= 0; at = piece.indexOf('\n', at + 1)) line++;
    start = end;
  }
}
