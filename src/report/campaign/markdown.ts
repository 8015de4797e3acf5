import { plural } from '../../base/quantities.ts';
import type { Campaign, Member, SharedIndicator, TiedBy } from '../../campaign/index.ts';
import { shortName } from '../../campaign/index.ts';
import { code, inline } from '../markdown-escape.ts';
import { shortDigest } from '../places.ts';
import type { CampaignReportInput } from './campaign-report.ts';
import { headline } from './text.ts';
import {
  earnedWords,
  forPeople,
  hungGroups,
  joinsNothing,
  kindWord,
  pullsWords,
  seenWords,
  tieWords,
  verdictCounts,
} from './words.ts';

const SIGN = { block: '⛔ block', review: '⚠️ review', allow: '✅ allow' } as const;
const MAX_CAMPAIGNS = 100;
const MAX_ROWS = 500;

/** How texts out of images are written: as they are, or defanged. */
export type Spell = (text: string) => string;

/** Campaigns as Markdown. No text from an image can leave the span that it stands in. */
export function renderCampaignMarkdown(input: CampaignReportInput, toolVersion: string): string {
  const { campaigns, notes } = input;
  const shown = campaigns.slice(0, MAX_CAMPAIGNS);
  const parts = [
    `# ${inline(headline(input))}`,
    ...shown.map((campaign) => campaignMarkdown(campaign)),
    ...(campaigns.length > shown.length
      ? [`And ${plural(campaigns.length - shown.length, 'more campaign')}; \`-f json\` has them all.`]
      : []),
    ...notes.map((note) => `> ${inline(note)}`),
    `<sub>clearpull ${inline(toolVersion)}</sub>`,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** One campaign under a heading of the second level. */
export function campaignMarkdown(campaign: Campaign, spell: Spell = (text) => text): string {
  const { id, members, indicators } = campaign;
  const worth = indicators.filter(forPeople);
  const left = indicators.length - worth.length;
  return [
    `## Campaign ${inline(id)}: ${plural(members.length, 'image')}`,
    summary(campaign, spell),
    table(
      ['Indicator', 'Value', 'Images', ''],
      worth.map((one) => indicatorRow(one, spell)),
    ),
    ...(left === 0
      ? []
      : [
          `And ${plural(left, 'digest')} of files that ${left === 1 ? 'joins' : 'join'} nothing; the JSON lists them.`,
        ]),
    table(
      ['Verdict', 'Image', 'Digest', 'Tied by'],
      members.map((one) => memberRow(one, spell)),
    ),
  ].join('\n\n');
}

/** Accounts are left as they are: whoever reads it has to find them. */
export function spelled(by: TiedBy, spell: Spell): string {
  return by.kind === 'account' ? tieWords(by) : spell(tieWords(by));
}

function summary(campaign: Campaign, spell: Spell): string {
  const { members, hinge, accounts, size, earned, seen, byAccountOnly } = campaign;
  const counts = verdictCounts(members);
  const atHinge = members.filter((member) => member.atHinge).length;
  const tied = (by: TiedBy): string => code(spelled(by, spell));
  const lines = [
    `${counts.block} block, ${counts.review} review, ${counts.allow} allow`,
    `${plural(atHinge, 'image has', 'images have')} the ${tied(hinge.by)}`,
    ...hungGroups(campaign).flatMap(({ by, members: own, share }) => [
      `${plural(own.length, 'image is', 'images are')} tied to them by the ${tied(by)}`,
      ...share.map(({ by: other, images }) => `  - of these ${images} share the ${tied(other)}`),
    ]),
    ...(byAccountOnly ? ['Nothing but the account ties them.'] : []),
    ...(accounts.length === 0
      ? []
      : [`Accounts: ${accounts.map(({ account, images }) => `${code(account)} (${images})`).join(', ')}`]),
    ...(size === undefined ? [] : [`Pulls: ${inline(pullsWords(size))}`]),
    ...(earned === undefined ? [] : [`Earned: ${inline(earnedWords(earned))}`]),
    ...(seen === undefined
      ? []
      : [`${seen.source === 'file' ? 'Seen' : 'Made'}: ${inline(seenWords(seen))}`]),
  ];
  return lines.map((line) => (line.startsWith('  - ') ? line : `- ${line}`)).join('\n');
}

function indicatorRow(shared: SharedIndicator, spell: Spell): readonly string[] {
  const { indicator, images, joins, strength, whyNot, seenAt } = shared;
  const [first] = seenAt;
  const line = first?.line === undefined ? '' : `:${first.line}`;
  const where =
    first === undefined ? '' : `${code(spell(shortName(first.reference)))} ${code(spell(first.path + line))}`;
  return [
    inline(`${indicator.coin ?? ''} ${kindWord(indicator)}`.trim()),
    code(spell(indicator.value)),
    String(images),
    joins ? where : inline(joinsNothing(strength, whyNot)),
  ];
}

function memberRow({ image, ties }: Member, spell: Spell): readonly string[] {
  const names = image.references.slice(0, 5).map((reference) => code(spell(shortName(reference))));
  const kinds = [...new Set(ties.map(({ by }) => kindWord(by)))].join(', ');
  return [SIGN[image.decision], names.join('<br>'), code(shortDigest(image.digest)), inline(kinds)];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const shown = rows.slice(0, MAX_ROWS);
  const lines = [head, head.map(() => '---'), ...shown].map((cells) => `| ${cells.join(' | ')} |`);
  const more = rows.length > shown.length ? [``, `and ${rows.length - shown.length} more`] : [];
  return [...lines, ...more].join('\n');
}
