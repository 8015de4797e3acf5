/**
 * A reference without its digest and tag; the port of a registry stays. Names in registries have a slash, so what
 * has none (`oci:layout`) is left as it is.
 */
export function imageName(reference: string): string {
  const name = reference.split('@', 1)[0] ?? '';
  const colon = name.lastIndexOf(':');
  const slash = name.lastIndexOf('/');
  return slash !== -1 && colon > slash ? name.slice(0, colon) : name;
}
