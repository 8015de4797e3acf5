import type { FlatState } from './flat-state.ts';
import { beginsHereDocument, readHereDocuments } from './here-documents.ts';
import type { Commands } from './open-parts.ts';
import { readPattern, reserved } from './reserved.ts';
import { readWord } from './words.ts';

/** What comes next where commands stand. */
export function readCommand(state: FlatState, commands: Commands): void {
  const character = state.source.charAt(state.at);
  if (commands.inPattern && readPattern(state, commands)) return;
  switch (character) {
    case '\n':
      state.end(commands);
      commands.closed = false;
      state.at++;
      readHereDocuments(state);
      return;
    case ' ':
    case '\t':
    case '\r':
      state.put(' ');
      state.at++;
      return;
    case '#':
      if (/[\s;&|(]|^$/.test(state.source.charAt(state.at - 1))) {
        const end = state.source.indexOf('\n', state.at);
        state.at = end < 0 ? state.source.length : end;
      } else state.copy(1);
      return;
    case ';':
    case '&':
    case '|':
      operator(state, commands, character);
      return;
    case '<':
    case '>':
      redirection(state, commands);
      return;
    case '(':
      parenthesis(state, commands);
      return;
    case ')':
      closing(state, commands);
      return;
    default:
      if ((commands.atStart || commands.inHead) && reserved(state, commands)) return;
      if (/[{}]/.test(character) && brace(state, commands)) return;
      commands.atStart = false;
      readWord(state, character, commands);
  }
}

/** zsh: `if [[ … ]] { … }`. Elsewhere no word is a lone brace. */
function brace(state: FlatState, commands: Commands): boolean {
  if (!/^\s[{}](?:[\s;]|)$/.test(state.source.slice(state.at - 1, state.at + 2))) return false;
  if (!commands.piece.blank) state.end(commands);
  commands.atStart = true;
  state.at++;
  return true;
}

function operator(state: FlatState, commands: Commands, character: string): void {
  const next = state.source.charAt(state.at + 1);
  if (character === '|' && next !== '|') {
    state.goOn(commands);
    state.copy(next === '&' ? 2 : 1);
    commands.atStart = true;
    return;
  }
  if (character === '&' && next === '>') {
    state.goOn(commands);
    state.copy(2);
    return;
  }
  if (character === ';' && /[;&]/.test(next) && commands.cases > 0) {
    state.end(commands);
    commands.inPattern = true;
    state.at += state.source[state.at + 2] === '&' ? 3 : 2;
    return;
  }
  state.end(commands);
  commands.closed = false;
  state.at += next === character ? 2 : 1;
}

function redirection(state: FlatState, commands: Commands): void {
  if (/[<>]\(/y.test(state.source.slice(state.at, state.at + 2))) {
    state.put('/dev/fd/63 ');
    state.at += 2;
    state.open(')');
    return;
  }
  state.goOn(commands);
  if (beginsHereDocument(state, commands)) return;
  state.copy(state.match(/[<>]+[&|]?/y)?.[0].length ?? 1);
}

function parenthesis(state: FlatState, commands: Commands): void {
  const before = state.source.charAt(state.at - 1);
  if (before === '=' || (/[@?*+!]/.test(before) && !commands.piece.blank)) {
    state.stack.push({ kind: 'list', open: 0 });
    state.copy(1);
    return;
  }
  if (!commands.atStart && state.match(/\([ \t]*\)/y) !== null) {
    // The name of a function.
    state.at = state.source.indexOf(')', state.at) + 1;
    commands.piece = state.newPiece();
  } else {
    if (!commands.atStart) state.end(commands);
    commands.groups++;
    state.at++;
  }
  commands.atStart = true;
}

function closing(state: FlatState, commands: Commands): void {
  state.at++;
  if (commands.groups > 0) {
    commands.groups--;
    if (!commands.piece.blank) state.end(commands);
    commands.closed = true;
    commands.atStart = false;
  } else if (commands.end === ')') {
    state.leave(commands);
  } else {
    // What only the pattern of a `case` can end with.
    commands.piece = state.newPiece();
    commands.atStart = true;
  }
}
