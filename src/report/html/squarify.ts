export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Boxes in proportion to `sizes`, as near to squares as can be (Bruls, Huizing, van Wijk: Squarified Treemaps, 2000).
 * Best from the largest size to the smallest; a size of nothing gets an empty box.
 */
export function squarify(sizes: readonly number[], within: Box): readonly Box[] {
  const boxes: Box[] = [];
  let rest = within;
  let left = sizes.reduce((sum, size) => sum + size, 0);
  let at = 0;
  while (at < sizes.length) {
    const scale = left > 0 ? (rest.width * rest.height) / left : 0;
    const side = Math.min(rest.width, rest.height);
    let end = at + 1;
    let sum = sizes[at] ?? 0;
    while (end < sizes.length) {
      const next = sum + (sizes[end] ?? 0);
      if (worst(sizes, at, end + 1, next, scale, side) > worst(sizes, at, end, sum, scale, side)) break;
      sum = next;
      end++;
    }
    const across = side > 0 ? (sum * scale) / side : 0;
    const wide = rest.width >= rest.height;
    let along = 0;
    for (let i = at; i < end; i++) {
      const length = across > 0 ? ((sizes[i] ?? 0) * scale) / across : 0;
      boxes.push(
        wide
          ? { x: rest.x, y: rest.y + along, width: across, height: length }
          : { x: rest.x + along, y: rest.y, width: length, height: across },
      );
      along += length;
    }
    rest = wide
      ? { ...rest, x: rest.x + across, width: Math.max(0, rest.width - across) }
      : { ...rest, y: rest.y + across, height: Math.max(0, rest.height - across) };
    left -= sum;
    at = end;
  }
  return boxes;
}

/** The largest ratio of sides in a row; the first size of a row is its largest, the last its smallest. */
function worst(
  sizes: readonly number[],
  from: number,
  to: number,
  sum: number,
  scale: number,
  side: number,
): number {
  const area = sum * scale;
  const largest = (sizes[from] ?? 0) * scale;
  const smallest = (sizes[to - 1] ?? 0) * scale;
  if (area <= 0 || smallest <= 0) return Number.POSITIVE_INFINITY;
  return Math.max((side * side * largest) / (area * area), (area * area) / (side * side * smallest));
}
