import type { FlatState } from './flat-state.ts';
import type { Commands, Part } from './open-parts.ts';

const PLAIN = /[^\s;&|()<>"'`$\\{}#]+/y;
/** A substitution with nothing in it that could hide anything from a parser. */
const SHALLOW = /\$\((?!\()(?:[^()'"`$\\\n]|"[^"`$\\\n]*"|'[^'\n]*'|\$[\w@*#]|\$\{\w+\}){0,400}\)/y;

/** What a word is made of, in commands and in the parts of words. */
export function readWord(state: FlatState, character: string, inside: Commands | Part): void {
  switch (character) {
    case '\\':
      if (state.source[state.at + 1] === '\n') state.at += 2;
      else state.copy(2);
      return;
    case "'": {
      if (inside.kind === 'double') {
        state.copy(1);
        return;
      }
      const isAnsi = state.source[state.at - 1] === '$';
      const end = isAnsi ? ansiEnd(state.source, state.at + 1) : state.source.indexOf("'", state.at + 1);
      state.copy(end < 0 ? state.source.length - state.at : end + 1 - state.at);
      return;
    }
    case '"':
      state.stack.push({ kind: 'double', open: 0 });
      state.copy(1);
      return;
    case '`':
      if (state.commands?.end === '`') {
        state.at++;
        while (state.stack.at(-1) !== state.commands) state.stack.pop();
        const commands = state.commands;
        if (commands !== undefined) state.leave(commands);
        return;
      }
      state.put('$(:)');
      state.at++;
      state.open('`');
      return;
    case '$':
      dollar(state);
      return;
    default:
      state.copy(Math.max(1, inside.kind === 'commands' ? (state.match(PLAIN)?.[0].length ?? 1) : 1));
  }
}

/** Where the quote stands that ends a text in `$'…'`, or the end: looked for in steps, for such a text may have millions of characters. */
function ansiEnd(source: string, from: number): number {
  const within = /(?:[^'\\]|\\[^]){1,4096}/y;
  let end = from;
  for (within.lastIndex = end; within.test(source); ) end = within.lastIndex;
  return end;
}

function dollar(state: FlatState): void {
  const next = state.source.slice(state.at + 1, state.at + 3);
  const shallow = state.match(SHALLOW);
  if (shallow !== null) state.copy(shallow[0].length);
  else if (next === '((') {
    state.copy(3);
    state.stack.push({ kind: 'arithmetic', open: 2 });
  } else if (next.startsWith('(')) {
    state.put('$(:)');
    state.at += 2;
    state.open(')');
  } else if (next.startsWith('{')) {
    state.copy(2);
    state.stack.push({ kind: 'parameter', open: 1 });
  } else state.copy(1);
}

export function readPart(state: FlatState, part: Part): void {
  const character = state.source.charAt(state.at);
  const [opens, closes] = part.kind === 'parameter' ? ['{', '}'] : ['(', ')'];
  if (part.kind === 'double') {
    if (character === '"') {
      state.stack.pop();
      state.copy(1);
      return;
    }
  } else if (character === opens) {
    part.open++;
    state.copy(1);
    return;
  } else if (character === closes) {
    part.open--;
    state.copy(1);
    if (part.open <= 0) state.stack.pop();
    return;
  }
  readWord(state, character, part);
}
