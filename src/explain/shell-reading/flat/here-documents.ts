import type { FlatState } from './flat-state.ts';
import type { Commands } from './open-parts.ts';

const HERE = /<<(-?)[ \t]*(?:'([^'\n]*)'|"([^"\n]*)"|\\?([^\s;&|()<>"'`\\]+))/y;

/** `<<EOF`: what it reads stands behind the line; true where one stood here. */
export function beginsHereDocument(state: FlatState, commands: Commands): boolean {
  const here = state.match(HERE);
  if (here === null || state.source[state.at + 2] === '<') return false;
  const delimiter = here[2] ?? here[3] ?? here[4] ?? '';
  state.copy(here[0].length);
  state.pending.push({ piece: commands.piece, delimiter, tabs: here[1] === '-' });
  return true;
}

/** The bodies of the here-documents that the line before has begun. */
export function readHereDocuments(state: FlatState): void {
  for (const { piece, delimiter, tabs } of state.pending) {
    while (state.at < state.source.length) {
      const newline = state.source.indexOf('\n', state.at);
      const end = newline < 0 ? state.source.length : newline;
      const line = state.source.slice(state.at, end);
      piece.documents += `${line}\n`;
      state.at = end + 1;
      if ((tabs ? line.replace(/^\t+/, '') : line) === delimiter) break;
    }
  }
  state.pending = [];
}
