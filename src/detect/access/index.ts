import { NESTED_MARK } from '../../image/nested-facts.ts';
import type { Detector, ImageView, LayerView, Observation, Sighting } from '../detector.ts';
import type { Finding, Severity } from '../finding.ts';
import { lower } from '../finding-order.ts';
import { evidenceOf, groupBy } from '../text/group.ts';
import { clip } from '../text/lines.ts';
import type { Hit, LookedAt } from '../text/looked-at.ts';
import { placeHits } from '../text/placed/place-hits.ts';
import { type Placed, placeOf } from '../text/placed/placed.ts';
import { roleOf } from '../text/role.ts';
import { accountFindings } from './account-findings.ts';
import { accountsMade } from './account-making.ts';
import { accountsOf } from './accounts.ts';
import { fetchedKeys, isKeyFile } from './fetched-keys.ts';
import { type GuessedPassword, passwordGuesses } from './password-guesses.ts';
import { sshServer } from './place.ts';
import { privateKeyFindings } from './private-keys.ts';
import { ACCESS_RULES } from './rules.ts';
import { filesIn, sshdFindings, sudoFindings } from './settings-findings.ts';
import { authorizedKeys, KEY_BLOBS } from './ssh-keys.ts';
import { trustedHostsFindings } from './trusted-hosts.ts';
import { knownPassword, weakPasswordFindings } from './weak-passwords.ts';

interface Seen {
  readonly [key: string]: string | undefined;
  /**
   * A key that lets somebody in; one in a file that only a setting or a link makes a key file; or a script that
   * makes an account with root's rights (`root`), without password (`open`) or with one that it gives (`known`), or fetches keys; or a password that was
   * guessed.
   */
  readonly what: 'key' | 'key-elsewhere' | 'key-fetched' | 'root' | 'open' | 'known' | 'password';
  /** For accounts: the name. */
  readonly name?: string;
  /** For a guessed password: it, and the hash that it makes. */
  readonly password?: string;
  readonly hash?: string;
  readonly type: string;
  readonly fingerprint: string;
  readonly comment: string;
  /** The file that a script puts the key into. */
  readonly target?: string;
}

/** Finds ways in that were left for later: keys, accounts and settings that let somebody log in. */
export const access: Detector<Seen> = {
  id: 'access',
  version: 13,
  title: 'Access kept for later',
  readsFiles: true,
  rules: ACCESS_RULES,
  triggers: { literals: KEY_BLOBS },
  texts: { look, wants: (role, entry) => role === 'active' || isKeyFile(entry.path) },
  inspect: (layer) => [...keysElsewhere(layer), ...guessed(layer)],
  judge: (view) => [
    ...keyFindings(view),
    ...madeFindings(view),
    ...accountFindings(view),
    ...sshdFindings(view),
    ...sudoFindings(view),
    ...trustedHostsFindings(view),
    ...weakPasswordFindings(view, guessesIn(view)),
    ...privateKeyFindings(view),
  ],
};

function look(file: LookedAt): readonly Hit<Seen>[] {
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

/** Public keys in files that are no key files by their names. Whether they let anybody in shows in the image. */
function keysElsewhere(layer: LayerView): readonly Observation<Seen>[] {
  const marked = [...new Set(layer.marks.map(({ entry }) => entry))].sort((a, b) => a - b);
  return marked.flatMap((index) => {
    const entry = layer.facts.entries[index];
    if (entry === undefined || isKeyFile(entry.path)) return [];
    return authorizedKeys(layer.text(entry) ?? '').map(({ line, excerpt, type, fingerprint, comment }) => ({
      entry: index,
      line,
      excerpt: clip(excerpt),
      data: { what: 'key-elsewhere', type, fingerprint, comment: comment.slice(0, 100) },
    }));
  });
}

function guessed(layer: LayerView): readonly Observation<Seen>[] {
  return passwordGuesses(layer).map(({ name, hash, password, entry, line, excerpt }) => ({
    entry,
    line,
    excerpt: clip(excerpt),
    data: { what: 'password', name, hash, password, type: '', fingerprint: '', comment: '' },
  }));
}

function guessesIn(view: ImageView<Seen>): readonly GuessedPassword[] {
  return view.sightings.flatMap(({ observation: { data } }): readonly GuessedPassword[] => {
    const { what, name, hash, password } = data;
    if (what !== 'password' || name === undefined || hash === undefined || password === undefined) return [];
    return [{ name, hash, password }];
  });
}

function keyFindings(view: ImageView<Seen>): readonly Finding[] {
  const placed = [...placeHits(view, look).filter(({ data }) => data.what === 'key'), ...namedKeyFiles(view)];
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

/** Scripts that make an account with root's rights, or take an account's password away. */
function madeFindings(view: ImageView<Seen>): readonly Finding[] {
  const placed = placeHits(view, look).filter(({ data }) =>
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
