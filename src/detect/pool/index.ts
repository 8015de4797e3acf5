import { LineIndex } from '../../explain/program-text/line-index.ts';
import type { Detector, ImageView, LayerView, Observation } from '../detector.ts';
import type { Evidence, Finding, Severity } from '../finding.ts';
import { bySeverity, lower } from '../finding-order.ts';
import { describePool, type FoundPool, findPools, type Pool } from '../pools/find-pools.ts';
import { POOL_DOMAINS } from '../pools/pool-domains.ts';
import { activeText } from '../text/active-text.ts';
import { groupBy } from '../text/group.ts';
import { excerptAt } from '../text/lines.ts';
import type { Hit, LookedAt } from '../text/looked-at.ts';
import { placeHits } from '../text/placed/place-hits.ts';
import { type Placed, placeOf } from '../text/placed/placed.ts';
import { roleReason } from '../text/role.ts';

interface Seen {
  readonly [key: string]: string | number | boolean | undefined;
  readonly value: string;
  readonly host: string;
  readonly port?: number;
  readonly reason: Pool['reason'];
  readonly apex?: string;
  readonly website?: boolean;
  /** Different pools in the same file. */
  readonly of: number;
  readonly idle?: boolean;
  readonly via?: string;
  /** Found in the bytes of a program. */
  readonly bytes?: boolean;
  /** The file blocks, tests or reports hosts: a hosts file, a firewall script, a rule. */
  readonly about?: string;
}

const RULE = 'pool/address';
const MANY = 8;
const SCHEMES = [
  'stratum+tcp://',
  'stratum+ssl://',
  'stratum+tls://',
  'stratum2+',
  'stratum1+',
  'stratum://',
  'daemon+http',
];

/** Finds the addresses of mining pools, by scheme, by domain, and those made to look like one. */
export const pool: Detector<Seen> = {
  id: 'pool',
  version: 15,
  title: 'Mining pools',
  rules: [
    {
      id: RULE,
      leaves:
        'Block-lists, documentation and comments are a note only; the web sites of pools, where nobody mines, weigh little.',
      severity: ['info', 'high'],
      title: 'Mining pool',
      category: 'pool',
      description:
        'The address of a mining pool, or one made to look like one. In something that runs it means mining; in a block-list or a document it is data about mining.',
      attack: 'T1496.001',
    },
  ],
  triggers: { literals: [...SCHEMES, ...POOL_DOMAINS.filter((domain) => domain.length >= 8)] },
  texts: { look, wants: (role) => role === 'active' || role === 'library' },
  inspect: inBytes,
  judge: (view: ImageView<Seen>) => {
    const placed = placeHits(view, look);
    return [...groupBy(placed, ({ where, data }) => `${where.path} ${data.of > MANY}`).values()].flatMap(
      toFinding,
    );
  },
};

const BLOCKS =
  /^[^\S\n]*(?:0\.0\.0\.0|127\.0\.0\.1|::1?|\|\||address=\/|local-zone:|server=\/|deny |drop |reject|-A (?:OUTPUT|FORWARD))|iptables|nft |ufw |pkill|killall|pgrep|grep |blacklist|blocklist|block_list|denylist|sinkhole/im;

function look(file: LookedAt): readonly Hit<Seen>[] {
  const hits: Hit<Seen>[] = [];
  for (const unit of file.units) {
    const found = findPools(unit.text);
    if (found.length === 0) continue;
    const index = new LineIndex(unit.text);
    const active = activeText(unit.text, unit.language).split('\n');
    for (const { index: at, ...rest } of found.slice(0, found.length > MANY ? 3 : 20)) {
      const line = index.lineAt(at);
      const own = unit.text.slice(unit.text.lastIndexOf('\n', at) + 1, at + 200);
      const excerpt = excerptAt(unit.text, at);
      hits.push({
        line: unit.line ?? line,
        excerpt: unit.via === undefined ? excerpt : `[decoded: ${unit.via}] ${excerpt}`,
        data: {
          ...rest,
          of: found.length,
          ...(active[line - 1]?.trim() === '' && { idle: true }),
          ...(unit.via !== undefined && { via: unit.via }),
          ...(isQuery(unit.text, at) && { about: 'it stands in a query for metrics' }),
          ...(BLOCKS.test(own) && { about: 'the line blocks, kills or looks for it' }),
          ...((unit.language === 'markup' || unit.language === 'other') && {
            about: 'it stands in a page or source text',
          }),
        },
      });
    }
  }
  return hits;
}

