import type { Limits } from '../../base/limits.ts';

/**
 * The files in which package managers note what they installed, by where they lie. They are kept whole whatever
 * they hold, apart from the texts that detectors look into: they list files and tell nobody what to do.
 *
 * - dpkg: `info/PACKAGE.list`, `info/PACKAGE.md5sums`, and distroless' `status.d/PACKAGE[.md5sums]`
 * - apk, rpm (sqlite and ndb)
 * - Python's RECORD (Python packaging, "Recording installed projects"), conda's `conda-meta/PACKAGE.json`
 */
const DATABASE = new RegExp(
  [
    '^var/lib/dpkg/(?:info/[^/]{1,200}\\.(?:list|md5sums)|status\\.d/[^/]{1,200}|status|diversions)$',
    '^(?:usr/)?lib/apk/db/installed$',
    '^(?:var|usr)/lib/(?:rpm|sysimage/rpm)/(?:rpmdb\\.sqlite|Packages\\.db|Packages)$',
    '(?:^|/)(?:site|dist)-packages/[^/]{1,200}\\.dist-info/RECORD$',
    '(?:^|/)conda-meta/[^/]{1,200}\\.json$',
  ].join('|'),
);

/** Those that are small, or of use to others as well, and so kept among the texts where they are texts. */
const ALSO_TEXT = /^(?:var\/lib\/dpkg\/(?:status|diversions|status\.d\/)|lib\/apk\/)/;

export function isDatabaseFile(path: string): boolean {
  return DATABASE.test(path);
}

/** Whether it must not lie among the texts: it may be binary, or there are thousands of its kind. */
export function isDatabaseOnly(path: string, size: number, limits: Limits): boolean {
  return isDatabaseFile(path) && (size > limits.maxTextBytes || !ALSO_TEXT.test(path));
}
