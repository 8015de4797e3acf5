/**
 * Whether two addresses name the same repository: `git@host:a/b.git`, `https://host/a/b`, `ssh://git@host/a/b/`.
 * A commit or a folder behind `#` does not matter.
 */
export function sameRepository(one: string, other: string): boolean {
  return placeOf(one) === placeOf(other);
}

function placeOf(url: string): string {
  const plain = url.trim().slice(0, 2000).replace(/#.*$/s, '');
  const scp = /^(?:[^@/:]+@)?([^/:]+):(?!\/\/)(.*)$/s.exec(plain);
  const [host, path] =
    scp === null
      ? (/^[a-z][a-z0-9+.-]*:\/\/(?:[^@/]*@)?([^/]*)\/?(.*)$/is.exec(plain)?.slice(1) ?? ['', plain])
      : [scp[1], scp[2]];
  const trimmed = (path ?? '')
    .replace(/\/+$/, '')
    .replace(/\.git$/i, '')
    .replace(/^\/+/, '');
  return `${(host ?? '').replace(/:\d+$/, '')}/${trimmed}`.toLowerCase();
}
