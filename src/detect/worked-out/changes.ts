import type { Token } from '../flow/tokens.ts';

/** A name that is set or filled, or a member of what a name holds. */
export interface Change {
  readonly name: string;
  readonly of: string | undefined;
  /** Not set, but added to. */
  readonly isFilled: boolean;
}

const ASSIGNS = /^(?:=|[-+&]=|\?\?=|\|\|=)$/;
const FILLS = /^(?:append|push|extend|insert|unshift|add)$/;

/** What some tokens set, and what they add to. */
export function changesIn(tokens: readonly Token[], start: number, end: number): readonly Change[] {
  const found: Change[] = [];
  for (let at = start; at < end; at++) {
    const token = tokens[at];
    if (token?.kind !== 'name') continue;
    if (tokens[at + 1]?.kind !== 'mark') continue;
    const next = tokens[at + 1]?.text ?? '';
    const second = tokens[at + 2]?.text ?? '';
    const isSet = ASSIGNS.test(next) || (second === '=' && /^[-+*/%^|]$/.test(next));
    const isFilled = next === '.' && FILLS.test(second) && tokens[at + 3]?.text === '(';
    if (!isSet && !isFilled) continue;
    const of = tokens[at - 1]?.text === '.' ? tokens[at - 2]?.text : undefined;
    found.push({ name: token.text, of, isFilled });
  }
  return found;
}
