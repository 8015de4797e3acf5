import type { ProgramLanguage } from '../program-language.ts';

/** A string literal of a program. */
export interface Literal {
  /** What stands between the quotes, as written. */
  readonly raw: string;
  /** Index after the closing quote. */
  readonly end: number;
  /** What is put into it while the program runs, if its kind allows that. */
  readonly interpolation?: RegExp;
  /** False where a backslash is a character like any other. */
  readonly escapes: boolean;
}

/** Longer ones are cut there. */
const MAX_LITERAL = 20_000;
const OPENING = /([fbruFBRU]{0,2})("""|'''|["'`])/y;
const BRACES = /\$\{([^{}]{0,200})\}/g;
const HASH = /#\{([^{}]{0,200})\}/g;
const FORMATTED = /(?<!\{)\{([^{}]{0,200})\}(?!\})/g;
const SIGIL =
  /\{?(\$\{?[A-Za-z_]\w{0,60}(?:::\w{1,60}){0,5}\}?(?:->\w{1,60}|\{[^}]{0,60}\}|\[[^\]]{0,60}\])?)\}?|(@\w{1,60})/g;

/** Reads the literal that begins at an index; undefined where none does. */
export function literalAt(text: string, at: number, language: ProgramLanguage): Literal | undefined {
  OPENING.lastIndex = at;
  const opening = OPENING.exec(text);
  if (opening === null) return undefined;
  const [whole, prefix = '', quote = ''] = opening;
  if (prefix !== '' && language !== 'python') return undefined;
  const mark = quote.length === 3 && language !== 'python' ? quote.charAt(0) : quote;
  // Backticks run a command in these languages.
  if (mark === '`' && language !== 'node') return undefined;
  const from = at + whole.length - (quote.length - mark.length);
  const end = closing(text, from, mark);
  const interpolation = interpolationOf(language, mark, prefix);
  return {
    raw: text.slice(from, end),
    end: end + mark.length,
    escapes: !/r/i.test(prefix),
    ...(interpolation === undefined ? {} : { interpolation }),
  };
}

function interpolationOf(language: ProgramLanguage, mark: string, prefix: string): RegExp | undefined {
  switch (language) {
    case 'python':
      return /f/i.test(prefix) ? FORMATTED : undefined;
    case 'node':
      return mark === '`' ? BRACES : undefined;
    case 'ruby':
      return mark === '"' ? HASH : undefined;
    case 'perl':
    case 'php':
      return mark === '"' ? SIGIL : undefined;
    default:
      return undefined;
  }
}

/** The index of the mark that ends a literal whose text begins at `from`; where it is cut, if none does. */
export function closing(text: string, from: number, mark: string, most = MAX_LITERAL): number {
  const last = Math.min(text.length, from + most);
  for (let at = from; at < last; at++) {
    if (text[at] === '\\') at++;
    else if (text.startsWith(mark, at)) return at;
  }
  return last;
}

/** The characters that a literal's text stands for. */
export function unescaped(raw: string): string {
  return raw.replace(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[\s\S])/g, (_whole, code: string) => {
    if (code.length > 1) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return code === 'n' ? '\n' : code === 't' ? '\t' : code === 'r' ? '\r' : code === '\n' ? '' : code;
  });
}
