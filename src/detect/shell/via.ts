/** The codings around a text, the outer ones first. */
export function joinVia(outer: string | undefined, inner: string | undefined): string | undefined {
  return outer === undefined ? inner : inner === undefined ? outer : `${outer}, ${inner}`;
}
