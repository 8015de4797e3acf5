import { type Syntax, type Token, tokensOf } from './tokens.ts';

/** A function of a program, from its arguments or its name to the end of its body, in UTF-16 indices. */
export interface FunctionRange {
  readonly start: number;
  /** The brace that its body begins with. */
  readonly body: number;
  /** Excluded. */
  readonly end: number;
  /** It is a value in a list, an object or a call's brackets: `f((a) => {…})`, `{ "x"(a) {…}, 12: function(a) {…} }`. */
  readonly isValue: boolean;
}

interface Open {
  readonly mark: string;
  readonly at: number;
  /** The token before it. */
  readonly before: Token | undefined;
  /** `{` of an object, not of statements or a class. */
  readonly isObject: boolean;
  /** Where the function begins whose body it is. */
  readonly functionFrom: number | undefined;
  readonly isValue: boolean;
}

const CLOSES: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
/** What makes `(…) {` something else than a function. */
const CONTROL = /^(?:if|for|while|switch|catch|with|await)$/;
const MAX_OPEN = 300;

/**
 * The functions of a program whose blocks are in braces, by their beginnings, each before those in it. Brackets that do not
 * fit are passed over; of one with more than 300 brackets in one another none.
 */
export function functionsOf(text: string, syntax: Syntax): readonly FunctionRange[] {
  const found: FunctionRange[] = [];
  const open: Open[] = [];
  const tokens = tokensOf(text, syntax);
  /** The last pair of brackets that was closed. */
  let pair: Open | undefined;
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'mark') continue;
    const mark = token.text;
    if (mark === '(' || mark === '[' || mark === '{') {
      if (open.length >= MAX_OPEN) return [];
      open.push(opened(token, index, tokens, open.at(-1), pair));
      continue;
    }
    const opens = CLOSES[mark];
    if (opens === undefined) continue;
    const at = open.findLastIndex((bracket) => bracket.mark === opens);
    if (at < 0) continue;
    // What was left open in it never ends.
    [pair] = open.splice(at);
    if (pair?.functionFrom === undefined) continue;
    found.push({ start: pair.functionFrom, body: pair.at, end: token.at + 1, isValue: pair.isValue });
  }
  return found.sort((a, b) => a.start - b.start || b.end - a.end);
}

function opened(
  token: Token,
  index: number,
  tokens: readonly Token[],
  parent: Open | undefined,
  pair: Open | undefined,
): Open {
  const before = tokens[index - 1];
  const from = token.text === '{' ? functionFrom(index, tokens, pair) : undefined;
  return {
    mark: token.text,
    at: token.at,
    before,
    isObject: token.text === '{' && from === undefined && isValuePlace(before),
    functionFrom: from,
    isValue: parent !== undefined && (parent.mark !== '{' || parent.isObject),
  };
}

/** Where the function begins whose body opens at a token: with its arguments, or its name. */
function functionFrom(index: number, tokens: readonly Token[], pair: Open | undefined): number | undefined {
  const before = tokens[index - 1];
  if (before?.text === '=>') {
    const argument = tokens[index - 2];
    return argument?.text === ')' ? pair?.at : argument?.at;
  }
  if (before?.text !== ')' || pair === undefined) return undefined;
  const name = pair.before;
  if (name === undefined || (name.kind !== 'name' && name.kind !== 'string')) return undefined;
  return CONTROL.test(name.text) ? undefined : name.at;
}

/** Whether a value is expected behind a token. */
function isValuePlace(before: Token | undefined): boolean {
  if (before?.kind === 'name') return before.text === 'return';
  return before?.kind === 'mark' && /^(?:[=(,:[?]|&&|\|\||\?\?)$/.test(before.text);
}
