import type { Evidence, Finding } from '../finding.ts';

/** Items by key, keys in the order of their first item; no group is empty. */
export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): ReadonlyMap<K, [T, ...T[]]> {
  const groups = new Map<K, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** The evidence of all of a group. */
export function evidenceOf([first, ...others]: readonly [
  { readonly evidence: Evidence },
  ...(readonly { readonly evidence: Evidence }[]),
]): Finding['evidence'] {
  return [first.evidence, ...others.map(({ evidence }) => evidence)];
}
