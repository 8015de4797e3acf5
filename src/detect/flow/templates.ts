/** A part of a string with variables in it: text as written, or code that gives a value. */
export interface TemplatePart {
  readonly code: boolean;
  readonly text: string;
  /** UTF-16 index in the string. */
  readonly at: number;
}

const MAX_PARTS = 5000;
/** `$x`, `$x[key]`, `$x->y` of PHP and Perl. */
const SIMPLE =
  /\$(\w{1,100})(?:\[(?:'([^'\]\n]{0,100})'|"([^"\]\n]{0,100})"|(\$?[\w-]{0,100}))\]|->(\w{1,100}))?/y;

/** Takes a string with variables apart; `style` is what begins an expression in it. */
export function templateParts(
  text: string,
  style: '$' | '${' | '{' | '#{' | undefined,
): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let braces: ReadonlyMap<number, number> | undefined;
  const closing = (from: number): number | undefined => (braces ??= bracesIn(text)).get(from - 1);
  let plain = 0;
  let at = 0;
  const add = (code: string, start: number, next: number): void => {
    if (start > plain) parts.push({ code: false, text: text.slice(plain, start), at: plain });
    parts.push({ code: true, text: code, at: start });
    plain = next;
    at = next;
  };
  if (style === undefined) return [{ code: false, text, at: 0 }];
  while (at < text.length && parts.length < MAX_PARTS) {
    const char = text[at];
    if (char === '\\') at += 2;
    else if (style === '$') {
      if (!dollar(text, at, add, closing)) at++;
    } else if (text.startsWith(style, at)) {
      if (style === '{' && text[at + 1] === '{') at += 2;
      else {
        const inside = at + style.length;
        const end = closing(inside);
        if (end === undefined) at += style.length;
        else add(text.slice(inside, end), at, end + 1);
      }
    } else at++;
  }
  if (plain < text.length || parts.length === 0)
    parts.push({ code: false, text: text.slice(plain), at: plain });
  return parts;
}

function dollar(
  text: string,
  at: number,
  add: (code: string, start: number, next: number) => void,
  closing: (from: number) => number | undefined,
): boolean {
  const char = text[at];
  const following = text[at + 1];
  if (char === '{' && following === '$') {
    const end = closing(at + 1);
    if (end !== undefined) add(text.slice(at + 1, end), at, end + 1);
    return end !== undefined;
  }
  if ((char === '$' || char === '@') && following === '{') {
    const end = closing(at + 2);
    if (end === undefined) return false;
    const inside = text.slice(at + 2, end);
    const code = char === '@' ? inside : /^\w+$/.test(inside) ? `$${inside}` : `\${${inside}}`;
    add(code, at, end + 1);
    return true;
  }
  if (char !== '$') return false;
  SIMPLE.lastIndex = at;
  const match = SIMPLE.exec(text);
  if (match === null) return false;
  const [whole, name, single, double, bare, member] = match;
  const key = single ?? double ?? bare;
  const index = key === undefined ? '' : key.startsWith('$') ? `[${key}]` : `['${key}']`;
  add(`$${name}${index}${member === undefined ? '' : `->${member}`}`, at, at + whole.length);
  return true;
}

/** Where each brace of a text is closed, by where it opens. */
function bracesIn(text: string): ReadonlyMap<number, number> {
  const closed = new Map<number, number>();
  const open: number[] = [];
  for (let at = text.search(/[{}]/); at >= 0 && at < text.length; at++) {
    const char = text[at];
    if (char === '{') open.push(at);
    else if (char === '}') {
      const start = open.pop();
      if (start !== undefined) closed.set(start, at);
    }
  }
  return closed;
}
