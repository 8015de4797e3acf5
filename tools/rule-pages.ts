import { NO_OWN_RULES, openRules } from '../src/app/rules/open-rules.ts';
import { DEFAULT_LIMITS } from '../src/base/limits.ts';
import { CONTENT_RULES, contentRules, DETECTORS, type Detector, type RuleInfo } from '../src/detect/index.ts';

const MADE =
  '<!-- Made by `npm run docs` from the declarations in src/detect/ and rules/yara/. Do not edit. -->';

/** A page for each detector and an index of them, in Markdown, by path in the checkout. */
export async function rulePages(): Promise<Readonly<Record<string, string>>> {
  const set = await openRules(NO_OWN_RULES, DEFAULT_LIMITS);
  const detectors: readonly Detector[] = [...DETECTORS, contentRules(set.rules)];
  const pages = detectors.map(({ id, title, rules }) => {
    const about = id === CONTENT_RULES ? [ABOUT_YARA] : [];
    const parts = [`# ${title}`, MADE, ...about, ...rules.flatMap(section), '[All rules](README.md)'];
    return [`docs/rules/${id}.md`, `${parts.join('\n\n')}\n`] as const;
  });
  return { 'docs/rules/README.md': index(detectors), ...Object.fromEntries(pages) };
}

const ABOUT_YARA =
  'Rules about the content of files, in `rules/yara/`. How to write rules of your own: [writing rules](../writing-rules.md).';

function index(detectors: readonly Detector[]): string {
  const rows = detectors.flatMap(({ id, rules }) =>
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
    'What clearpull looks for, a page for each detector. `clearpull rules explain RULE` says the same in the terminal. ' +
    'How grave a finding is depends on the image: what starts weighs more than what lies there.';
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
    ...(rule.fix === undefined ? [] : [`**What to do:** ${rule.fix}`]),
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
