import type { FlatState } from './flat-state.ts';
import type { Commands } from './open-parts.ts';

const OPENERS = /^(?:then|do|else|elif|if|while|until|\{|!|begin)$/;
const CLOSERS = /^(?:fi|done|esac|\}|end)$/;
const WORD = /[^\s;&|()<>"'`$\\]+/y;

/** Words that only say how commands hang together; true where one stood here. */
export function reserved(state: FlatState, commands: Commands): boolean {
  const word = state.match(WORD)?.[0] ?? '';
  const after = state.source.charAt(state.at + word.length);
  if (word === '' || !/^(?:[\s;&|()<>]|)$/.test(after)) return false;
  if (commands.inHead) {
    if (word !== 'in' || !/\s/.test(state.source.charAt(state.at - 1))) return false;
    commands.inHead = false;
    commands.cases++;
    commands.inPattern = true;
    commands.piece = state.newPiece();
    state.at += word.length;
    return true;
  }
  if (OPENERS.test(word)) {
    state.at += word.length;
  } else if (CLOSERS.test(word)) {
    state.at += word.length;
    if (word === 'esac' && commands.cases > 0) commands.cases--;
    if (!commands.piece.blank) state.end(commands);
    commands.closed = true;
    commands.atStart = false;
  } else if (word === 'function') {
    state.at += state.match(/function[ \t]+[^\s;&|()<>]+(?:[ \t]*\([ \t]*\))?/y)?.[0].length ?? word.length;
  } else if (word === 'case') {
    commands.inHead = true;
    commands.atStart = false;
    state.at += word.length;
  } else {
    return false;
  }
  return true;
}

/** The pattern of a branch of `case` says nothing; true while it goes on. */
export function readPattern(state: FlatState, commands: Commands): boolean {
  if (state.match(/\s*esac\b/y) !== null) {
    commands.inPattern = false;
    return false;
  }
  const found = state.match(/(?:[^)'"\\\n;]|\\[^]|'[^']*'|"[^"]*")*/y);
  state.at += found?.[0].length ?? 0;
  if (state.source[state.at] === ')') commands.inPattern = false;
  state.at++;
  commands.atStart = true;
  return true;
}
