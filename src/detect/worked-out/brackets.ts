import type { Token } from '../flow/tokens.ts';

/** By the index of a bracket that opens: the one that closes it. */
export function closing(tokens: readonly Token[]): ReadonlyMap<number, number> {
  const closes = new Map<number, number>();
  const open: number[] = [];
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind !== 'mark') continue;
    if (text === '(' || text === '[' || text === '{') open.push(index);
    else if (text === ')' || text === ']' || text === '}') {
      const opened = open.pop();
      if (opened !== undefined) closes.set(opened, index);
    }
  }
  return closes;
}
