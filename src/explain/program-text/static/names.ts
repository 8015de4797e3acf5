import type { ProgramLanguage } from '../program-language.ts';
import { linedNames } from './lines-of-files.ts';
import { type StaticValue, unknown } from './value.ts';

/** What a program's text says of a name: where the one expression that it is set to begins, and those that are added to it, or why that is not known. */
export type Named =
  | { readonly at: number; readonly more: readonly number[]; readonly opens: boolean }
  | { readonly why: string };

const MAX_NAMES = 5000;
/** Places in which something is added to one name. */
const MAX_ADDED = 200;

const ASSIGNED =
  /(?<![\w.])[$@%]?([A-Za-z_]\w{0,60})[ \t]{0,20}(?::[ \t]{0,5}[\w.[\]]{1,60}[ \t]{0,10})?(\|\||\?\?|&&|\/\/|\*\*|<<|>>|[-+.*/|&%^])?=(?![=~>])/g;
const DEFINED = /\bdefine\s{0,5}\(\s{0,5}["'](\w{1,60})["']\s{0,5},/g;
const OPENED = /\bwith[ \t]{1,10}([^\n]{1,300}?)[ \t]{1,10}as[ \t]{1,10}(\w{1,60})/g;
/** Where names are given by whoever calls, by a loop, or by taking something apart. */
const GIVEN: readonly RegExp[] = [
  /\b(?:def|function|fn|func)\b[^(\n{]{0,100}\(([^)]{1,400})/g,
  /\bdef[ \t]{1,10}\w{1,60}[!?]?[ \t]{1,10}([^\n(=]{1,200})/g,
  /\blambda\b([^:\n]{1,200})/g,
  /(?<!\b(?:if|while|switch|elseif|elsif|until)\s{0,5})\(([^()]{1,400})\)\s{0,5}(?:=>|\{)/g,
  /(?<=([$\w]{1,60})\s{0,5})=>/g,
  /\bfor(?:each)?\b([^\n{]{1,300})/g,
  /\|([\w\s,*&]{1,200})\|/g,
  /\b(?:except|catch|rescue|global|nonlocal)\b([^\n{]{1,200})/g,
  /(?<!\w)[({[]([^(){}[\]=;]{1,400})[)}\]]\s{0,5}=(?![=>~])/g,
  /^[ \t]{0,40}((?:[$\w]{1,60}\s{0,5},\s{0,5}){1,20}[$\w]{1,60})\s{0,5}=(?!=)/gm,
];

/**
 * Names that a program sets to one expression in one place. A name that is set twice, changed, or given by a caller or a
 * loop anywhere in the text stands for no value, because which of them holds at a call is not known.
 */
export class ProgramNames {
  readonly #found = new Map<string, { at: number; times: number; more: number[]; opens: boolean }>();
  readonly #given = new Set<string>();
  readonly #values = new Map<string, StaticValue>();
  readonly text: string;

  /** `code` is `codeOnly` of the text: strings and comments name nothing. */
  constructor(text: string, code: string, language: ProgramLanguage) {
    this.text = text;
    for (const match of code.matchAll(ASSIGNED)) {
      const at = match.index + match[0].length;
      if (match[2] === '.' || match[2] === '+') this.#add(match[1] ?? '', at);
      else this.#set(match[1] ?? '', at, match[2] === undefined ? 1 : 2);
    }
    if (language === 'php') {
      for (const match of text.matchAll(DEFINED)) this.#set(match[1] ?? '', match.index + match[0].length, 1);
    }
    if (language === 'python') {
      for (const match of code.matchAll(OPENED)) {
        this.#set(match[2] ?? '', match.index + match[0].indexOf(match[1] ?? ''), 1);
      }
    }
    // Which line it is does not matter: all of them are what it may be.
    const lined = linedNames(code, language);
    for (const { name, at, opens } of lined) this.#set(name, at, 1, opens);
    const places = new Map(lined.map(({ name, nameAt }) => [nameAt, name]));
    for (const pattern of GIVEN) {
      for (const match of code.matchAll(pattern)) {
        const given = match[1] ?? '';
        const start = match.index + match[0].indexOf(given);
        const names = [...given.matchAll(/[A-Za-z_]\w{0,60}/g)];
        const own = new Set(names.map(({ index }) => places.get(start + index)));
        for (const [name] of names) if (this.#given.size < MAX_NAMES && !own.has(name)) this.#given.add(name);
      }
    }
  }

  find(name: string): Named {
    const found = this.#found.get(name);
    if (this.#given.has(name)) return { why: `${name} gets its value while the program runs` };
    if (found === undefined) return { why: `${name} is not set in this file` };
    return found.times > 1
      ? { why: `${name} is set in more than one place` }
      : { at: found.at, more: found.more, opens: found.opens };
  }

  /** What a name's expression comes to, read once; a name that stands in its own expression is not known. */
  follow(name: string, read: () => StaticValue): StaticValue {
    const known = this.#values.get(name);
    if (known !== undefined) return known;
    this.#values.set(name, unknown(`${name} is set from itself`));
    const value = read();
    this.#values.set(name, value);
    return value;
  }

  #set(name: string, at: number, times: number, opens = false): void {
    const before = this.#found.get(name);
    if (before !== undefined) before.times += times;
    else if (this.#found.size < MAX_NAMES) this.#found.set(name, { at, times, more: [], opens });
  }

  /** `a .= x` behind what sets it. */
  #add(name: string, at: number): void {
    const before = this.#found.get(name);
    if (before === undefined || before.more.length >= MAX_ADDED) this.#set(name, at, 2);
    else before.more.push(at);
  }
}
