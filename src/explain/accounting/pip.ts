import { absolutePath } from '../path-lookup.ts';
import type { DatabaseReader } from './database-reader.ts';
import { linesOf } from './lines.ts';

const RECORD = /^(.*)\/([^/]+)\.dist-info\/RECORD$/s;
const DIGEST = /,sha256=([\w-]{43})=?,\d*$/;
const NO_DIGEST = /,(?:[\w-]*=[\w=-]*)?,\d*$/;

/** pip and others: RECORD of each installed distribution (PEP 376, PEP 627), paths relative to its folder. */
export const PIP: DatabaseReader = {
  kind: 'pip',
  read(view) {
    for (const file of view.files) {
      const match = RECORD.exec(file);
      if (match === null) continue;
      const [, folder = '', owner = ''] = match;
      view.addPackage(owner);
      for (const line of linesOf(view.text(file) ?? '')) {
        const record = line.endsWith('\r') ? line.slice(0, -1) : line;
        const found = DIGEST.exec(record);
        const end = found?.index ?? NO_DIGEST.exec(record)?.index;
        if (end === undefined) continue;
        const path = normal(absolutePath(unquote(record.slice(0, end)), `/${folder}`));
        const hex = found === null ? undefined : Buffer.from(found[1] ?? '', 'base64url').toString('hex');
        view.claim(path, owner, hex === undefined ? undefined : { algorithm: 'sha256', hex });
      }
    }
  },
};

/** A field of CSV. */
function unquote(field: string): string {
  return field.startsWith('"') && field.endsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field;
}

/** `..` as Python's own installers mean it: by the text of the path. */
function normal(path: string): string {
  if (!path.includes('/..')) return path;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}
