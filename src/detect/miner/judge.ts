import type { ImageView } from '../detector.ts';
import type { Confidence, Finding, Indicator, Severity } from '../finding.ts';
import { atMost, lower } from '../finding-order.ts';
import { describePool, type Pool } from '../pools/find-pools.ts';
import { declaredBy } from '../text/declared.ts';
import { evidenceOf, groupBy } from '../text/group.ts';
import { placeHits } from '../text/placed/place-hits.ts';
import { type Weighed, weighPlace } from '../text/placed/place-weight.ts';
import { type Placed, placeOf, type Where } from '../text/placed/placed.ts';
import { isServedPage } from '../text/role.ts';
import { environmentHits } from './environment.ts';
import { lookForMining } from './look.ts';
import { declaresMining } from './names.ts';
import { MINER_RULES } from './rules.ts';
import type { Seen } from './seen.ts';

type Group = readonly [Placed<Seen>, ...Placed<Seen>[]];

/** Turns what was seen into findings: the strongest grade for each file, with all its places. */
export function judgeMining(view: ImageView<Seen>): readonly Finding[] {
  const placed = [...placeHits(view, lookForMining), ...environmentHits(view), ...programsAtStart(view)];
  const findings: Finding[] = [];
  const declared = declaredBy(view, declaresMining);
  for (const group of groupBy(placed, ({ where }) => `${where.path} ${where.gone}`).values()) {
    const strongest = Math.max(...group.map(({ data }) => weight(data)));
    if (strongest === 0) continue;
    const best = group.filter(({ data }) => weight(data) === strongest);
    findings.push(toFinding(best as unknown as Group, declared));
  }
  return [...findings, ...nameHint(placed, findings)];
}

/** The start chain has no texts of programs: their sightings were left out with those of started files. */
function programsAtStart(view: ImageView<Seen>): readonly Placed<Seen>[] {
  return view.sightings.flatMap((sighting): readonly Placed<Seen>[] => {
    const { path } = sighting.entry;
    const { what } = sighting.observation.data;
    if (what !== 'program' && what !== 'name') return [];
    if (sighting.goneIn !== undefined || !view.runsAtStart(path) || view.text(path) === undefined) return [];
    const where = {
      path,
      role: 'active',
      kind: 'file',
      runs: 'it runs when the container starts',
      gone: false,
    } as const;
    return [{ data: sighting.observation.data, evidence: sighting.evidence, where }];
  });
}

function weight({ what, grade }: Seen): number {
  if (grade === 'proof') return 4;
  if (what === 'program') return 3;
  if (grade === 'miner') return what === 'config' ? 2.5 : 2;
  return grade === 'settings' ? 1 : 0;
}

function toFinding(group: Group, declared: string | undefined): Finding {
  const [{ data, where }] = group;
  const rule = data.grade === 'proof' ? 'miner/proof' : `miner/${data.what}`;
  const info = MINER_RULES.find(({ id }) => id === rule);
  const wallets = group.flatMap((placed) => placed.data.wallets);
  const pools = group.flatMap((placed) => placed.data.pools);
  const { severity, reasons } = weigh(group, declared);
  const name = placeOf(where);
  return {
    rule,
    title: titleOf(data, info?.title ?? rule),
    category: 'miner',
    severity,
    confidence: confidenceOf(data, where),
    why: [
      `${name} ${whatItDoes(data, wallets, pools)}${data.via === undefined ? '' : `, hidden by ${data.via}`}; ${where.runs ?? 'nothing seen here starts it by itself'}.`,
      ...reasons,
    ].join(' '),
    fix: 'Do not run this image. If you did not mean to mine, take it from its official publisher and compare the digests.',
    attack: 'T1496.001',
    evidence: evidenceOf(group),
    ...indicatorsOf(wallets, pools),
  };
}

function titleOf(data: Seen, title: string): string {
  const coin = data.wallets[0]?.coin;
  if (data.grade !== 'proof' || coin === undefined) return title;
  return `Mines for a ${coin.charAt(0).toUpperCase()}${coin.slice(1)} wallet`;
}

function confidenceOf(data: Seen, where: Where): Confidence {
  if (data.grade === 'proof') return data.about === undefined ? 'certain' : 'high';
  if (data.about !== undefined) {
    return where.runs === undefined ? 'low' : data.works === true ? 'high' : 'medium';
  }
  return data.grade === 'settings' ? 'medium' : 'high';
}

