import type { ImageView } from '../detector.ts';
import type { Finding } from '../finding.ts';
import { atMost, lower } from '../finding-order.ts';
import { declaredBy } from '../text/declared.ts';
import { evidenceOf, groupBy } from '../text/group.ts';
import { type Weighed, weighPlace } from '../text/placed/place-weight.ts';
import type { Where } from '../text/placed/placed.ts';
import { whereOf } from '../text/placed/where-of.ts';
import { isServedPage } from '../text/role.ts';
import type { ContentRule } from './content-rule.ts';

/** What one place of a match says: which rule, and which of its strings. */
export interface Seen {
  readonly [key: string]: string;
  /** Id of the rule. */
  readonly rule: string;
  readonly string: string;
}

/** One finding for each rule and file, weighed by what the file is there for. */
export function judgeMatches(view: ImageView<Seen>, rules: readonly ContentRule[]): readonly Finding[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const groups = groupBy(view.sightings, ({ observation, layer, entry, goneIn }) =>
    JSON.stringify([observation.data.rule, entry.path, goneIn === undefined ? '' : layer]),
  );
  return [...groups.values()].flatMap((group): readonly Finding[] => {
    const [first] = group;
    const rule = byId.get(first.observation.data.rule);
    if (rule === undefined) return [];
    const where = whereOf(view, first);
    const { severity, reasons } = weigh(view, rule, where);
    return [
      {
        rule: rule.id,
        title: rule.title,
        category: rule.category,
        severity,
        confidence: rule.confidence,
        why: [
          `/${where.path} ${rule.why}; ${where.runs ?? 'nothing seen here starts it by itself'}.`,
          ...reasons,
        ].join(' '),
        fix: rule.fix,
        ...(rule.attack === undefined ? {} : { attack: rule.attack }),
        evidence: evidenceOf(group),
      },
    ];
  });
}

function weigh(view: ImageView<Seen>, rule: ContentRule, where: Where): Weighed {
  let own = rule.level;
  if (where.runs === undefined) {
    // What a mere sign says of a file that nothing starts is not worth a question.
    if (rule.grade === 'hint') own = atMost(own, 'low');
    else if (rule.grade === 'content') own = lower(own);
  }
  const shown: Where = isServedPage(where.path) ? { ...where, role: 'active' } : where;
  const placed = weighPlace(own, shown, () => aboutMalware(view.text(where.path)));
  const reasons = [...placed.reasons];
  let { severity } = placed;
  const declared = declaredBy(view, (text) =>
    rule.declares.some((word) => text.toLowerCase().includes(word)),
  );
  if (declared !== undefined) {
    severity = lower(severity);
    reasons.push(`The image says openly what it is (${declared}), so it weighs one step less.`);
  }
  return { severity, reasons };
}

/** Rules of scanners under any name: as the end of a sentence. What the start chain runs is not asked. */
function aboutMalware(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const isRules =
    (/^[ \t]{0,20}strings[ \t]{0,20}:/m.test(text) && /^[ \t]{0,20}condition[ \t]{0,20}:/m.test(text)) ||
    (/^logsource:/m.test(text) && /^detection:/m.test(text)) ||
    (/^- (?:rule|macro|list):/m.test(text) && /^ {0,8}condition:/m.test(text));
  if (isRules) return 'the file holds rules of a scanner: data about malware';
  const filters = text.match(FILTER);
  return (filters?.length ?? 0) >= MANY_FILTERS ? 'the file is a block-list: data about malware' : undefined;
}

const FILTER = /^(?:\|\|[\w.*-]{3,100}\^|(?:0\.0\.0\.0|127\.0\.0\.1)[ \t]{1,20}[\w.-]{3,100}$)/gm;
const MANY_FILTERS = 8;
