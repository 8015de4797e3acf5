/** How far around a place its line is looked at. */
export const MAX_AROUND = 2000;

/** Columns at which tools that shrink programs break lines, at the earliest. */
const MINIFIED = 400;

/** `isMinified`, found once for all places near one another: a line may have a hundred thousand. */
export function minifiedPlaces(text: string): (index: number) => boolean {
  const known = new Map<number, boolean>();
  return (index) => {
    const block = Math.floor(index / 500);
    const before = known.get(block);
    if (before !== undefined) return before;
    const found = isMinified(text, index);
    known.set(block, found);
    return found;
  };
}

/** Whether the place lies on a line with far more code on it than people write; what is in quotes or in code is none. */
function isMinified(text: string, index: number): boolean {
  const before = text.slice(Math.max(0, index - MAX_AROUND), index);
  const after = text.slice(index, index + MAX_AROUND);
  const line = `${before.slice(before.lastIndexOf('\n') + 1)}${after.split('\n', 1)[0]}`;
  return line.replaceAll(/[\w+/=-]{64,}|"[^"\n]*"|'[^'\n]*'/g, '').length > MINIFIED;
}
