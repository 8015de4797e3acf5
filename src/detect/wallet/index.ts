import { LineIndex } from '../../explain/program-text/line-index.ts';
import { decodeWallet, findWallets } from '../coins/find-wallets.ts';
import type { Wallet } from '../coins/wallet.ts';
import type { Detector, ImageView, LayerView, Observation } from '../detector.ts';
import type { Evidence, Finding, Severity } from '../finding.ts';
import { atMost, bySeverity, lower } from '../finding-order.ts';
import { activeText } from '../text/active-text.ts';
import { groupBy } from '../text/group.ts';
import { excerptAt } from '../text/lines.ts';
import type { Hit, LookedAt } from '../text/looked-at.ts';
import { placeHits } from '../text/placed/place-hits.ts';
import { type Placed, placeOf } from '../text/placed/placed.ts';
import { whereOf } from '../text/placed/where-of.ts';
import { roleReason } from '../text/role.ts';

interface Seen {
  readonly [key: string]: string | number | boolean | undefined;
  readonly address: string;
  readonly coin: string;
  readonly kind: string;
  readonly validation: string;
  /** Different wallets in the same file. */
  readonly of: number;
  /** The text around it asks for donations. */
  readonly donation?: boolean;
  /** The line is a comment or a message. */
  readonly idle?: boolean;
  readonly via?: string;
  /** Found in the bytes of a program, not in a text. */
  readonly bytes?: boolean;
}

const RULE = 'wallet/address';
/** A file with more different wallets than this is data about wallets: test vectors, explorers, ledgers. */
const MANY = 12;
const DONATION =
  /donat(?!e[-_]?(?:level|over))|tip ?jar|sponsor|support (?:us|me|the|this)|buy me|funding|contribut/i;
const MINED: ReadonlySet<string> = new Set(['monero', 'wownero']);

/** Finds wallet addresses whose checksums hold, where a program may read or be told them. */
export const wallet: Detector<Seen> = {
  id: 'wallet',
  version: 14,
  title: 'Wallet addresses',
  rules: [
    {
      id: RULE,
      leaves:
        'Test vectors that were published, addresses in comments and documentation or beside words of a donation are a note only; what has no valid checksum is nothing.',
      severity: ['info', 'medium'],
      title: 'Wallet address',
      category: 'wallet',
      description:
        'An address of a cryptocurrency wallet whose checksum holds. Alone it only says where money would go; with a pool or a miner it says for whom the container works.',
    },
  ],
  triggers: { addresses: true },
  texts: { look, wants: (role, entry) => role === 'active' || entry.content?.kind === 'script' },
  inspect: inBytes,
  judge: (view) => {
    const placed = [...placeHits(view, look), ...startedPrograms(view)];
    return [...groupBy(placed, ({ data }) => data.address).values()].flatMap(toFinding);
  },
};

function look(file: LookedAt): readonly Hit<Seen>[] {
  const hits: Hit<Seen>[] = [];
  for (const unit of file.units) {
    // Sources and pages are full of Bitcoin and Ethereum examples; Monero alone is telling there.
    const page = unit.language === 'markup' || unit.language === 'other';
    const found = findWallets(unit.text).filter(({ coin }) =>
      MINED.has(coin) ? true : coin !== 'ethereum' && !page && file.role === 'active',
    );
    if (found.length === 0) continue;
    const of = new Set(found.map(({ address }) => address)).size;
    const index = new LineIndex(unit.text);
    const active = activeText(unit.text, unit.language).split('\n');
    for (const { index: at, ...hit } of found.slice(0, 50)) {
      const line = index.lineAt(at);
      const excerpt = excerptAt(unit.text, at);
      const around = unit.text.slice(Math.max(0, at - 160), at);
      hits.push({
        line: unit.line ?? line,
        excerpt: unit.via === undefined ? excerpt : `[decoded: ${unit.via}] ${excerpt}`,
        data: {
          ...hit,
          of,
          ...((DONATION.test(around) || page) && { donation: true }),
          ...(active[line - 1]?.trim() === '' && { idle: true }),
          ...(unit.via !== undefined && { via: unit.via }),
        },
      });
    }
  }
  return hits;
}