/** `xmrig_shares_total{pool="pool.example:443"}` of dashboards and alert rules. */
function isQuery(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 200), at);
  return /[A-Za-z_][\w:]{3,80}\{[^{}\n]{0,120}=~?\\?"$/.test(before);
}

function inBytes(layer: LayerView): readonly Observation<Seen>[] {
  const observations: Observation<Seen>[] = [];
  for (const marks of groupBy(layer.marks, ({ entry }) => String(entry)).values()) {
    const index = marks[0].entry;
    const entry = layer.facts.entries[index];
    if (entry?.content?.kind !== 'elf') continue;
    const of = new Set(marks.map(({ text }) => text)).size;
    const pools = new Map<string, { pool: FoundPool; excerpt: string; offset: number }>();
    for (const { places } of marks) {
      for (const { excerpt, offset } of places) {
        for (const found of findPools(excerpt)) {
          // A scheme with a format behind it (`stratum+tcp://%s:%d`) is no address.
          if (/[%{$]/.test(found.host) || !found.host.includes('.')) continue;
          if (!pools.has(found.value)) pools.set(found.value, { pool: found, excerpt, offset });
        }
      }
    }
    for (const {
      pool: { index: _at, ...found },
      excerpt,
      offset,
    } of [...pools.values()].slice(0, 8)) {
      observations.push({
        entry: index,
        offset,
        excerpt,
        data: { ...found, of: Math.max(of, pools.size), bytes: true },
      });
    }
  }
  return observations;
}

function weigh({ data, where }: Placed<Seen>): { severity: Severity; reason?: string } {
  if (data.of > MANY)
    return {
      severity: 'info',
      reason: `the file names ${data.of} different pools, as block-lists and rule packs do`,
    };
  if (data.about !== undefined) return { severity: 'info', reason: data.about };
  if (data.idle === true && where.kind === 'file')
    return { severity: 'info', reason: 'it stands in a comment or a message' };
  const role = where.runs === undefined ? roleReason(where.role) : undefined;
  if (role !== undefined) return { severity: 'info', reason: role };
  if (data.website === true)
    return { severity: 'low', reason: "it is the pool's web site or API, not its door" };
  const door = data.reason === 'scheme' || data.port !== undefined;
  if (!door) return { severity: 'low', reason: 'it names the domain only, without port or scheme' };
  let severity: Severity = where.runs === undefined || where.path === 'LABEL' ? 'medium' : 'high';
  if (data.reason === 'look-alike') severity = lower(severity);
  if (where.gone) severity = lower(severity);
  return { severity };
}

function toFinding(group: readonly [Placed<Seen>, ...Placed<Seen>[]]): readonly Finding[] {
  const ranked = group.map((placed) => ({ placed, ...weigh(placed) })).sort(bySeverity);
  const [best] = ranked;
  if (best === undefined) return [];
  const { data, where } = best.placed;
  const name = placeOf(where);
  const pools = [...new Map(ranked.map(({ placed }) => [placed.data.value, placed.data])).values()];
  const alike = data.reason === 'look-alike' ? `, made to look like ${data.apex}` : '';
  const reason =
    best.reason === undefined
      ? where.runs === undefined
        ? ''
        : `; ${where.runs}`
      : `; it weighs little because ${best.reason}`;
  return [
    {
      rule: RULE,
      title: data.reason === 'look-alike' ? 'Look-alike of a mining pool' : 'Mining pool',
      category: 'pool',
      severity: best.severity,
      confidence: data.reason === 'known' || data.reason === 'scheme' ? 'high' : 'medium',
      why: `${name} names the mining pool ${data.value}${alike}${data.via === undefined ? '' : `, hidden by ${data.via}`}${reason}.`,
      fix: 'Find out what connects there; if it mines and you did not ask for it, do not run the image.',
      attack: 'T1496.001',
      evidence: ranked.map(({ placed }) => placed.evidence) as unknown as readonly [Evidence, ...Evidence[]],
      ...(best.severity !== 'info' && {
        indicators: pools.slice(0, 20).map((seen) => ({
          kind: 'pool' as const,
          value: seen.value,
          validation: describePool(seen as unknown as Pool),
        })),
      }),
    },
  ];
}
