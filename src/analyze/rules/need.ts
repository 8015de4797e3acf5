/**
 * What a file must hold for a rule to be able to match it: a literal (latin1, found without regard to ASCII case),
 * some of several needs, or nothing that could be looked for (`true`). It may let a file through that the rule does
 * not match, and never the other way round.
 */
export type Need = true | string | { readonly atLeast: number; readonly of: readonly Need[] };

export function allOf(needs: readonly Need[]): Need {
  return atLeast(needs.length, needs);
}

export function anyOf(needs: readonly Need[]): Need {
  return atLeast(1, needs);
}

/** Some of several needs; those that are always met count as met. */
export function atLeast(count: number, needs: readonly Need[]): Need {
  const open = needs.filter((need) => need !== true);
  const wanted = Math.min(count - (needs.length - open.length), open.length);
  if (wanted <= 0) return true;
  const [first] = open;
  return open.length === 1 && first !== undefined ? first : { atLeast: wanted, of: open };
}

/** Whether a file that holds what `has` says can match. */
export function isMet(need: Need, has: (literal: string) => boolean): boolean {
  if (need === true) return true;
  if (typeof need === 'string') return has(need);
  let met = 0;
  for (const one of need.of) if (isMet(one, has) && ++met >= need.atLeast) return true;
  return false;
}

/** Every literal of a need, without repetition. */
export function literalsOf(need: Need, found = new Set<string>()): ReadonlySet<string> {
  if (typeof need === 'string') found.add(need);
  else if (need !== true) for (const one of need.of) literalsOf(one, found);
  return found;
}
