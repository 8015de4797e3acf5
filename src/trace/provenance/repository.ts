/**
 * The address of a source repository without what says how to get it and which revision of it: `git+https://`, user,
 * `git@host:path`, `.git`, `#ref`, `@refs/…`. Two addresses of one repository come out the same.
 */
export function repositoryOf(uri: string): string {
  const plain = uri
    .slice(0, 2000)
    .trim()
    .replace(/^(?:git|spdx)\+/, '')
    // Where ssh listens is no part of a name.
    .replace(/^(ssh:\/\/[^/]*):\d+\//i, '$1/')
    .replace(/[#?].*$/s, '')
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/^[^/@]*@/, '')
    .replace(/@[^/]*(?:\/.*)?$/s, '')
    .replace(/^([^/:]+):(?!\d+\/)/, '$1/')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
  const slash = plain.indexOf('/');
  const host = (slash === -1 ? plain : plain.slice(0, slash)).toLowerCase().replace(/^www\./, '');
  const path = slash === -1 ? '' : plain.slice(slash);
  // These hosts take names in any case.
  return host + (host === 'github.com' || host === 'gitlab.com' ? path.toLowerCase() : path);
}

/** Whether two revisions are one commit; one of them may be shortened, down to seven digits. */
export function sameRevision(a: string, b: string): boolean {
  const [long, short] = [a.toLowerCase(), b.toLowerCase()].sort((x, y) => y.length - x.length);
  return short !== undefined && short.length >= 7 && long?.startsWith(short) === true;
}
