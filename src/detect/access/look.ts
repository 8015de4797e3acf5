import type { Hit, LookedAt } from '../text/looked-at.ts';
import { accountsMade } from './account-making.ts';
import { fetchedKeys, isKeyFile } from './fetched-keys.ts';
import type { Seen } from './seen.ts';
import { authorizedKeys } from './ssh-keys.ts';

/** Keys in key files, and what scripts do for somebody to get in. */
export function lookForAccess(file: LookedAt): readonly Hit<Seen>[] {
  const hits: Hit<Seen>[] = [];
  for (const unit of file.units) {
    for (const { what, name, line, excerpt } of accountsMade(unit)) {
      hits.push({ line, excerpt, data: { what, name, type: '', fingerprint: '', comment: '' } });
    }
    for (const { from, line, excerpt } of fetchedKeys(unit)) {
      hits.push({
        line,
        excerpt,
        data: { what: 'key-fetched', name: from, type: '', fingerprint: '', comment: '' },
      });
    }
    const own = unit.line === undefined && isKeyFile(file.path);
    const written = unit.target !== undefined && isKeyFile(unit.target.replace(/^(?:\/+|~\/)/, ''));
    if (!own && !written) continue;
    for (const key of authorizedKeys(unit.text)) {
      hits.push({
        line: unit.line ?? key.line,
        excerpt: key.excerpt,
        data: {
          what: 'key',
          type: key.type,
          fingerprint: key.fingerprint,
          comment: key.comment.slice(0, 100),
          ...(written && unit.target !== undefined && { target: unit.target }),
        },
      });
    }
  }
  return hits;
}
