/** What only the second, only the first, and both have, in the order of the side that has it. */
export function byKey<T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (item: T) => string,
): { readonly new: readonly T[]; readonly gone: readonly T[]; readonly kept: readonly (readonly [T, T])[] } {
  const old = new Map(before.map((item) => [keyOf(item), item]));
  const fresh: T[] = [];
  const kept: (readonly [T, T])[] = [];
  const keys = new Set<string>();
  for (const item of after) {
    const key = keyOf(item);
    if (keys.has(key)) continue;
    keys.add(key);
    const was = old.get(key);
    if (was === undefined) fresh.push(item);
    else kept.push([was, item]);
  }
  return { new: fresh, gone: [...old].filter(([key]) => !keys.has(key)).map(([, item]) => item), kept };
}
