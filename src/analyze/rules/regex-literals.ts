import { type LiteralChoice, literalsIn } from './literal.ts';
import { allOf, anyOf, type Need } from './need.ts';

/** Brackets in brackets; whatever lies deeper is not looked at. */
const MAX_DEPTH = 20;

/**
 * What must stand in a file for a regular expression to match: in each alternative stretches of fixed
 * characters, and what groups need that are not optional. What is not understood needs nothing.
 *
 * @param source the expression, latin1 of its bytes
 * @param transform what is done to a stretch before it is looked for (for `wide`)
 */
export function regexNeed(source: string, choice: LiteralChoice, transform: (run: string) => string): Need {
  const reader = new RegexReader(source, choice, transform);
  const need = reader.alternatives(0);
  return reader.done && !reader.lost ? need : true;
}

class RegexReader {
  readonly #source: string;
  readonly #choice: LiteralChoice;
  readonly #transform: (run: string) => string;
  #at = 0;
  /** Something was not understood: nothing is certain any more. */
  lost = false;

  constructor(source: string, choice: LiteralChoice, transform: (run: string) => string) {
    this.#source = source;
    this.#choice = choice;
    this.#transform = transform;
  }

  get done(): boolean {
    return this.#at >= this.#source.length;
  }

  alternatives(depth: number): Need {
    if (depth > MAX_DEPTH) this.lost = true;
    const needs = [this.#sequence(depth)];
    while (!this.lost && this.#source[this.#at] === '|') {
      this.#at++;
      needs.push(this.#sequence(depth));
    }
    return anyOf(needs);
  }

  #sequence(depth: number): Need {
    const runs: string[] = [];
    const groups: Need[] = [];
    let run = '';
    const end = (): void => {
      if (run !== '') runs.push(this.#transform(run));
      run = '';
    };
    while (!this.done && !this.lost) {
      const char = this.#source[this.#at] ?? '';
      if (char === '|' || char === ')') break;
      if (char === '(') {
        end();
        const need = this.#group(depth);
        if (this.#repeats() !== 'optional') groups.push(need);
        continue;
      }
      const literal = char === '[' ? this.#class() : this.#one(char);
      const repeats = this.#repeats();
      if (literal === undefined || repeats === 'optional') end();
      else {
        run += literal;
        if (repeats === 'several') end();
      }
    }
    end();
    return allOf([literalsIn(runs, this.#choice), ...groups]);
  }

  #group(depth: number): Need {
    this.#at++;
    if (this.#source[this.#at] === '?') {
      if (this.#source[this.#at + 1] !== ':') this.lost = true;
      this.#at += 2;
    }
    const need = this.alternatives(depth + 1);
    if (this.#source[this.#at] !== ')') this.lost = true;
    this.#at++;
    return need;
  }

  /** Passes a class of characters. */
  #class(): undefined {
    let at = this.#at + 1;
    if (this.#source[at] === '^') at++;
    if (this.#source[at] === ']') at++;
    for (; this.#source[at] !== ']'; at++) {
      // Classes in classes (`[[:alpha:]]`) are not followed.
      if (at >= this.#source.length || this.#source[at] === '[') {
        this.lost = true;
        return undefined;
      }
      if (this.#source[at] === '\\') at++;
    }
    this.#at = at + 1;
    return undefined;
  }

  /** The character that stands here, if it is always the same one. */
  #one(char: string): string | undefined {
    this.#at++;
    if (char === '.' || char === '^' || char === '$' || char.charCodeAt(0) > 0x7f) return undefined;
    // What nothing stands before, or is no repetition, is not understood.
    if ('*+?{}'.includes(char)) {
      this.lost = true;
      return undefined;
    }
    if (char !== '\\') return char;
    const escaped = this.#source[this.#at++] ?? '';
    if (escaped === 'x') {
      const hex = /^[0-9a-fA-F]{2}/.exec(this.#source.slice(this.#at, this.#at + 2))?.[0];
      if (hex === undefined) {
        this.lost = true;
        return undefined;
      }
      this.#at += 2;
      const code = Number.parseInt(hex, 16);
      return code > 0x7f ? undefined : String.fromCharCode(code);
    }
    if (/[A-Za-z0-9]/.test(escaped)) {
      // Names of classes (`\p{…}`) reach further than one letter.
      if (/[pPuUQk0-9]/.test(escaped)) this.lost = true;
      return CONTROLS[escaped];
    }
    return escaped;
  }

  #repeats(): 'once' | 'several' | 'optional' {
    let kind: 'once' | 'several' | 'optional' = 'once';
    for (;;) {
      const rest = this.#source.slice(this.#at, this.#at + 24);
      const found = /^(?:[?*+]|\{(\d*),?\d*\})/.exec(rest);
      if (found === null) return kind;
      this.#at += found[0].length;
      const optional = found[0] === '?' || found[0] === '*' || /^0*$/.test(found[1] ?? '1');
      // A question mark behind a repetition makes it lazy; taking it for "optional" needs less, never more.
      if (optional) kind = 'optional';
      else if (kind === 'once') kind = 'several';
    }
  }
}

const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f' };
