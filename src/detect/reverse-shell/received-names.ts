import type { FunctionRange } from '../flow/functions-of.ts';
import { pythonFunctions } from '../runs/in-programs/python-functions.ts';
import type { Language } from '../text/language.ts';

const RECEIVED = /(?<!\w)(\w+)\s*=\s*[\w.]{1,60}\.(?:recv|receive|gets|readline)\w{0,12}\s*\(/g;

/** Characters of functions that are looked through in one text, and functions asked for by place; past it a name may hold anything. */
const MOST_WORK = 4_000_000;

/** Names that hold what came in over a connection, and where they are what a command is made of. */
export class ReceivedNames {
  readonly #text: string;
  readonly #places = new Map<string, number[]>();
  readonly #isPython: boolean;
  #functions?: readonly FunctionRange[];
  #workLeft = MOST_WORK;

  constructor(text: string, language: Language) {
    this.#text = text;
    this.#isPython = language === 'python';
    for (const { 1: name = '', index } of text.matchAll(RECEIVED)) {
      const places = this.#places.get(name) ?? [];
      this.#places.set(name, places);
      places.push(index);
    }
  }

  /**
   * Whether the name may hold what was received where it is run. What Python's functions call their arguments is told apart:
   * a text that was received in another function gets there only where that one hands it on.
   */
  has(name: string, at: number): boolean {
    const places = this.#places.get(name);
    if (places === undefined || !this.#isPython) return places !== undefined;
    if (this.#workLeft < 0) return true;
    const running = this.#functionAt(at);
    if (running === undefined || !hasArgument(this.#text, running, name)) return true;
    this.#workLeft -= running.body - running.start;
    return places.some((place) => {
      if (this.#workLeft < 0) return true;
      const receiving = this.#functionAt(place);
      return receiving === undefined || receiving === running || this.#isHandedOn(name, place, receiving);
    });
  }

  #functionAt(at: number): FunctionRange | undefined {
    this.#functions ??= pythonFunctions(this.#text);
    this.#workLeft -= this.#functions.length;
    return this.#functions.findLast(({ start, end }) => start <= at && at < end);
  }

  #isHandedOn(name: string, place: number, { body, end }: FunctionRange): boolean {
    this.#workLeft -= end - body;
    const shared = new RegExp(`\\b(?:global|nonlocal)[ \\t][^\\n]{0,200}(?<!\\w)${name}(?!\\w)`);
    if (shared.test(this.#text.slice(body, end))) return true;
    // What stands in front of it comes after it in a loop.
    const loop = this.#text.slice(body, place).search(/^[ \t]{0,200}(?:async[ \t]{1,9})?(?:while|for)\b/m);
    const text = this.#text.slice(loop < 0 ? place : body + loop, end);
    for (const { index } of text.matchAll(new RegExp(`(?<![\\w.])${name}(?!\\w)`, 'g')))
      if (!isOnlyAsked(text, index, name)) return true;
    return false;
  }
}

function hasArgument(text: string, { start, body }: FunctionRange, name: string): boolean {
  return new RegExp(`[(,*\\s]${name}\\s{0,9}[=:,)]`).test(text.slice(start, body));
}

/** Whether a mention gives the text to nobody: it is set, compared, looked up in a table or part of a complaint. */
function isOnlyAsked(text: string, at: number, name: string): boolean {
  const around = text.slice(Math.max(0, at - 200), at);
  const before = around.slice(around.lastIndexOf('\n') + 1);
  const after = text.slice(at + name.length, at + name.length + 40);
  if (/^\s{0,9}(?:=(?!=)|[!=]=|(?:not\s{1,9})?in\b|is\b)/.test(after)) return true;
  if (/\bnot\s{1,9}$/.test(before)) return true;
  if (/\b(?:if|elif|while)\s{1,9}$/.test(before)) return /^\s{0,9}:/.test(after);
  if (/[\w)\]]\[\s{0,9}$/.test(before)) return /^\s{0,9}\]/.test(after);
  return /^[ \t]{0,200}raise\b/.test(before);
}
