import { formatCount, plural } from '../../base/quantities.ts';
import { visible } from '../../base/visible.ts';
import type { Campaign, Member, SharedIndicator } from '../../campaign/index.ts';
import { shortName } from '../../campaign/index.ts';
import { clipStart, pad } from '../text/layout.ts';
import { createPage, type Page, type TextOptions } from '../text/page.ts';
import { DECISION_SIGN } from '../text/paint.ts';
import { textWidth } from '../text/text-width.ts';
import type { CampaignReportInput } from './campaign-report.ts';
import {
  earnedWords,
  forPeople,
  hungGroups,
  joinsNothing,
  kindWord,
  pullsWords,
  seenWords,
  shortValue,
  tieWords,
  verdictCounts,
} from './words.ts';

const MAX_CAMPAIGNS = 50;
const MAX_MEMBERS = 40;
const MAX_INDICATORS = 15;
const MAX_HUNG = 8;
const MAX_VERBOSE = 5000;

/** Campaigns for a terminal: how many, what ties each together, then its indicators and images. */
export function renderCampaignText(input: CampaignReportInput, options: TextOptions = {}): string {
  const page = createPage(options);
  const { campaigns, notes, failed } = input;
  page.text(headline(input), { indent: '', style: 'bold' });
  const shown = campaigns.slice(0, page.verbose ? MAX_VERBOSE : MAX_CAMPAIGNS);
  for (const campaign of shown) writeCampaign(campaign, page);
  writeMore(campaigns.length - shown.length, 'campaign', page, '');
  if (notes.length > 0 || failed.length > 0) page.blank();
  for (const note of notes) page.text(note, { indent: '', style: 'warning' });
  if (failed.length > 0) {
    page.text(`${plural(failed.length, 'input')} could not be read; see the messages.`, {
      indent: '',
      style: 'warning',
    });
  }
  return page.toString();
}

/** A line a campaign, for `--quiet`. */
export function renderCampaignQuiet({ campaigns }: CampaignReportInput): string {
  return campaigns
    .map(
      ({ id, members, hinge }) => `${id} ${plural(members.length, 'image')} ${visible(tieWords(hinge.by))}\n`,
    )
    .join('');
}

export function headline({ campaigns, images, alone }: CampaignReportInput): string {
  const single = alone.allow + alone.review + alone.block;
  if (campaigns.length === 0) {
    if (images === 0) return 'No campaign: there is no image to group.';
    if (images === 1) return 'No campaign: there is only one image.';
    return `No campaign: nothing ties the ${plural(images, 'image')} together.`;
  }
  const members = campaigns.reduce((sum, campaign) => sum + campaign.members.length, 0);
  const bad = alone.block + alone.review;
  const others = bad === 0 ? '' : `, ${bad === single ? 'all' : formatCount(bad)} of them review or block`;
  return (
    `${plural(campaigns.length, 'campaign')}: ${formatCount(members)} of ${plural(images, 'image')} ${campaigns.length === 1 ? 'belong together' : 'belong to one'}; ` +
    `${single === 0 ? 'no image stands' : single === 1 ? '1 stands' : `${formatCount(single)} stand`} alone${others}.`
  );
}

function writeCampaign(campaign: Campaign, page: Page): void {
  page.section(`Campaign ${campaign.id}`, plural(campaign.members.length, 'image'));
  const counts = verdictCounts(campaign.members);
  const verdicts = (['block', 'review', 'allow'] as const)
    .filter((decision) => counts[decision] > 0)
    .map((decision) => `${DECISION_SIGN[decision]} ${formatCount(counts[decision])} ${decision}`)
    .join('  ');
  page.text(verdicts, { style: counts.block > 0 ? 'block' : counts.review > 0 ? 'review' : 'allow' });
  writeTies(campaign, page);
  page.blank();
  const { size, earned, seen, accounts } = campaign;
  const fact = (name: string, text: string): void =>
    page.text(text, { first: `  ${name.padEnd(10)}`, indent: ' '.repeat(12), maxLines: 4 });
  const named = accounts.slice(0, 10).map(({ account, images }) => `${account} (${images})`);
  if (accounts.length > named.length) named.push(`and ${accounts.length - named.length} more`);
  if (named.length > 0) fact(accounts.length === 1 ? 'Account' : 'Accounts', named.join(', '));
  if (size !== undefined) fact('Pulls', pullsWords(size));
  if (earned !== undefined) fact('Earned', earnedWords(earned));
  if (seen !== undefined) fact(seen.source === 'file' ? 'Seen' : 'Made', seenWords(seen));
  writeIndicators(campaign.indicators, page);
  writeMembers(campaign.members, page);
}

