import type { ImageView } from '../detector.ts';
import type { Finding, Severity } from '../finding.ts';
import { lower } from '../finding-order.ts';
import { evidenceOf, groupBy } from '../text/group.ts';
import { placeHits } from '../text/placed/place-hits.ts';
import { type Placed, placeOf } from '../text/placed/placed.ts';
import { lookForAccess } from './look.ts';
import { sshServer } from './place.ts';
import type { Seen } from './seen.ts';
import { knownPassword } from './weak-passwords.ts';

/** Scripts that make an account with root's rights, take an account's password away or tell it, or fetch keys. */
export function madeFindings(view: ImageView<Seen>): readonly Finding[] {
  const placed = placeHits(view, lookForAccess).filter(({ data }) =>
    /^(?:root|open|known|key-fetched)$/.test(data.what),
  );
  const groups = groupBy(placed, ({ where, data }) => `${where.path} ${where.gone} ${data.what}`);
  return [...groups.values()].map((group): Finding => {
    const [{ where, data }] = group;
    if (data.what === 'key-fetched') return fetchedFinding(group);
    if (data.what === 'known') return knownFinding(view, group);
    const root = data.what === 'root';
    let severity: Severity = root ? 'high' : 'medium';
    if (where.runs === undefined) severity = 'low';
    if (where.gone) severity = lower(severity);
    const place = placeOf(where);
    const does = root
      ? `makes the account ${data.name} with the user id 0, like root`
      : `leaves the account ${data.name} without a password`;
    return {
      rule: root ? 'access/second-root' : 'access/no-password',
      title: root ? 'Second account with the rights of root' : 'Account without password',
      category: 'access',
      severity,
      confidence: 'high',
      why: `${place} ${does}; ${where.runs ?? 'nothing seen here starts it by itself'}.`,
      fix: root ? 'Take the line out.' : 'Lock the account instead: passwd -l.',
      attack: root ? 'T1136.001' : 'T1078.003',
      evidence: evidenceOf(group),
    };
  });
}

function knownFinding(view: ImageView<Seen>, group: readonly [Placed<Seen>, ...Placed<Seen>[]]): Finding {
  const [{ where, data }] = group;
  const starts = sshServer(view) === 'starts' && where.runs !== undefined;
  const severity: Severity = starts ? 'high' : where.runs === undefined ? 'low' : 'medium';
  const server = starts ? ', and an SSH server starts with the container' : '';
  return knownPassword(data.name ?? '', {
    severity: where.gone ? lower(severity) : severity,
    why: `${placeOf(where)} gives the account ${data.name} a password that stands there for all to read${server}; ${where.runs ?? 'nothing seen here starts it by itself'}.`,
    evidence: evidenceOf(group),
  });
}

function fetchedFinding(group: readonly [Placed<Seen>, ...Placed<Seen>[]]): Finding {
  const [{ where, data }] = group;
  const severity: Severity = where.runs === undefined ? 'low' : 'medium';
  const place = placeOf(where);
  return {
    rule: 'access/authorized-keys',
    title: 'SSH key that lets somebody in',
    category: 'access',
    severity: where.gone ? lower(severity) : severity,
    confidence: 'high',
    why: `${place} lets in whoever has the keys that ${data.name} names when the container starts; ${where.runs ?? 'nothing seen here starts it by itself'}.`,
    fix: 'Take the command out unless the keys are yours, and hand keys in at run time.',
    attack: 'T1098.004',
    evidence: evidenceOf(group),
  };
}
