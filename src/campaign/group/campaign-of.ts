import { compareText } from '../../base/compare-text.ts';
import { digestHex, digestOf } from '../../base/digest.ts';
import type { Publisher } from '../account.ts';
import type { Campaign, Member, SharedAccount, SharedIndicator, Tie } from '../campaign.ts';
import { type CampaignIndicator, keyOf, type Sighting } from '../indicator.ts';
import { earnedOf } from '../ledgers/earnings.ts';
import { isWallet, type Payments } from '../ledgers/payments.ts';
import { SEEN_DECISIONS, type SeenImage } from '../seen-image.ts';
import type { GroupOptions } from './group-options.ts';
import { type Hinge, hingeOf } from './hinge.ts';
import type { Link } from './links.ts';
import { sizeOf, spanOf } from './size.ts';

export interface GroupInput {
  readonly images: readonly SeenImage[];
  readonly publishers: readonly (readonly Publisher[])[];
  /** Indexes, ascending. */
  readonly members: readonly number[];
  /** What images of the group have, joining or not, in order. */
  readonly links: readonly Link[];
  readonly options: GroupOptions;
}

/** One group with everything that is told of it. */
export function campaignOf({ images, publishers, members, links, options }: GroupInput): Campaign {
  const image = (index: number): SeenImage => images[index] as SeenImage;
  const joining = links.filter(({ joins }) => joins);
  const hinge = joining.length === 0 ? alone(links) : hingeOf(joining);
  const tiesOf = tiesByImage(joining);
  const all = members.map((index): Member => {
    const way = hinge.ways.get(index);
    return {
      image: image(index),
      publishers: publishers[index] ?? [],
      atHinge: way === undefined,
      ...(way === undefined
        ? {}
        : { way: { by: way.link.by, digest: image(way.from).digest, reference: nameOf(image(way.from)) } }),
      ties: tiesOf.get(index) ?? [],
    };
  });
  const repositories = [
    ...new Set(all.flatMap(({ publishers: own }) => own.map(({ repository }) => repository))),
  ];
  const seen = spanOf(all, repositories, options.pulls);
  const size = sizeOf(repositories, options.pulls);
  const indicators = sharedIndicators(images, links, options.payments);
  return {
    id: idOf(joining, all),
    byAccountOnly: joining.length > 0 && joining.every(({ strength }) => strength === 'medium'),
    hinge: tieOf(hinge.link),
    members: all.sort(compareMembers),
    indicators,
    accounts: accountsOf(all, joining),
    ...(seen === undefined ? {} : { seen }),
    ...(size === undefined ? {} : { size }),
    ...earnedByAll(indicators, options.payments),
  };
}

/** By number of images, those with strong ties first, then by id. */
export function compareCampaigns(a: Campaign, b: Campaign): number {
  return (
    Number(a.byAccountOnly) - Number(b.byAccountOnly) ||
    b.members.length - a.members.length ||
    compareText(a.id, b.id)
  );
}

export function nameOf({ references, digest }: SeenImage): string {
  return references[0] ?? digest;
}

/** A single image that is told on its own has nothing that joins; its first indicator stands for it. */
function alone(links: readonly Link[]): Hinge {
  const link = links.find(({ strength }) => strength === 'strong');
  if (link === undefined) throw new Error('a group without a link');
  return { link, ways: new Map() };
}

/** From the first joining indicator, so that it stays when images come in; else from the smallest digest. */
function idOf(joining: readonly Link[], members: readonly Member[]): string {
  const [first] = joining;
  const digests = members.map(({ image }) => image.digest).sort(compareText);
  const from = first === undefined || first.by.kind === 'account' ? digests[0] : keyOf(first.by);
  return `c${digestHex(digestOf(Buffer.from(from ?? ''))).slice(0, 12)}`;
}

function tieOf({ by, strength, images }: Link): Tie {
  return { by, strength, images: images.length };
}

function tiesByImage(joining: readonly Link[]): ReadonlyMap<number, readonly Tie[]> {
  const ties = new Map<number, Tie[]>();
  for (const link of joining) {
    const tie = tieOf(link);
    for (const index of link.images) {
      const own = ties.get(index) ?? [];
      own.push(tie);
      ties.set(index, own);
    }
  }
  return ties;
}

function compareMembers(a: Member, b: Member): number {
  return (
    SEEN_DECISIONS.indexOf(b.image.decision) - SEEN_DECISIONS.indexOf(a.image.decision) ||
    compareText(nameOf(a.image), nameOf(b.image)) ||
    compareText(a.image.digest, b.image.digest)
  );
}

function sharedIndicators(
  images: readonly SeenImage[],
  links: readonly Link[],
  payments: Payments | undefined,
): readonly SharedIndicator[] {
  return links
    .flatMap(({ by, strength, joins, whyNot, images: found }): readonly SharedIndicator[] => {
      if (by.kind === 'account' || found.length === 0) return [];
      const paid = isWallet(by) ? payments?.get(by.value) : undefined;
      return [
        {
          indicator: by,
          strength,
          joins,
          ...(whyNot === undefined || found.length < 2 ? {} : { whyNot }),
          images: found.length,
          seenAt: found.flatMap((index) => placesIn(images[index] as SeenImage, by)).sort(compareSeen),
          ...(paid === undefined ? {} : { earned: earnedOf(paid) }),
        },
      ];
    })
    .sort((a, b) => rank(a) - rank(b) || b.images - a.images);
}

/** Those that join, then strong ones of one image, then weak ones; within that the order stays. */
function rank({ joins, strength }: SharedIndicator): number {
  return joins ? 0 : strength === 'strong' ? 1 : 2;
}

function placesIn(
  image: SeenImage,
  indicator: CampaignIndicator,
): readonly SharedIndicator['seenAt'][number][] {
  const own = image.sightings.filter((sighting: Sighting) => keyOf(sighting) === keyOf(indicator));
  return own.map(({ rule, path, layerDigest, line }) => ({
    digest: image.digest,
    reference: nameOf(image),
    rule,
    path,
    ...(layerDigest === undefined ? {} : { layerDigest }),
    ...(line === undefined ? {} : { line }),
  }));
}

type Seen = SharedIndicator['seenAt'][number];

function compareSeen(a: Seen, b: Seen): number {
  return (
    compareText(a.reference, b.reference) ||
    compareText(a.digest, b.digest) ||
    compareText(a.rule, b.rule) ||
    compareText(a.path, b.path) ||
    (a.line ?? 0) - (b.line ?? 0)
  );
}

function accountsOf(members: readonly Member[], joining: readonly Link[]): readonly SharedAccount[] {
  const images = new Map<string, number>();
  for (const { publishers } of members) {
    for (const account of new Set(publishers.flatMap((publisher) => publisher.account ?? []))) {
      images.set(account, (images.get(account) ?? 0) + 1);
    }
  }
  const joins = new Set(joining.flatMap(({ by }) => (by.kind === 'account' ? by.value : [])));
  return [...images]
    .map(([account, count]) => ({ account, images: count, joins: joins.has(account) }))
    .sort((a, b) => b.images - a.images || compareText(a.account, b.account));
}

function earnedByAll(
  indicators: readonly SharedIndicator[],
  payments: Payments | undefined,
): Pick<Campaign, 'earned'> {
  const paid = indicators.flatMap(({ indicator }) =>
    isWallet(indicator) ? (payments?.get(indicator.value) ?? []) : [],
  );
  return paid.length === 0 ? {} : { earned: earnedOf(paid) };
}
