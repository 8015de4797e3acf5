const SLASH = 0x2f;

/**
 * Negative, zero or positive as one path of a tree comes before another: component by component in code-unit order,
 * so that `a/b` comes before `a.b` and right behind `a`.
 */
export function compareTreePaths(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  let i = 0;
  while (i < length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  return weightAt(a, i) - weightAt(b, i);
}

/** The end of a path comes first, then what lies in it, then other names that begin the same. */
function weightAt(path: string, index: number): number {
  if (index >= path.length) return -1;
  const code = path.charCodeAt(index);
  return code === SLASH ? 0 : code + 1;
}
