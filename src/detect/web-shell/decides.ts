import type { RequestFlow } from '../flow/flow.ts';
import { REQUEST, type Value } from '../flow/value.ts';

/** Behind which what follows is a command of its own: the start, a separator, a shell's or interpreter's `-c`. */
const COMMAND_PLACE = new RegExp(
  [
    '^\\s*',
    '[;&|(`\\n]\\s*',
    '\\b(?:sudo|exec|nohup|time|eval)\\s+',
    '(?:^|[\\s/\\\\"\'])(?:ba|da|z|a|k)?sh(?:\\.exe)?["\']?\\s+(?:-\\w{1,10}\\s+){0,4}-\\w{0,5}c\\s*["\']?\\s*',
    '(?:^|[\\s\\\\/"\'])cmd(?:\\.exe)?["\']?\\s+(?:/\\w\\s+)*/[ckr]\\s*["\']?\\s*',
    '^\\s*["\']?/[ckr]\\s*["\']?\\s*',
    '^\\s*-\\w{0,5}c\\s*["\']?\\s*',
    'powershell(?:\\.exe)?["\']?\\s[^;|&]{0,200}-(?:c|command|e|ec|enc|encodedcommand)\\s*["\']?\\s*',
    '\\b(?:python[\\d.]*|perl|php|ruby|node|lua)\\s+-[cerE]\\s*["\']?\\s*',
  ]
    .map((part) => `(?:${part})`)
    .join('|')
    .replace(/^/, '(?:')
    .concat(')$'),
  'i',
);

const BEFORE = 400;

/** What stands before each place of the request's text; what is unknown stands as a word. */
function textsBefore({ pieces }: Value): readonly string[] {
  const before: string[] = [];
  let text = '';
  for (const piece of pieces) {
    if (piece === REQUEST) before.push(text.slice(-BEFORE));
    text += typeof piece === 'string' ? piece.slice(-BEFORE) : 'x';
  }
  return before;
}

/** Whether the request decides what is run, rather than filling in an argument of what the program runs. */
export function decides({ kind, value }: RequestFlow): boolean {
  const before = textsBefore(value);
  switch (kind) {
    case 'command':
      return before.some((text) => COMMAND_PLACE.test(text));
    case 'code':
      // Between quotes, or in an element of a page, it is meant to be data.
      return before.some(
        (text) => !/["']\s*$|<[a-z]\w{0,20} [a-z-]{1,40}=(["'])[\w -]{0,100}\1>\s*$/.test(text),
      );
    case 'include':
      return value.pieces.length === 1;
    default:
      return true;
  }
}
