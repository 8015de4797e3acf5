/** A reference without its digest and tag; the port of a registry stays. */
export function imageName(reference: string): string {
  const name = reference.split('@', 1)[0] ?? '';
  const colon = name.lastIndexOf(':');
  return colon > name.lastIndexOf('/') ? name.slice(0, colon) : name;
}
