import { NO_OWN_RULES, openRules } from '../src/app/rules/open-rules.ts';
import { RULE_GROUPS } from '../src/assess/rule-groups.ts';
import { DEFAULT_LIMITS } from '../src/base/limits.ts';
import { whatToDo } from '../src/cli/rules-text.ts';
import { contentRules, DETECTORS, type RuleInfo } from '../src/detect/index.ts';

const MADE =
  '<!-- Made by `npm run docs` from the declarations in src/detect/, rules/yara/ and src/assess/rule-groups.ts. Do not edit. -->';

/** What is a page: a detector, or rules that no detector has. */
interface Page {
  readonly id: string;
  readonly title: string;
  readonly about?: string;
  readonly rules: readonly RuleInfo[];
}

/** A page for each detector and each group of rules without one, and an index of them, in Markdown, by path in the checkout. */
export async function rulePages(): Promise<Readonly<Record<string, string>>> {
  const set = await openRules(NO_OWN_RULES, DEFAULT_LIMITS);
  const pages: readonly Page[] = [
    ...DETECTORS,
    { ...contentRules(set.rules), about: ABOUT_YARA },
    ...RULE_GROUPS,
  ];
  const texts = pages.map(({ id, title, about, rules }) => {
    const parts = [`# ${title}`, MADE, ...(about === undefined ? [] : [about]), ...rules.flatMap(section)];
    return [`docs/rules/${id}.md`, `${[...parts, '[All rules](README.md)'].join('\n\n')}\n`] as const;
  });
  return { 'docs/rules/README.md': index(pages), ...Object.fromEntries(texts) };
}

const ABOUT_YARA =
  'Rules about the content of files, in `rules/yara/`. How to write rules of your own: [writing rules](../writing-rules.md).';

function index(pages: readonly Page[]): string {
  const rows = pages.flatMap(({ id, rules }) =>
    rules.map((rule) => [
      `[\`${rule.id}\`](${id}.md#${anchor(rule)})`,
      rule.title,
      rule.category,
      severity(rule),
      attack(rule),
    ]),
  );
  const head = [
    ['rule', 'what it finds', 'category', 'severity', 'ATT&CK'],
    ['---', '---', '---', '---', '---'],
  ];
  const table = [...head, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const about =
    'What findings there can be, a page for each detector and for what every check finds out itself. `clearpull rules ' +
    'explain RULE` says the same in the terminal. How grave a finding is depends on the image: what starts weighs more ' +
    'than what lies there.';
  return `${['# Rules', MADE, about, table].join('\n\n')}\n`;
}

function section(rule: RuleInfo): readonly string[] {
  return [
    `## ${rule.id}`,
    `**${rule.title}.** ${rule.description}`,
    [
      `- Category: ${rule.category}`,
      `- Severity: ${severity(rule)}`,
      ...(rule.attack === undefined ? [] : [`- ATT&CK: ${attack(rule)}`]),
    ].join('\n'),
    ...(rule.leaves === undefined ? [] : [`**Left alone:** ${rule.leaves}`]),
    `**What to do:** ${whatToDo(rule)}`,
  ];
}

/** As Markdown renderers make it of a heading. */
function anchor({ id }: RuleInfo): string {
  return id.replaceAll(/[^\w-]/g, '');
}

function severity({ severity: range }: RuleInfo): string {
  if (range === undefined) return 'depends on the image';
  return range[0] === range[1] ? range[0] : `${range[0]} to ${range[1]}`;
}

function attack({ attack: technique }: RuleInfo): string {
  if (technique === undefined) return '';
  return `[${technique}](https://attack.mitre.org/techniques/${technique.replace('.', '/')}/)`;
}
