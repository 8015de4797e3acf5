import { compareText } from '../../base/compare-text.ts';
import { type Publisher, publisherOf } from '../account.ts';
import {
  type CampaignIndicator,
  compareIndicators,
  keyOf,
  type Sighting,
  type Strength,
  strengthOf,
} from '../indicator.ts';
import type { SeenImage } from '../seen-image.ts';

/** Something that images have in common, and which of them. */
export interface Link {
  readonly by: CampaignIndicator | { readonly kind: 'account'; readonly value: string };
  readonly strength: Strength;
  /** Whether it joins. */
  readonly joins: boolean;
  /** Why a strong one does not, where more than one image has it. */
  readonly whyNot?: string;
  /** Indexes of images, ascending. */
  readonly images: readonly number[];
}

export interface Links {
  /** Indicators before accounts, each in its order. */
  readonly links: readonly Link[];
  /** By index of the image. */
  readonly publishers: readonly (readonly Publisher[])[];
}

/**
 * Everything that images have in common. `known`: values of indicators, and accounts, that the user knows to join
 * nothing.
 */
export function linksOf(images: readonly SeenImage[], known: ReadonlySet<string>): Links {
  const publishers = images.map(publishersOf);
  return {
    links: [...indicatorLinks(images, known), ...accountLinks(images, publishers, known)],
    publishers,
  };
}

function publishersOf({ references }: SeenImage): readonly Publisher[] {
  const found = references.map(publisherOf).filter((publisher) => publisher !== undefined);
  return [...new Map(found.map((publisher) => [publisher.repository, publisher])).values()];
}

interface Bucket {
  readonly indicator: CampaignIndicator;
  readonly images: number[];
  /** Layers that it may have been inherited with; undefined once it was seen elsewhere. */
  layers: Set<string> | undefined;
  firm: boolean;
}

function indicatorLinks(images: readonly SeenImage[], known: ReadonlySet<string>): readonly Link[] {
  const buckets = new Map<string, Bucket>();
  for (const [index, { sightings }] of images.entries()) {
    for (const sighting of sightings) put(buckets, index, sighting);
  }
  return [...buckets.values()]
    .sort((a, b) => compareIndicators(a.indicator, b.indicator))
    .map((bucket): Link => {
      const { indicator, images: found } = bucket;
      const strength = strengthOf(indicator.kind);
      const { joins, whyNot } = judge(bucket, strength === 'strong', known.has(indicator.value));
      return { by: indicator, strength, joins, ...(whyNot === undefined ? {} : { whyNot }), images: found };
    });
}

function put(buckets: Map<string, Bucket>, index: number, sighting: Sighting): void {
  const { kind, value, coin, layer, inheritable, firm } = sighting;
  const indicator = { kind, value, ...(coin === undefined ? {} : { coin }) };
  const key = keyOf(indicator);
  const bucket = buckets.get(key) ?? { indicator, images: [], layers: new Set<string>(), firm: false };
  buckets.set(key, bucket);
  if (bucket.images.at(-1) !== index) bucket.images.push(index);
  if (inheritable && layer !== undefined) bucket.layers?.add(layer);
  else bucket.layers = undefined;
  if (firm) bucket.firm = true;
}

function judge(
  { images, layers, firm }: Bucket,
  strong: boolean,
  known: boolean,
): { readonly joins: boolean; readonly whyNot?: string } {
  if (!strong || images.length < 2) return { joins: false };
  if (known) return { joins: false, whyNot: 'named by --known' };
  if (!firm) return { joins: false, whyNot: 'nothing shows what it is for' };
  if (layers?.size === 1) return { joins: false, whyNot: 'all have it from one and the same layer' };
  return { joins: true };
}

function accountLinks(
  images: readonly SeenImage[],
  publishers: Links['publishers'],
  known: ReadonlySet<string>,
): readonly Link[] {
  const accounts = new Map<string, number[]>();
  for (const [index, image] of images.entries()) {
    if (!image.suspicious) continue;
    const own = new Set(publishers[index]?.flatMap(({ account }) => account ?? []));
    for (const account of own) {
      const found = accounts.get(account) ?? [];
      found.push(index);
      accounts.set(account, found);
    }
  }
  return [...accounts]
    .sort(([a], [b]) => compareText(a, b))
    .map(([value, found]) => ({
      by: { kind: 'account', value },
      strength: 'medium',
      joins: found.length > 1 && !known.has(value),
      ...(found.length > 1 && known.has(value) ? { whyNot: 'named by --known' } : {}),
      images: found,
    }));
}
