import { NESTED_MARK } from '../../image/nested-facts.ts';
import type { ImageView, Sighting } from '../detector.ts';
import type { Finding, Severity } from '../finding.ts';
import { lower } from '../finding-order.ts';
import { evidenceOf, groupBy } from '../text/group.ts';
import { placeHits } from '../text/placed/place-hits.ts';
import { type Placed, placeOf } from '../text/placed/placed.ts';
import { roleOf } from '../text/role.ts';
import { accountsOf } from './accounts.ts';
import { isKeyFile } from './fetched-keys.ts';
import { lookForAccess } from './look.ts';
import { sshServer } from './place.ts';
import type { Seen } from './seen.ts';
import { filesIn } from './settings-findings.ts';

/** Keys that let somebody in where they lie. */
export function keyFindings(view: ImageView<Seen>): readonly Finding[] {
  const placed = [
    ...placeHits(view, lookForAccess).filter(({ data }) => data.what === 'key'),
    ...namedKeyFiles(view),
  ];
  return [...groupBy(placed, ({ where }) => `${where.path} ${where.gone}`).values()].map((group) =>
    keyFinding(view, group),
  );
}

/** Accounts whose homes are looked at for keys. */
const MAX_ACCOUNTS = 2000;

/** Key files under another name: as `AuthorizedKeysFile` of sshd sets them, or behind links in a home. */
function namedKeyFiles(view: ImageView<Seen>): readonly Placed<Seen>[] {
  const accounts = accountsOf(view.text('etc/passwd') ?? '', undefined).slice(0, MAX_ACCOUNTS);
  const homes = [
    { name: 'root', home: '/root' },
    ...accounts.map(({ name, home }) => ({ name, home })).filter(({ home }) => home.length > 1),
  ];
  const set = keyFileSettings(view);
  const elsewhere = groupBy(
    view.sightings.filter(
      ({ observation, goneIn }) => observation.data.what === 'key-elsewhere' && goneIn === undefined,
    ),
    ({ entry }) => entry.path,
  );
  const seen = new Set<string>();
  return homes.flatMap(({ name, home }) =>
    ['.ssh/authorized_keys', '.ssh/authorized_keys2', ...set].flatMap((pattern) => {
      const path = pattern.replaceAll('%h', home).replaceAll('%u', name).replaceAll('%%', '%');
      const found = view.tree.resolve(path.startsWith('/') ? path.slice(1) : `${home.slice(1)}/${path}`);
      if (found.kind !== 'found' || isKeyFile(found.node.path) || seen.has(found.node.path)) return [];
      seen.add(found.node.path);
      return (elsewhere.get(found.node.path) ?? []).map(keyPlaced);
    }),
  );
}

function keyFileSettings(view: ImageView<Seen>): readonly string[] {
  const files = ['etc/ssh/sshd_config', ...filesIn(view, 'etc/ssh/sshd_config.d')];
  return files.flatMap((path) =>
    [...(view.text(path) ?? '').matchAll(/^[ \t]*AuthorizedKeysFile[ \t=]+([^\n]{1,500})$/gim)].flatMap(
      (match) => (match[1] ?? '').trim().split(/\s+/).slice(0, 10),
    ),
  );
}

function keyPlaced({ entry, observation, evidence }: Sighting<Seen>): Placed<Seen> {
  return {
    data: { ...observation.data, what: 'key' },
    evidence,
    where: { path: entry.path, role: 'active', kind: 'file', gone: false },
  };
}

function keyFinding(view: ImageView<Seen>, group: readonly [Placed<Seen>, ...Placed<Seen>[]]): Finding {
  const [{ where, data }] = group;
  const server = sshServer(view);
  let severity: Severity = server === 'absent' ? 'medium' : 'high';
  // In an archive that nothing opens a key lets nobody in; in one that is opened, no test's key does.
  const packed = where.path.includes(NESTED_MARK);
  const role = packed ? roleOf(where.path) : where.role;
  if (role !== 'active' || (packed && where.runs === undefined)) severity = 'low';
  if (where.gone) severity = lower(severity);
  const fingerprints = [...new Set(group.map((placed) => placed.data.fingerprint))];
  const many = fingerprints.length === 1 ? 'an SSH key' : `${fingerprints.length} SSH keys`;
  const into = data.target === undefined ? '' : ` into ${data.target}`;
  const verb = data.target === undefined ? 'lets in whoever holds' : 'puts in';
  const name = placeOf(where);
  const ssh = {
    starts: 'an SSH server starts with the container',
    present: 'the image has an SSH server',
    absent: 'the image has no SSH server of its own',
  }[server];
  return {
    rule: 'access/authorized-keys',
    title: 'SSH key that lets somebody in',
    category: 'access',
    severity,
    confidence: 'high',
    why: `${name} ${verb} ${many}${into} (${fingerprints[0]}${data.comment === '' ? '' : `, "${data.comment}"`}); ${ssh}.`,
    fix: 'Remove the key unless it is yours, and hand keys in at run time instead of building them in.',
    attack: 'T1098.004',
    evidence: evidenceOf(group),
    indicators: fingerprints.map((value) => ({
      kind: 'ssh-key',
      value,
      validation: 'fingerprint of the public key',
    })),
  };
}