/** Addresses in the bytes of programs and data, as the byte pass saw them; texts are read by `look`. */
function inBytes(layer: LayerView): readonly Observation<Seen>[] {
  const observations: Observation<Seen>[] = [];
  for (const marks of groupBy(layer.marks, ({ entry }) => String(entry)).values()) {
    const index = marks[0].entry;
    const entry = layer.facts.entries[index];
    const kind = entry?.content?.kind;
    if (entry === undefined || kind === 'text' || kind === 'script' || kind === 'empty') continue;
    const found = marks.flatMap((mark) => {
      const decoded: Wallet | undefined = decodeWallet(mark.text);
      return decoded === undefined ? [] : [{ mark, decoded }];
    });
    for (const { mark, decoded } of found.slice(0, 50)) {
      const place = mark.places[0];
      const excerpt = place?.excerpt ?? mark.text;
      observations.push({
        entry: index,
        ...(place !== undefined && { offset: place.offset }),
        excerpt,
        data: {
          ...decoded,
          of: found.length,
          bytes: true,
          ...(DONATION.test(excerpt) && { donation: true }),
        },
      });
    }
  }
  return observations;
}

/** `placeHits` looks at the texts of started files anew; what stands in a started program's bytes is added here. */
function startedPrograms(view: ImageView<Seen>): readonly Placed<Seen>[] {
  return view.sightings.flatMap((sighting): readonly Placed<Seen>[] => {
    const read = view.runsAtStart(sighting.entry.path) && view.text(sighting.entry.path) !== undefined;
    if (sighting.observation.data.bytes !== true || !read || sighting.goneIn !== undefined) return [];
    return [
      {
        data: sighting.observation.data,
        evidence: sighting.evidence,
        where: whereOf(view, sighting),
      },
    ];
  });
}

function weigh({ data, where }: Placed<Seen>): { severity: Severity; reason?: string } {
  const list = data.of > MANY;
  if (list)
    return {
      severity: 'info',
      reason: `the file holds ${data.of} different wallets, as data about wallets does`,
    };
  if (data.donation === true)
    return { severity: 'info', reason: 'the text around it asks for donations or explains' };
  if (data.idle === true && where.kind === 'file')
    return { severity: 'info', reason: 'it stands in a comment or a message' };
  const role = where.runs === undefined ? roleReason(where.role) : undefined;
  if (role !== undefined) return { severity: 'info', reason: role };
  let severity: Severity = MINED.has(data.coin) ? 'medium' : 'low';
  if (data.bytes === true && where.runs === undefined) severity = atMost(severity, 'low');
  if (where.gone) severity = lower(severity);
  return { severity };
}

function toFinding(group: readonly [Placed<Seen>, ...Placed<Seen>[]]): readonly Finding[] {
  const ranked = group.map((placed) => ({ placed, ...weigh(placed) })).sort(bySeverity);
  const [best] = ranked;
  if (best === undefined) return [];
  const { data, where } = best.placed;
  // Lists and donation lines of other coins would only be noise.
  if (best.severity === 'info' && !MINED.has(data.coin)) return [];
  const name = placeOf(where);
  const coin = `${data.coin.charAt(0).toUpperCase()}${data.coin.slice(1)}`;
  return [
    {
      rule: RULE,
      title: `${coin} ${data.kind}`,
      category: 'wallet',
      severity: best.severity,
      confidence: best.severity === 'info' ? 'low' : 'high',
      why: `${name} names a ${coin} wallet whose checksum holds${data.via === undefined ? '' : `, hidden by ${data.via}`}${best.reason === undefined ? '' : `; it weighs little because ${best.reason}`}.`,
      fix: 'Find out whose wallet it is and what the image does with it.',
      evidence: ranked.map(({ placed }) => placed.evidence) as unknown as readonly [Evidence, ...Evidence[]],
      indicators: [{ kind: 'wallet', value: data.address, coin: data.coin, validation: data.validation }],
    },
  ];
}
