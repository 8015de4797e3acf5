import type { Finding, Severity } from '../finding.ts';
import { lower } from '../finding-order.ts';
import { evidenceOf, groupBy } from '../text/group.ts';
import { type Placed, placeOf } from '../text/placed/placed.ts';
import { roleReason } from '../text/role.ts';
import { HANDLER_RULE, SHELL_RULE } from './rules.ts';
import type { Seen } from './seen.ts';
import { WEB_ROOT } from './served.ts';

/** A finding for each file, what it is and what it sets apart. */
export function judgeShells(placed: readonly Placed<Seen>[]): readonly Finding[] {
  const groups = groupBy(placed, ({ where, data }) => `${isSetting(data)} ${where.path} ${where.gone}`);
  return [...groups.values()].map((group) =>
    isSetting(group[0].data) ? settingFinding(group) : shellFinding(group),
  );
}

function isSetting({ what }: Seen): boolean {
  return what === 'handler' || what === 'prepend';
}

type Group = readonly [Placed<Seen>, ...Placed<Seen>[]];

const DOES: Readonly<Record<Seen['what'], string>> = {
  code: 'runs as code',
  command: 'runs as a command',
  include: 'reads as a file of code',
  binary: 'loads as a class or library',
  call: 'takes as the name of a function to call',
  handler: '',
  prepend: '',
};

function shellFinding(group: Group): Finding {
  const gravest = group.toSorted((a, b) => weight(b.data) - weight(a.data))[0] ?? group[0];
  const { where, data } = gravest;
  const place = placeOf(where);
  const file = data.target ?? where.path;
  const served = WEB_ROOT.test(`/${file}`);
  const runs =
    where.runs ??
    (served ? 'it lies where a web server serves files from' : 'nothing seen here starts it by itself');
  let severity = severityOf(data, served || where.runs !== undefined);
  const reason =
    data.target === undefined ? whyLess(where.path, where.role, served && data.page === true) : undefined;
  if (reason !== undefined) severity = lower(severity, 2);
  if (where.gone) severity = lower(severity);
  const how = data.hidden === true ? ', and hides that it does' : '';
  const writes = data.target === undefined ? '' : `writes /${data.target}, which `;
  const odd = data.misplaced === true ? ' It is code in a file that is none by its name.' : '';
  return {
    rule: SHELL_RULE.id,
    title: SHELL_RULE.title,
    category: 'backdoor',
    severity,
    confidence: data.page === true && data.what !== 'include' ? 'high' : 'medium',
    why: `${place} (${data.name}) ${writes}${DOES[data.what]} what a request says (${data.sink})${how}; ${reason ?? runs}.${odd}`,
    fix: 'Do not run this image. If the page is yours, take it out, or have it run only what it chooses itself.',
    attack: 'T1505.003',
    evidence: evidenceOf(group),
  };
}

function weight({ what, hidden, page }: Seen): number {
  return (what === 'include' ? 0 : 4) + (page === true ? 2 : 0) + (hidden === true ? 1 : 0);
}

function severityOf(data: Seen, reached: boolean): Severity {
  if (data.what === 'include') return 'medium';
  if (data.page !== true && data.hidden !== true) return reached ? 'high' : 'medium';
  return reached ? 'critical' : 'high';
}

/** Why a shell weighs less where it stands; a page that is served is no less of a shell for its folder's name. */
function whyLess(path: string, role: Placed<Seen>['where']['role'], served: boolean): string | undefined {
  // CVE-2017-9841: what PHPUnit talks to its own processes with.
  if (/(?:^|\/)phpunit\/.{0,200}\/eval-stdin\.php$/i.test(path)) {
    return 'it is a part of PHPUnit, a door only where the folder vendor is served';
  }
  return served ? undefined : roleReason(role);
}

function settingFinding(group: Group): Finding {
  const [{ where, data }] = group;
  const prepend = data.what === 'prepend';
  const place = placeOf(where);
  let severity: Severity = /^(?:document|test|rules)$/.test(where.role) ? 'low' : 'high';
  if (where.gone) severity = lower(severity);
  const what = prepend
    ? `makes PHP run ${data.name} with every page`
    : `makes the web server run ${data.name} as PHP`;
  return {
    rule: HANDLER_RULE.id,
    title: HANDLER_RULE.title,
    category: 'backdoor',
    severity,
    confidence: 'high',
    why: `${place} ${what}, which looks like no program at all.`,
    fix: 'Take the setting out, and look at the files that it makes run.',
    attack: 'T1505.003',
    evidence: evidenceOf(group),
  };
}
