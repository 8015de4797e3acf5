import { nodesBelow } from '../../image/tree/nodes-below.ts';
import type { Detector, ImageView } from '../detector.ts';
import type { Evidence, Finding } from '../finding.ts';
import { lower } from '../finding-order.ts';
import { evidenceOf, groupBy } from '../text/group.ts';
import type { Hit, LookedAt } from '../text/looked-at.ts';
import { placeHits } from '../text/placed/place-hits.ts';
import { type Placed, placeOf } from '../text/placed/placed.ts';
import { AUTHORITY_FOLDERS, fetchedAuthorities, isAuthority } from './authorities.ts';
import { movedHosts } from './hosts.ts';
import { oddMirrors } from './mirrors.ts';
import { oddResolvers } from './resolvers.ts';
import { TRUST_RULES } from './rules.ts';

interface Seen {
  readonly [key: string]: string | boolean;
  readonly what: 'mirror' | 'host' | 'resolver' | 'authority';
  readonly name: string;
  readonly how: string;
  readonly grave: boolean;
  /** Only once a script runs. */
  readonly written: boolean;
}

/** Finds what makes an image believe the wrong people: mirrors, names and certificate authorities. */
export const trust: Detector<Seen> = {
  id: 'trust',
  version: 12,
  title: 'Whom the image believes',
  readsFiles: true,
  rules: TRUST_RULES,
  texts: { look, wants: (role, { path }) => role === 'active' || path === 'etc/hosts' },
  judge: (view) => [
    ...[
      ...groupBy(
        placeHits(view, look),
        ({ where, data }) => `${data.what} ${where.path} ${where.gone}`,
      ).values(),
    ].map(toFinding),
    ...extraAuthorities(view),
  ],
};

function look(file: LookedAt): readonly Hit<Seen>[] {
  return [
    ...oddMirrors(file).map(
      ({ url, how, bare, written, line, excerpt }): Hit<Seen> => ({
        line,
        excerpt,
        data: { what: 'mirror', name: url, how, grave: bare, written },
      }),
    ),
    ...movedHosts(file).map(
      ({ name, address, line, excerpt }): Hit<Seen> => ({
        line,
        excerpt,
        // Leading nowhere only keeps updates away.
        data: {
          what: 'host',
          name,
          how: address,
          grave: !/^(?:127\.|0\.|::1?$)/.test(address),
          written: false,
        },
      }),
    ),
    ...oddResolvers(file).map(
      ({ address, line, excerpt }): Hit<Seen> => ({
        line,
        excerpt,
        data: { what: 'resolver', name: address, how: address, grave: true, written: true },
      }),
    ),
    ...fetchedAuthorities(file).map(
      ({ host, line, excerpt }): Hit<Seen> => ({
        line,
        excerpt,
        data: { what: 'authority', name: host, how: host, grave: true, written: true },
      }),
    ),
  ];
}

const RULE_OF = {
  mirror: 'trust/package-mirror',
  host: 'trust/hosts',
  resolver: 'trust/resolver',
  authority: 'trust/extra-ca',
} as const;

function whyOf(place: string, { what, name, how }: Seen): string {
  switch (what) {
    case 'mirror':
      return `${place} has packages installed from ${name} ${how}.`;
    case 'host':
      return `${place} makes ${name} lead to ${how}.`;
    case 'resolver':
      return `${place} has every name looked up at ${name}.`;
    case 'authority':
      return `${place} fetches a certificate authority from ${name} and trusts it.`;
  }
}

/** What a script does counts only once it runs: lxc's templates write the settings of other systems. */
function counts({ data, where }: Pick<Placed<Seen>, 'data' | 'where'>): boolean {
  return !data.written || where.runs !== undefined;
}

function toFinding(group: readonly [Placed<Seen>, ...Placed<Seen>[]]): Finding {
  const { data, where } =
    group.find((placed) => placed.data.grave && counts(placed)) ??
    group.find((placed) => placed.data.grave) ??
    group[0];
  const place = placeOf(where);
  const rule = RULE_OF[data.what];
  const info = TRUST_RULES.find(({ id }) => id === rule);
  const severity = data.grave && counts({ data, where }) ? 'medium' : 'low';
  return {
    rule,
    title: info?.title ?? '',
    category: 'backdoor',
    severity: where.gone ? lower(severity) : severity,
    confidence: 'high',
    why: whyOf(place, data),
    fix: info?.fix ?? '',
    ...(info?.attack !== undefined && { attack: info.attack }),
    evidence: evidenceOf(group),
  };
}

function extraAuthorities(view: ImageView<Seen>): readonly Finding[] {
  const evidence: Evidence[] = [];
  for (const { path, entry, contentLayer } of nodesBelow(view.tree, AUTHORITY_FOLDERS)) {
    if (entry.kind !== 'file' || entry.size === 0 || !isAuthority(path) || evidence.length >= 50) continue;
    evidence.push({ path: `/${path}`, layer: contentLayer, excerpt: `sha256 ${entry.sha256 ?? ''}` });
  }
  const [first, ...rest] = evidence;
  if (first === undefined) return [];
  const many =
    evidence.length === 1 ? 'a certificate authority' : `${evidence.length} certificate authorities`;
  return [
    {
      rule: 'trust/extra-ca',
      title: 'Certificate authority that was added',
      category: 'backdoor',
      severity: 'info',
      confidence: 'high',
      why: `The image trusts ${many} beside those of its distribution (${first.path}).`,
      fix: 'Ask whose it is; take it out where you do not use that network.',
      attack: 'T1553.004',
      evidence: [first, ...rest],
    },
  ];
}
