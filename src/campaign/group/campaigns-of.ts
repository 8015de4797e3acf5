import { plural } from '../../base/quantities.ts';
import type { Campaign, Campaigns } from '../campaign.ts';
import { isWallet } from '../ledgers/payments.ts';
import type { SeenImage } from '../seen-image.ts';
import { campaignOf, compareCampaigns } from './campaign-of.ts';
import type { GroupOptions } from './group-options.ts';
import { type Link, linksOf } from './links.ts';
import { UnionFind } from './union-find.ts';

/**
 * Groups images by what only one hand can have put into them. Images that share a strong indicator are in one group;
 * images of one account whose own findings led to review or block are too. Pure, and the same in whatever order the
 * images were seen.
 */
export function campaignsOf(images: readonly SeenImage[], options: GroupOptions = {}): Campaigns {
  const { links, publishers } = linksOf(images, new Set(options.known));
  const sets = new UnionFind(images.length);
  for (const link of links) if (link.joins) sets.unionAll(link.images);
  const members = groupBy(images.keys(), (index) => sets.find(index));
  // Weak and single ones belong to every group that an image of theirs is in.
  const ownLinks = new Map<number, Link[]>();
  for (const link of links) {
    for (const root of new Set(link.images.map((index) => sets.find(index)))) {
      const own = ownLinks.get(root) ?? [];
      own.push(link);
      ownLinks.set(root, own);
    }
  }
  const campaigns: Campaign[] = [];
  const alone = { allow: 0, review: 0, block: 0 };
  for (const [root, group] of members) {
    if (group.length === 1) alone[(images[group[0] as number] as SeenImage).decision]++;
    if (group.length < (options.smallest ?? 2)) continue;
    const own = (ownLinks.get(root) ?? []).map((link) => within(link, root, sets));
    if (group.length === 1 && !own.some(({ strength }) => strength === 'strong')) continue;
    campaigns.push(campaignOf({ images, publishers, members: group, links: own, options }));
  }
  campaigns.sort(compareCampaigns);
  return { campaigns, images: images.length, alone, notes: notesOn(campaigns, options) };
}

/** A link as far as it lies in one group: a weak one may lead out of it. */
function within(link: Link, root: number, sets: UnionFind): Link {
  if (link.joins) return link;
  return { ...link, images: link.images.filter((index) => sets.find(index) === root) };
}

function groupBy(items: Iterable<number>, keyOf: (item: number) => number): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key) ?? [];
    group.push(item);
    groups.set(key, group);
  }
  return groups;
}

function notesOn(campaigns: readonly Campaign[], { pulls, payments }: GroupOptions): readonly string[] {
  const notes: string[] = [];
  if (payments !== undefined) {
    const wallets = new Set(
      campaigns.flatMap(({ indicators }) =>
        indicators.flatMap(({ indicator }) => (isWallet(indicator) ? [indicator.value] : [])),
      ),
    );
    const others = [...payments.keys()].filter((wallet) => !wallets.has(wallet)).length;
    if (others > 0) notes.push(`Payments to ${plural(others, 'wallet')} that no group holds are left out.`);
  }
  if (pulls !== undefined && pulls.size > 0 && campaigns.every(({ size }) => (size?.counted ?? 0) === 0)) {
    notes.push(
      'No repository of the file of pulls is one of these; images need their full names to be found there.',
    );
  }
  return notes;
}
