import { eachToken, type Syntax, type Token } from './tokens.ts';

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
  let isDeep = false;
  /** The last pair of brackets that was closed. */
  let pair: Open | undefined;
  /** The two tokens before the one at hand, the last one first. */
  let before: readonly [Token?, Token?] = [];
  eachToken(text, syntax, (token) => {
    const [last, ahead] = before;
    before = [token, last];
    if (token.kind !== 'mark') return true;
    const mark = token.text;
    if (mark === '(' || mark === '[' || mark === '{') {
      isDeep = open.length >= MAX_OPEN;
      open.push(opened(token, last, mark === '{' ? functionFrom(last, ahead, pair) : undefined, open.at(-1)));
      return !isDeep;
    }
    const opens = CLOSES[mark];
    const at = opens === undefined ? -1 : open.findLastIndex((bracket) => bracket.mark === opens);
    if (at < 0) return true;
    // What was left open in it never ends.
    [pair] = open.splice(at);
    if (pair?.functionFrom !== undefined)
      found.push({ start: pair.functionFrom, body: pair.at, end: token.at + 1, isValue: pair.isValue });
    return true;
  });
  return isDeep ? [] : found.sort((a, b) => a.start - b.start || b.end - a.end);
}

function opened(
  { text, at }: Token,
  before: Token | undefined,
  from: number | undefined,
  parent: Open | undefined,
): Open {
  return {
    mark: text,
    at,
    before,
    isObject: text === '{' && from === undefined && isValuePlace(before),
    functionFrom: from,
    isValue: parent !== undefined && (parent.mark !== '{' || parent.isObject),
  };
}

/** Where the function begins whose body opens behind two tokens: with its arguments, or its name. */
function functionFrom(
  last: Token | undefined,
  ahead: Token | undefined,
  pair: Open | undefined,
): number | undefined {
  if (last?.text === '=>') return ahead?.text === ')' ? pair?.at : ahead?.at;
  if (last?.text !== ')' || pair === undefined) return undefined;
  const name = pair.before;
  if (name === undefined || (name.kind !== 'name' && name.kind !== 'string')) return undefined;
  return CONTROL.test(name.text) ? undefined : name.at;
}

/** Whether a value is expected behind a token. */
function isValuePlace(before: Token | undefined): boolean {
  if (before?.kind === 'name') return before.text === 'return';
  return before?.kind === 'mark' && /^(?:[=(,:[?]|&&|\|\||\?\?)$/.test(before.text);
}
