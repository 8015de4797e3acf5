import type { ImageView } from '../detector.ts';
import type { Confidence, Finding, Severity } from '../finding.ts';
import { lower } from '../finding-order.ts';
import { evidenceOf, groupBy } from '../text/group.ts';
import { type Placed, placeOf } from '../text/placed/placed.ts';
import type { Strength } from './behaviour.ts';
import { BEHAVIOURS } from './behaviours.ts';
import type { Seen } from './seen.ts';

const RANKS: readonly Strength[] = ['weak', 'middle', 'strong'];

type Group = readonly [Placed<Seen>, ...Placed<Seen>[]];

/** One behaviour of one file. */
interface Shown {
  readonly group: Group;
  readonly strength: Strength;
  /** The image has the program itself, so stopping it is its own affair. */
  readonly own: boolean;
}

/**
 * Signs become one finding for each behaviour and file. Alone, a strong sign in something that starts is high, a
 * middle one medium, a weak one low; two strong behaviours of one file are sure. What nothing starts weighs less, and
 * weak signs there are not told.
 */
export function judgeBehaviour(view: ImageView<Seen>, placed: readonly Placed<Seen>[]): readonly Finding[] {
  const findings: Finding[] = [];
  for (const inFile of groupBy(placed, ({ where }) => where.path).values()) {
    const shown = [...groupBy(inFile, ({ data }) => data.rule).values()].map((group) => shownOf(view, group));
    for (const one of shown) {
      const finding = toFinding(
        one,
        shown.filter((other) => other !== one && !other.own),
      );
      if (finding !== undefined) findings.push(finding);
    }
  }
  return findings;
}

function shownOf(view: ImageView<Seen>, group: Group): Shown {
  const ranked = [...group].sort((a, b) => rank(b.data.strength) - rank(a.data.strength)) as [
    Placed<Seen>,
    ...Placed<Seen>[],
  ];
  const programs = group.flatMap(({ data }) => data.programs ?? []);
  const own =
    programs.length > 0 &&
    group.every(({ data }) => data.programs?.every((name) => has(view, name)) === true);
  return { group: ranked, strength: ranked[0].data.strength, own };
}

function rank(strength: Strength): number {
  return RANKS.indexOf(strength);
}

const FOLDERS = [
  'usr/sbin',
  'usr/bin',
  'sbin',
  'bin',
  'usr/local/bin',
  'usr/local/sbin',
  'etc',
  'etc/init.d',
  'opt',
  'var',
];

/** Whether the image brings a program, or a folder of it, of this name. */
function has({ tree }: ImageView<Seen>, name: string): boolean {
  const plain = name.toLowerCase().replace(/-(?:agent|daemon|sensor)$/, '');
  const names = new Set([name, plain, `${plain}d`]);
  return FOLDERS.some((folder) => [...names].some((one) => tree.get(`${folder}/${one}`) !== undefined));
}

function toFinding({ group, strength, own }: Shown, others: readonly Shown[]): Finding | undefined {
  const [{ where, data }] = group;
  const behaviour = BEHAVIOURS.find(({ rule }) => rule.id === data.rule);
  if (behaviour === undefined) return undefined;
  const starts = where.runs !== undefined;
  const beside = others.filter((other) => rank(other.strength) >= rank('middle'));
  const graded = grade(own ? 'weak' : strength, starts, beside);
  if (graded === undefined) return undefined;
  // No build needs what no honest program does, so taking it away again makes it no better.
  const isCovered = where.gone && !own && strength === 'strong';
  const severity = where.gone && !isCovered ? lower(graded.severity) : graded.severity;
  const name = placeOf(where);
  const together = beside.length === 0 ? '' : `, and it also ${beside[0]?.group[0].data.what}`;
  const when = starts ? where.runs : 'nothing seen here starts it by itself';
  const said = [
    own ? ' The image has that program itself, so it weighs little.' : '',
    data.via === undefined ? '' : ` The command is hidden by ${data.via}.`,
    where.gone ? ' A later layer removes the file, but the image still carries it.' : '',
  ];
  return {
    rule: behaviour.rule.id,
    title: behaviour.rule.title,
    category: behaviour.rule.category,
    severity,
    confidence: graded.confidence,
    why: `${name} ${data.what}${together}; ${when}.${said.join('')}`,
    fix: behaviour.fix,
    ...(behaviour.rule.attack !== undefined && { attack: behaviour.rule.attack }),
    evidence: evidenceOf(group),
  };
}

function grade(
  strength: Strength,
  starts: boolean,
  beside: readonly Shown[],
): { severity: Severity; confidence: Confidence } | undefined {
  const strongBeside = beside.some((other) => other.strength === 'strong');
  switch (strength) {
    case 'strong':
      if (!starts) return { severity: 'medium', confidence: 'medium' };
      return { severity: strongBeside ? 'critical' : 'high', confidence: 'high' };
    case 'middle':
      if (!starts) return { severity: 'low', confidence: 'medium' };
      return { severity: strongBeside ? 'high' : 'medium', confidence: 'medium' };
    case 'weak':
      if (!starts) return undefined;
      return { severity: beside.length > 0 ? 'medium' : 'low', confidence: 'medium' };
  }
}
