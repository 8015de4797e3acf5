/**
 * Hands layers out to be read: the largest first, so that no worker is left alone with it at the end. As soon as some have to be left
 * out, the lowest first: what is above them need not be looked at.
 *
 * @param sizes of the layers, the lowest first
 * @param lowestFirst asked before each
 */
export function* readingOrder(sizes: readonly number[], lowestFirst: () => boolean): Generator<number> {
  const largest = [...sizes.keys()].sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0));
  const given = new Set<number>();
  let lowest = 0;
  for (let next = 0; given.size < sizes.length; ) {
    while (given.has(lowest)) lowest++;
    while (given.has(largest[next] ?? 0)) next++;
    const layer = lowestFirst() ? lowest : (largest[next] ?? 0);
    given.add(layer);
    yield layer;
  }
}