/** The one thing that a reader must understand: how each image comes to be here. */
function writeTies(campaign: Campaign, page: Page): void {
  const atHinge = campaign.members.filter((member) => member.atHinge).length;
  const have = atHinge === 1 ? 'image has' : 'images have';
  page.text(`${formatCount(atHinge)} ${have} the ${tieWords(campaign.hinge.by)}`, {
    first: '  ',
    indent: '    ',
  });
  if (campaign.byAccountOnly) {
    page.text('Nothing but the account ties them: look at them before you call it a campaign.', {
      style: 'warning',
    });
  }
  const groups = hungGroups(campaign);
  for (const { by, members, share } of groups.slice(0, page.verbose ? MAX_VERBOSE : MAX_HUNG)) {
    const hang = members.length === 1 ? 'image is tied to them' : 'images are tied to them';
    page.text(`${formatCount(members.length)} ${hang} by the ${tieWords(by)}`, {
      first: '  ',
      indent: '    ',
    });
    for (const { by: other, images } of share.slice(0, 4)) {
      page.text(`of these ${formatCount(images)} share the ${tieWords(other)}`, {
        first: '    ',
        indent: '      ',
        style: 'dim',
      });
    }
  }
  writeMore(groups.length - MAX_HUNG, 'tie', page);
}

function writeIndicators(indicators: readonly SharedIndicator[], page: Page): void {
  if (indicators.length === 0) return;
  page.blank();
  const worth = page.verbose ? indicators : indicators.filter(forPeople);
  const shown = worth.slice(0, page.verbose ? MAX_VERBOSE : MAX_INDICATORS);
  page.line('Indicators', { style: 'heading' });
  for (const { indicator, images, joins, strength, whyNot, seenAt } of shown) {
    const value = page.verbose ? indicator.value : shortValue(indicator);
    const tail = joins
      ? plural(images, 'image')
      : `${plural(images, 'image')}, ${joinsNothing(strength, whyNot)}`;
    page.text(`${value}  ${tail}`, {
      first: `    ${pad(kindWord(indicator), 12)} `,
      indent: ' '.repeat(17),
      ...(joins ? {} : { style: 'dim' as const }),
    });
    const [first] = seenAt;
    if (first !== undefined && joins) {
      const line = first.line === undefined ? '' : `:${first.line}`;
      page.line(`${shortName(first.reference)}  ${first.path}${line}`, {
        indent: ' '.repeat(17),
        style: 'dim',
      });
    }
  }
  writeMore(indicators.length - shown.length, 'indicator', page);
}

function writeMembers(members: readonly Member[], page: Page): void {
  page.blank();
  const shown = members.slice(0, page.verbose ? MAX_VERBOSE : MAX_MEMBERS);
  const names = shown.map(({ image }) => visible(shortName(image.references[0] ?? image.digest)));
  const room = Math.min(Math.max(6, ...names.map(textWidth)), Math.floor(page.width * 0.6));
  page.line(`${pad('Images', room + 2)}  tied by`, { style: 'heading' });
  for (const [index, { image, ties }] of shown.entries()) {
    const name = pad(clipStart(names[index] ?? '', room), room);
    const kinds = [...new Set(ties.map(({ by }) => kindWord(by)))].join(', ');
    const sign = page.paint(image.decision, DECISION_SIGN[image.decision]);
    page.line(`${name}  ${kinds}`, { first: `  ${sign} ` });
  }
  writeMore(members.length - shown.length, 'image', page);
}

function writeMore(count: number, what: string, page: Page, indent = '    '): void {
  if (count <= 0 || (page.verbose && count <= MAX_VERBOSE)) return;
  const how = page.verbose ? '-f json lists all' : '-v lists them, -f json all';
  page.text(`and ${plural(count, `more ${what}`)}; ${how}`, { indent, style: 'dim' });
}
