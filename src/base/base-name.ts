/** The last part of a path, as basename(1) takes it: `/usr/bin/env` → `env`; empty for one that ends in a slash. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
