import type { ProgramLanguage } from './program-language.ts';

type Blank = (from: number, to: number) => void;

/** Before a `/` that begins a regular expression of JavaScript, not a division. */
const BEFORE_EXPRESSION = /(?:^|[(,=:[!&|?{};+\-*%<>~^\n])\s*$|\b(?:return|typeof|case|in|of)\s*$/;
/** Where something may begin that is no code. */
const NEXT = /["'/#]|--|^=/m;
const TRIPLE = ['"""', "'''"];

/**
 * A program's text with its comments and what its plain strings hold blanked out, so that what is found in it is code.
 * Each index means the same place as in the text. A string that does not end on its line is taken for none, so that a
 * quote in a regular expression hides no more than the line; templates with backticks stay, because code stands in them.
 */
export function codeOnly(text: string, language: ProgramLanguage): string {
  const pieces: string[] = [];
  let done = 0;
  const blank: Blank = (from, to) => {
    if (to <= from) return;
    pieces.push(text.slice(done, from), text.slice(from, to).replace(/[^\n]/g, ' '));
    done = to;
  };
  const next = new RegExp(NEXT, 'gm');
  for (let at = 0; at < text.length; ) {
    next.lastIndex = at;
    const found = next.exec(text);
    if (found === null) break;
    at = skip(text, found.index, language, blank);
  }
  pieces.push(text.slice(done));
  return pieces.join('');
}

/** Deals with what begins at an index; gives the index after it. */
function skip(text: string, at: number, language: ProgramLanguage, blank: Blank): number {
  const character = text.charAt(at);
  const comment = commentEnd(text, at, language);
  if (comment !== undefined) {
    blank(at, comment);
    return comment;
  }
  if (character === '"' || character === "'") {
    const mark = language === 'python' ? TRIPLE.find((three) => text.startsWith(three, at)) : undefined;
    if (mark !== undefined) {
      const end = text.indexOf(mark, at + 3);
      const stop = end === -1 ? text.length : end;
      blank(at + 3, stop);
      return stop + 3;
    }
    const end = stringEnd(text, at, character);
    if (end === undefined) return at + 1;
    blank(at + 1, end);
    return end + 1;
  }
  if (
    character === '/' &&
    language === 'node' &&
    BEFORE_EXPRESSION.test(text.slice(Math.max(0, at - 20), at))
  ) {
    const end = expressionEnd(text, at);
    if (end === undefined) return at + 1;
    blank(at + 1, end);
    return end + 1;
  }
  return at + 1;
}

function commentEnd(text: string, at: number, language: ProgramLanguage): number | undefined {
  const character = text[at];
  const before = text[at - 1];
  const startsLine = before === undefined || before === '\n';
  const slashes = language === 'node' || language === 'php';
  if (slashes && character === '/') {
    if (text[at + 1] === '/' && before !== ':') return lineEnd(text, at);
    if (text[at + 1] === '*') return after(text, '*/', at + 2);
    return undefined;
  }
  if (language === 'lua' && text.startsWith('--', at)) {
    return text.startsWith('--[[', at) ? after(text, ']]', at + 4) : lineEnd(text, at);
  }
  if (character === '#' && language !== 'node' && language !== 'lua') {
    // `$#list`, `#{…}`, `s#a#b#`: of these languages, a comment stands apart.
    const apart = startsLine || /\s/.test(before ?? '') || language === 'python' || language === 'php';
    return apart && text[at + 1] !== '{' && text[at + 1] !== '[' ? lineEnd(text, at) : undefined;
  }
  if (character === '=' && startsLine) {
    if (language === 'perl' && /^=[a-z]/.test(text.slice(at, at + 2))) return after(text, '\n=cut', at);
    if (language === 'ruby' && text.startsWith('=begin', at)) return after(text, '\n=end', at);
  }
  return undefined;
}

function after(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from);
  return end === -1 ? text.length : end + mark.length;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

/** The index of the quote that ends a string on its line. */
function stringEnd(text: string, start: number, quote: string): number | undefined {
  const next = quote === '"' ? /["\n\\]/g : /['\n\\]/g;
  for (next.lastIndex = start + 1; ; ) {
    const found = next.exec(text);
    if (found === null || found[0] === '\n') return undefined;
    if (found[0] === quote) return found.index;
    next.lastIndex = found.index + 2;
  }
}

function expressionEnd(text: string, start: number): number | undefined {
  let set = false;
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at];
    if (character === '\\') at++;
    else if (character === '\n') return undefined;
    else if (character === '[') set = true;
    else if (character === ']') set = false;
    else if (character === '/' && !set) return at;
  }
  return undefined;
}
