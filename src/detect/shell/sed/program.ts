import { type Pattern, sedPattern } from './pattern.ts';

/** Which lines a command is for: a number from 1, the last one, or those that a pattern matches. */
export type SedAddress = number | 'last' | Pattern;

export interface SedCommand {
  readonly from?: SedAddress;
  readonly to?: SedAddress;
  /** `!`: for all other lines. */
  readonly others: boolean;
  readonly does:
    | {
        readonly kind: 'replace';
        readonly pattern: Pattern;
        readonly by: string;
        readonly which: number;
        readonly all: boolean;
        /** The `p` behind it: prints the line where something was replaced. */
        readonly prints: boolean;
      }
    | { readonly kind: 'delete' | 'print' }
    | { readonly kind: 'before' | 'after' | 'instead'; readonly text: string };
}

const MAX_COMMANDS = 50;
const MAX_PATTERN = 1000;

/** The commands of a sed script; undefined as soon as one is none of `s`, `d`, `p`, `a`, `i` and `c`. */
export function sedProgram(script: string, extended: boolean): readonly SedCommand[] | undefined {
  return new ScriptReader(script, extended).read();
}

class ScriptReader {
  readonly #text: string;
  readonly #extended: boolean;
  #at = 0;

  constructor(text: string, extended: boolean) {
    this.#text = text;
    this.#extended = extended;
  }

  read(): readonly SedCommand[] | undefined {
    const commands: SedCommand[] = [];
    for (;;) {
      this.#skip(/[\s;]/);
      if (this.#at >= this.#text.length) return commands;
      const command = this.#command();
      if (command === undefined || commands.length >= MAX_COMMANDS) return undefined;
      commands.push(command);
    }
  }

  #command(): SedCommand | undefined {
    const from = this.#address();
    if (from === null) return undefined;
    let to: SedAddress | undefined;
    if (from !== undefined && this.#text[this.#at] === ',') {
      this.#at++;
      const end = this.#address();
      if (end === null || end === undefined) return undefined;
      to = end;
    }
    this.#skip(/ /);
    const others = this.#text[this.#at] === '!';
    if (others) this.#at++;
    this.#skip(/ /);
    const does = this.#does(this.#text.charAt(this.#at++));
    if (does === undefined) return undefined;
    return { ...(from !== undefined && { from }), ...(to !== undefined && { to }), others, does };
  }

  /** Null for one that is not understood. */
  #address(): SedAddress | undefined | null {
    const character = this.#text.charAt(this.#at);
    if (character === '$') {
      this.#at++;
      return 'last';
    }
    const number = /^\d{1,9}/.exec(this.#text.slice(this.#at, this.#at + 10))?.[0];
    if (number !== undefined) {
      this.#at += number.length;
      return Number(number);
    }
    if (character !== '/' && character !== '\\') return undefined;
    if (character === '\\') this.#at++;
    const source = this.#until(this.#text.charAt(this.#at++));
    if (source === undefined) return null;
    const anyCase = this.#text[this.#at] === 'I';
    if (anyCase) this.#at++;
    return sedPattern(source, { extended: this.#extended, anyCase }) ?? null;
  }

  #does(name: string): SedCommand['does'] | undefined {
    switch (name) {
      case 's':
        return this.#replace();
      case 'd':
        return { kind: 'delete' };
      case 'p':
        return { kind: 'print' };
      case 'a':
        return { kind: 'after', text: this.#restOfLine() };
      case 'i':
        return { kind: 'before', text: this.#restOfLine() };
      case 'c':
        return { kind: 'instead', text: this.#restOfLine() };
      default:
        return undefined;
    }
  }

  #replace(): SedCommand['does'] | undefined {
    const mark = this.#text.charAt(this.#at++);
    if (mark === '' || /[\s\\]/.test(mark)) return undefined;
    const source = this.#until(mark);
    const by = source === undefined ? undefined : this.#until(mark, true);
    if (source === undefined || by === undefined) return undefined;
    const flags = /^[gIip0-9]{0,6}/.exec(this.#text.slice(this.#at, this.#at + 8))?.[0] ?? '';
    this.#at += flags.length;
    if (!/^[\s;}]?$/.test(this.#text.charAt(this.#at))) return undefined;
    const pattern = sedPattern(source, { extended: this.#extended, anyCase: /i/i.test(flags) });
    if (pattern === undefined) return undefined;
    const which = Number(/\d{1,4}/.exec(flags)?.[0] ?? 1);
    return { kind: 'replace', pattern, by, which, all: flags.includes('g'), prints: flags.includes('p') };
  }

  /** What stands before the next mark that no backslash takes the meaning from; the mark itself is passed. */
  #until(mark: string, keepsEscapes = false): string | undefined {
    let text = '';
    for (; this.#at < this.#text.length && text.length <= MAX_PATTERN * 8; this.#at++) {
      const character = this.#text.charAt(this.#at);
      if (character === mark) {
        this.#at++;
        return keepsEscapes || text.length <= MAX_PATTERN ? text : undefined;
      }
      if (character !== '\\') {
        text += character;
        continue;
      }
      const next = this.#text.charAt(++this.#at);
      text += next === mark && !/[.*[\]^$&(){}|+?]/.test(mark) ? next : `\\${next}`;
    }
    return undefined;
  }

  /** The text of `a`, `i` and `c`: GNU's on one line, or behind a backslash and a line end. */
  #restOfLine(): string {
    this.#skip(/ /);
    if (this.#text[this.#at] === '\\') {
      this.#at++;
      if (this.#text[this.#at] === '\n') this.#at++;
    }
    let text = '';
    for (; this.#at < this.#text.length && this.#text[this.#at] !== '\n'; this.#at++) {
      if (this.#text[this.#at] === '\\') {
        const next = this.#text.charAt(++this.#at);
        text += next === 't' ? '\t' : next;
      } else text += this.#text.charAt(this.#at);
    }
    return text;
  }

  #skip(what: RegExp): void {
    while (this.#at < this.#text.length && what.test(this.#text.charAt(this.#at))) this.#at++;
  }
}
