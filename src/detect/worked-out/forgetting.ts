import { type Change, changesIn } from './changes.ts';
import type { Machine } from './machine.ts';
import { Dict, type Own, UNFOLLOWED, type Value } from './value.ts';

/** Found once for the same tokens: a program may leave loops and calls as often as it likes. */
function once(
  machine: Machine,
  { tokens, start, end }: Pick<Own, 'tokens' | 'start' | 'end'>,
  find: () => readonly Change[],
): readonly Change[] {
  if (tokens !== machine.ownTokens) return find();
  const key = `${start} ${end}`;
  const known = machine.changesOf.get(key) ?? find();
  machine.changesOf.set(key, known);
  return known;
}

/** What a loop sets of which not all rounds were gone through is more than is followed. */
export function forgetLoop(machine: Machine, { start, end }: Pick<Own, 'start' | 'end'>): void {
  const { tokens } = machine;
  for (const { name, of } of once(machine, { tokens, start, end }, () => changesIn(tokens, start, end))) {
    if (of === undefined) machine.set(name, UNFOLLOWED);
    else forgetMember(machine.get(of), name);
  }
}

/** The same of what a function sets outside of itself that was not read once more. */
export function forgetCall(machine: Machine, own: Own, self: Value | undefined): void {
  const changes = once(machine, own, () => changesOutside(machine, own));
  if (!machine.budget.pays(changes.length)) machine.unfollowed = true;
  else
    for (const { name, of } of changes) {
      const isSelf = of === 'this' || (of !== undefined && of === own.params[0]?.name);
      if (of !== undefined) forgetMember(isSelf ? self : own.scope.get(of), name);
      else if (own.scope.get(name) !== undefined) own.scope.assign(name, UNFOLLOWED, false);
    }
}

function changesOutside(machine: Machine, own: Own): readonly Change[] {
  const changes = changesIn(own.tokens, own.start, own.end);
  const inside = ownNames(machine, own, changes);
  return changes.filter(({ name, of }) => of !== undefined || !inside.has(name));
}

function ownNames(machine: Machine, own: Own, changes: readonly Change[]): ReadonlySet<string> {
  const names = new Set(own.params.map(({ name }) => name));
  const isNode = machine.language === 'node';
  // Python's are the function's own unless it says otherwise.
  if (!isNode) for (const { name, isFilled } of changes) if (!isFilled) names.add(name);
  for (let at = own.start; at < own.end; at++) {
    const { kind, text = '' } = own.tokens[at] ?? {};
    if (kind !== 'name' || !(isNode ? /^(?:const|let|var)$/ : /^(?:global|nonlocal)$/).test(text)) continue;
    for (let next = at + 1; next < own.end; next++) {
      const token = own.tokens[next];
      if (token?.kind === 'name' && isNode) names.add(token.text);
      else if (token?.kind === 'name') names.delete(token.text);
      if (token?.text !== ',' && (isNode || token?.kind !== 'name')) break;
    }
  }
  return names;
}

function forgetMember(base: Value | undefined, member: string): void {
  if (base instanceof Dict) base.entries.set(member, UNFOLLOWED);
}