function whatItDoes(data: Seen, wallets: Seen['wallets'], pools: Seen['pools']): string {
  const wallet = wallets[0] === undefined ? '' : ` ${short(wallets[0].address)}`;
  const pool = pools[0] === undefined ? '' : ` at ${pools[0].value}`;
  if (data.what === 'program') {
    const inside = data.signs.slice(0, 4).join(', ');
    return `holds what mining programs hold (${inside})${data.grade === 'proof' ? ` and the wallet${wallet}${pool}` : ''}`;
  }
  if (data.grade === 'proof') return `mines for the wallet${wallet}${pool}`;
  if (data.what === 'command') return `starts a program with a miner's options${pool}${signsOf(data)}`;
  if (data.what === 'in-page') return `starts a miner in the browsers of its visitors${signsOf(data)}`;
  return `holds a miner's settings${pool}${signsOf(data)}`;
}

function signsOf({ signs }: Seen): string {
  return signs.length === 0 ? '' : ` (${signs.slice(0, 4).join(', ')})`;
}

function short(address: string): string {
  return address.length <= 24 ? address : `${address.slice(0, 8)}…${address.slice(-6)}`;
}

function weigh(group: Group, declared: string | undefined): Weighed {
  const [{ data, where }] = group;
  const reasons: string[] = [];
  let severity: Severity = 'high';
  if (data.grade === 'proof') severity = 'critical';
  else if (data.grade === 'settings') severity = 'medium';
  else if (data.what === 'program' && ((data.groups ?? 0) >= 5 || where.runs !== undefined))
    severity = 'critical';
  else if (where.runs !== undefined && data.what === 'command') severity = 'high';
  if (data.kind === 'archive' && where.runs === undefined) severity = atMost(severity, 'medium');
  // Words of scanners are quickly added to a miner: they count only for what nothing starts and pays nobody.
  if (data.about !== undefined && data.grade !== 'proof') {
    if (where.runs === undefined) {
      severity = 'low';
      reasons.push(`It weighs less because ${data.about}.`);
    } else if (data.works !== true) {
      severity = 'high';
      reasons.push(`It may be a scanner: ${data.about}; but it runs, so it is worth a look.`);
    }
  }
  if (where.path === 'LABEL') {
    severity = 'medium';
    reasons.push('It weighs less because labels are only read, not run.');
  }
  // A program is one wherever it lies, and a page is no document where it is served.
  const counts = data.what === 'program' || (data.what === 'in-page' && isServedPage(where.path));
  const placed = weighPlace(severity, counts ? { ...where, role: 'active' } : where);
  severity = placed.severity;
  reasons.push(...placed.reasons);
  if (declared !== undefined) {
    severity = lower(severity);
    reasons.push(`The image says openly that it is about mining (${declared}), so it weighs one step less.`);
  }
  return { severity, reasons };
}

function indicatorsOf(wallets: Seen['wallets'], pools: Seen['pools']): { indicators?: readonly Indicator[] } {
  const indicators = new Map<string, Indicator>();
  for (const { address, coin, validation } of wallets) {
    indicators.set(address, { kind: 'wallet', value: address, coin, validation });
  }
  for (const pool of pools) {
    const validation = describePool(pool as unknown as Pool);
    indicators.set(pool.value, { kind: 'pool', value: pool.value, validation });
  }
  return indicators.size === 0 ? {} : { indicators: [...indicators.values()] };
}

function nameHint(placed: readonly Placed<Seen>[], findings: readonly Finding[]): readonly Finding[] {
  const covered = new Set(findings.flatMap(({ evidence }) => evidence.map(({ path }) => path)));
  const hints = placed.filter(({ data, evidence }) => data.what === 'name' && !covered.has(evidence.path));
  const [first, ...rest] = hints.slice(0, 10).map(({ evidence }) => evidence);
  if (first === undefined) return [];
  return [
    {
      rule: 'miner/name',
      title: 'Named like a miner',
      category: 'miner',
      severity: 'low',
      confidence: 'low',
      why: `${first.path} has the name of a known miner; its content was not recognised as one.`,
      fix: 'Look at the file; if it is a miner that you did not ask for, do not run the image.',
      attack: 'T1496.001',
      evidence: [first, ...rest],
    },
  ];
}
