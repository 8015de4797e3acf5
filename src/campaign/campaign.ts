import type { Publisher } from './account.ts';
import type { CampaignIndicator, Sighting, Strength } from './indicator.ts';
import type { Earned } from './ledgers/earnings.ts';
import type { SeenImage } from './seen-image.ts';

/** What two images are tied by. */
export type TiedBy = CampaignIndicator | { readonly kind: 'account'; readonly value: string };

/** One thing that an image shares with others of its campaign. */
export interface Tie {
  readonly by: TiedBy;
  readonly strength: Strength;
  /** Images of the campaign that have it, this one among them. */
  readonly images: number;
}

/** An image of a campaign, and what ties it to the others. */
export interface Member {
  readonly image: SeenImage;
  readonly publishers: readonly Publisher[];
  /** True when it has what most images of the campaign have (`Campaign.hinge`). */
  readonly atHinge: boolean;
  /** The shortest way to those that do: what it shares, and with which image, which is nearer. */
  readonly way?: { readonly by: TiedBy; readonly digest: string; readonly reference: string };
  /** Everything that joins it with others, strong first. */
  readonly ties: readonly Tie[];
}

/** Where an image shows an indicator. */
export interface SeenAt extends Pick<Sighting, 'rule' | 'path' | 'layerDigest' | 'line'> {
  readonly digest: string;
  readonly reference: string;
}

/** An indicator of a campaign, whether it joins images or only one has it. */
export interface SharedIndicator {
  readonly indicator: CampaignIndicator;
  readonly strength: Strength;
  readonly joins: boolean;
  /** Why a strong one that several images have does not join. */
  readonly whyNot?: string;
  readonly images: number;
  /** One place for each image and rule at least; sorted by reference. */
  readonly seenAt: readonly SeenAt[];
  /** Of a wallet: what was paid to it, where payments were given. */
  readonly earned?: Earned;
}

export interface SharedAccount {
  readonly account: string;
  /** Images of the campaign that it published. */
  readonly images: number;
  readonly joins: boolean;
}

/** A time span, and who says so: the images' own configuration, or the user's file. */
export interface SeenSpan {
  readonly first: string;
  readonly last: string;
  readonly source: 'images' | 'file';
}

/** A group of images that belong together. */
export interface Campaign {
  /** `c` and twelve hex digits, from its first joining indicator, or else its smallest digest. */
  readonly id: string;
  /** True when nothing but accounts joins it. */
  readonly byAccountOnly: boolean;
  /** What most of its images have in common. */
  readonly hinge: Tie;
  /** Worst verdict first, then by name. */
  readonly members: readonly Member[];
  /** Strong first, then those that most images have. */
  readonly indicators: readonly SharedIndicator[];
  /** Those with most images first. */
  readonly accounts: readonly SharedAccount[];
  readonly seen?: SeenSpan;
  /** Where pulls were given. */
  readonly size?: {
    readonly pulls: number;
    /** Repositories of the campaign, and how many of them the file has. */
    readonly repositories: number;
    readonly counted: number;
  };
  /** Where payments were given: to all of its wallets. */
  readonly earned?: Earned;
}

/** Everything that one run of grouping comes to. */
export interface Campaigns {
  /** Largest first. */
  readonly campaigns: readonly Campaign[];
  readonly images: number;
  /** Images that nothing joins with another, by verdict. */
  readonly alone: { readonly allow: number; readonly review: number; readonly block: number };
  /** What a reader should know, one sentence each. */
  readonly notes: readonly string[];
}
