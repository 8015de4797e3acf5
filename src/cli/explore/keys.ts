/** A key as the explorer knows it: its name, or the character that it types. */
export type Key =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'page-up'
  | 'page-down'
  | 'home'
  | 'end'
  | 'enter'
  | 'escape'
  | 'backspace'
  | 'tab'
  | 'back-tab'
  | 'interrupt'
  | 'suspend'
  | 'redraw'
  | { readonly text: string };

/** What terminals send (xterm, "Control Sequences"; VT220). */
const SEQUENCES: Readonly<Record<string, Key>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  H: 'home',
  F: 'end',
  Z: 'back-tab',
  '1~': 'home',
  '4~': 'end',
  '5~': 'page-up',
  '6~': 'page-down',
  '7~': 'home',
  '8~': 'end',
};

const CONTROLS: Readonly<Record<string, Key>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\x7f': 'backspace',
  '\b': 'backspace',
  '\x03': 'interrupt',
  '\x1a': 'suspend',
  '\x0c': 'redraw',
  '\x06': 'page-down',
  '\x02': 'page-up',
  '\x0e': 'down',
  '\x10': 'up',
};

/** The keys in what a terminal sent at once. Sequences that mean nothing here are left out. */
export function decodeKeys(text: string): readonly Key[] {
  const keys: Key[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === '\x1b') {
      // CSI or SS3, parameters, and the byte that ends it.
      const sequence = /^\x1b(?:\[|O)([\d;]*)([A-Za-z~])/.exec(text.slice(at, at + 30));
      if (sequence === null) {
        keys.push('escape');
        at++;
        continue;
      }
      const [whole, parameters = '', end = ''] = sequence;
      const key = SEQUENCES[end === '~' ? `${parameters.split(';')[0]}~` : end];
      if (key !== undefined) keys.push(key);
      at += whole.length;
      continue;
    }
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    at += character.length;
    const control = CONTROLS[character];
    if (control !== undefined) keys.push(control);
    else if (character >= ' ') keys.push({ text: character });
  }
  return keys;
}
