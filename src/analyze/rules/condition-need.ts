import type { LiteralChoice } from './literal.ts';
import { allOf, anyOf, atLeast, type Need } from './need.ts';
import type { ParsedRule } from './rule-file.ts';
import type { RuleToken } from './rule-tokens.ts';
import { stringNeed } from './string-need.ts';

/** Brackets in brackets of a condition; what lies deeper needs nothing. */
const MAX_DEPTH = 40;

/** What conditions refer to. */
interface Names {
  /** The rule's strings, in order. */
  readonly strings: readonly { readonly name: string; readonly need: Need }[];
  /** Rules that stand before it in the file. */
  readonly rules: ReadonlyMap<string, Need>;
}

/**
 * What a file must hold for a rule to match. Of the condition, `and`, `or`, strings, counts of them and "some of
 * them" are understood; whatever else stands there needs nothing.
 *
 * @param before what the rules before it in the file need
 * @param choice which literals of its strings are looked for
 */
export function ruleNeed(rule: ParsedRule, before: ReadonlyMap<string, Need>, choice: LiteralChoice): Need {
  // Names bound by `with` reach over `and`, which nothing else does.
  if (rule.condition.some(({ kind, text }) => kind === 'word' && text === 'with')) return true;
  const strings = rule.strings.map((string) => ({ name: string.name, need: stringNeed(string, choice) }));
  return conditionNeed(rule.condition, { strings, rules: before }, 0);
}

function conditionNeed(tokens: readonly RuleToken[], names: Names, depth: number): Need {
  if (depth > MAX_DEPTH) return true;
  const either = split(tokens, isWord('or'));
  if (either.length > 1) return anyOf(either.map((part) => conditionNeed(part, names, depth + 1)));
  const both = split(tokens, isWord('and'));
  if (both.length > 1) return allOf(both.map((part) => conditionNeed(part, names, depth + 1)));
  return termNeed(tokens, names, depth);
}

function termNeed(tokens: readonly RuleToken[], names: Names, depth: number): Need {
  const [first, second, third] = tokens;
  if (first === undefined) return true;
  if (isSign('(')(first) && closing(tokens, 0) === tokens.length - 1) {
    return conditionNeed(tokens.slice(1, -1), names, depth + 1);
  }
  if (tokens.length === 1) {
    if (first.kind === 'pattern') return patternNeed(first, names);
    return first.kind === 'word' ? (names.rules.get(first.text) ?? true) : true;
  }
  if (first.kind === 'pattern' && (isWord('at')(second) || isWord('in')(second))) {
    return tokens.some(isComparison) ? true : patternNeed(first, names);
  }
  if (tokens.length === 3 && second !== undefined && third !== undefined) {
    const count = countNeed(first, second, third, names);
    if (count !== undefined) return count;
  }
  return someNeed(tokens, names);
}

function patternNeed({ text }: RuleToken, { strings }: Names): Need {
  if (!text.startsWith('$') || text.length === 1) return true;
  return strings.find(({ name }) => name === text)?.need ?? true;
}

const MIRRORED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==' };

/** `#a > 2`, `2 < #a`: undefined for anything else. */
function countNeed(left: RuleToken, sign: RuleToken, right: RuleToken, names: Names): Need | undefined {
  if (right.kind === 'pattern' && left.kind === 'number') {
    const mirrored = MIRRORED[sign.text];
    return mirrored === undefined ? undefined : countNeed(right, { ...sign, text: mirrored }, left, names);
  }
  if (left.kind !== 'pattern' || !left.text.startsWith('#') || right.kind !== 'number') return undefined;
  const number = Number(right.text);
  const implies = sign.text === '>' ? number >= 0 : (sign.text === '>=' || sign.text === '==') && number >= 1;
  return implies ? patternNeed({ ...left, text: `$${left.text.slice(1)}` }, names) : true;
}

/** `any of them`, `2 of ($a*, $b)`, also with a place behind it. */
function someNeed(tokens: readonly RuleToken[], names: Names): Need {
  const of = tokens.findIndex(isWord('of'));
  const [first, second] = tokens;
  if (of < 1 || of > 2 || first === undefined || tokens.some(isComparison)) return true;
  if (of === 2 && !(first.kind === 'number' && second?.text === '%')) return true;
  const set = setOf(tokens, of + 1, names);
  if (set === undefined) return true;
  const rest = tokens[set.end];
  if (rest !== undefined && !isWord('at')(rest) && !isWord('in')(rest)) return true;
  const { needs } = set;
  if (first.text === 'all') return allOf(needs);
  if (first.text === 'any') return anyOf(needs);
  if (first.kind !== 'number' || !/^\d+$/.test(first.text)) return true;
  const number = Number(first.text);
  return atLeast(of === 2 ? Math.floor((number * needs.length) / 100) : number, needs);
}

function setOf(
  tokens: readonly RuleToken[],
  at: number,
  names: Names,
): { readonly needs: readonly Need[]; readonly end: number } | undefined {
  const start = tokens[at];
  if (isWord('them')(start)) return { needs: names.strings.map(({ need }) => need), end: at + 1 };
  if (start === undefined || !isSign('(')(start)) return undefined;
  const end = closing(tokens, at);
  if (end === -1) return undefined;
  const needs: Need[] = [];
  for (const part of split(tokens.slice(at + 1, end), isSign(','))) {
    const [one] = part;
    if (one === undefined || part.length > 1 || one.kind !== 'pattern' || !one.text.startsWith('$'))
      return undefined;
    const prefix = one.text.endsWith('*') ? one.text.slice(0, -1) : undefined;
    const meant = names.strings.filter(({ name }) =>
      prefix === undefined ? name === one.text : name.startsWith(prefix),
    );
    needs.push(...meant.map(({ need }) => need));
  }
  return { needs, end: end + 1 };
}

function split(
  tokens: readonly RuleToken[],
  isBorder: (token: RuleToken) => boolean,
): readonly (readonly RuleToken[])[] {
  const parts: RuleToken[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (isSign('(')(token) || isSign('[')(token)) depth++;
    else if (isSign(')')(token) || isSign(']')(token)) depth--;
    if (depth === 0 && isBorder(token)) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** Index of the bracket that closes the one at `open`; -1 where none does. */
function closing(tokens: readonly RuleToken[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined) break;
    if (isSign('(')(token)) depth++;
    else if (isSign(')')(token) && --depth === 0) return at;
  }
  return -1;
}

function isWord(word: string): (token: RuleToken | undefined) => boolean {
  return (token) => token?.kind === 'word' && token.text === word;
}

function isSign(sign: string): (token: RuleToken) => boolean {
  return (token) => token.kind === 'sign' && token.text === sign;
}

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);

function isComparison({ kind, text }: RuleToken): boolean {
  return kind === 'sign' && COMPARISONS.has(text);
}
