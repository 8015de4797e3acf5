import type { ProgramLanguage } from './program-language.ts';
import { closing } from './static/literal.ts';

/** How much of a call's arguments is read at least. */
const LEAST_CALL = 400;
const MAX_ARGUMENTS = 5000;
const MAX_VARIABLES = 50_000;

const ASSIGNMENT =
  /(?<![\w.])[$@]?([A-Za-z_]\w{0,60})\s*=\s*(?:\(\s*)?[fbru]{0,2}(?:"([^"\\\n]{0,4000})"|'([^'\\\n]{0,4000})')((?:\s{0,40}(?:[+.]|\\\n)?\s{0,40}(?:"[^"\\\n]{0,2000}"|'[^'\\\n]{0,2000}')){0,8})/g;

/** What ends a call without brackets right behind a text. */
const CALL_ENDS =
  /\s{0,200}(?:(?:if|unless|while|until|for|foreach|when|and|or|xor|rescue|end)(?![\w'])|\/\/)/y;
/** Another term, that no longer matters where the text is true: neither '0' nor made of variables that may be empty. */
const OTHER_TERM = /\s{0,200}\|\|/y;

/** Names that a program sets to plain text, with what pieces of it are joined: `W = "4A" + "bc"`. */
export function textVariables(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const match of text.matchAll(ASSIGNMENT)) {
    if (found.size >= MAX_VARIABLES) break;
    const rest = [...(match[4] ?? '').matchAll(/"([^"]*)"|'([^']*)'/g)].map((piece) => piece[1] ?? piece[2]);
    found.set(match[1] ?? '', `${match[2] ?? match[3] ?? ''}${rest.join('')}`);
  }
  return found;
}

/**
 * The arguments of a call as a command line. `at` is where the first argument begins; a list counts as its items.
 * Names are replaced by the text they stand for where that is known and stay as `$name` elsewhere. One argument,
 * or a first one with blanks, is a line for the shell; several are words. Undefined when no text begins there.
 *
 * @param most characters that are read
 */
export function callCommand(
  text: string,
  at: number,
  variables: ReadonlyMap<string, string>,
  language: ProgramLanguage,
  most: number,
): { readonly command: string | undefined; readonly read: number } {
  const reader = new ArgumentReader(text.slice(at, at + Math.max(LEAST_CALL, most)), variables, language);
  const words = reader.words();
  const { read } = reader;
  const [first] = words;
  if (first === undefined) return { command: undefined, read };
  const command = words.length === 1 || /\s/.test(first) ? first : words.map(quote).join(' ');
  return { command, read };
}

export function quote(word: string): string {
  // A word that is not known stays a variable for the shell's reader.
  if (/^\$\w+$/.test(word)) return `"${word}"`;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

class ArgumentReader {
  readonly #text: string;
  readonly #variables: ReadonlyMap<string, string>;
  readonly #language: ProgramLanguage;
  #at = 0;

  constructor(text: string, variables: ReadonlyMap<string, string>, language: ProgramLanguage) {
    this.#text = text;
    this.#variables = variables;
    this.#language = language;
  }

  /** Characters that were gone through. */
  get read(): number {
    return this.#at;
  }

  words(): readonly string[] {
    const words: string[] = [];
    let current: string | undefined;
    let formatting = false;
    while (this.#at < this.#text.length && words.length < MAX_ARGUMENTS) {
      const character = this.#text.charAt(this.#at);
      if (character === ')' || character === ';' || character === '{') break;
      if (character === ']' || character === ',' || this.#isFatComma()) {
        if (current !== undefined) words.push(current);
        current = undefined;
        formatting = false;
        this.#at++;
        continue;
      }
      if (character === '%' && current !== undefined) {
        formatting = true;
        this.#at++;
        continue;
      }
      const isText = /["'`]/.test(character);
      const piece = this.#piece();
      if (piece === undefined) {
        // A line that ends without an operator ends the call of a language without brackets.
        if (character === '\n' && words.length === 0 && current !== undefined && !this.#goesOn()) break;
        this.#at++;
        continue;
      }
      if (piece === STOP) break;
      if (formatting && current !== undefined) current = current.replace(/%[sdr]/, () => piece);
      else current = (current ?? '') + piece;
      if (isText && current !== '' && this.#isOver(current)) break;
    }
    if (current !== undefined) words.push(current);
    return words;
  }

  /** Perl and Ruby: `system 'command' if …`. */
  #isOver(current: string): boolean {
    if (this.#language !== 'perl' && this.#language !== 'ruby') return false;
    const isTrue = current !== '0' && !/^(?:[$@]\{?\w*\}?)+$/.test(current.slice(0, 200));
    for (const end of isTrue ? [CALL_ENDS, OTHER_TERM] : [CALL_ENDS]) {
      end.lastIndex = this.#at;
      if (end.test(this.#text)) return true;
    }
    return false;
  }

  #isFatComma(): boolean {
    return this.#language === 'perl' && this.#text.startsWith('=>', this.#at);
  }

  #goesOn(): boolean {
    return /^\s*["'`+.,\])]/.test(this.#text.slice(this.#at, this.#at + 200));
  }

  #piece(): string | undefined {
    const string = /^[fbru]{0,2}("""|'''|["'`])/.exec(this.#text.slice(this.#at, this.#at + 6));
    if (string?.[1] !== undefined) {
      const from = this.#at + string[0].length;
      const end = closing(this.#text, from, string[1], this.#text.length);
      const raw = this.#text.slice(from, end);
      this.#at = end + string[1].length;
      return this.#interpolate(unescape(raw), string[0], string[1]);
    }
    const name = /^[$@]?([A-Za-z_][\w.]{0,60})(\s*=(?![=>]))?/.exec(
      this.#text.slice(this.#at, this.#at + 80),
    );
    if (name?.[1] === undefined) return undefined;
    // `shell=True` and what follows are options of the call.
    if (name[2] !== undefined) return STOP;
    this.#at += name[0].length;
    return this.#variables.get(name[1]) ?? `$${name[1].replaceAll('.', '_')}`;
  }

  #interpolate(text: string, opening: string, mark: string): string {
    const value = (whole: string, name: string): string => this.#variables.get(name) ?? whole;
    switch (this.#language) {
      case 'python':
        return /f/.test(opening) ? text.replace(/\{(\w{1,60})\}/g, value) : text;
      case 'node':
        return mark === '`' ? text.replace(/\$\{(\w{1,60})\}/g, value) : text;
      case 'ruby':
        return text.replace(/#\{(\w{1,60})\}/g, value);
      case 'perl':
      case 'php':
        return mark === "'" ? text : text.replace(/\{?\$\{?(\w{1,60})\}?\}?/g, value);
      default:
        return text;
    }
  }
}

/** Marks an option by name; no text of a program is this. */
const STOP = '\u0000';

function unescape(text: string): string {
  return text
    .replace(/\\x([0-9a-fA-F]{2})/g, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\n/g, '\n')
    .replace(/\\t/g, '\t')
    .replace(/\\(["'`\\])/g, '$1');
}
