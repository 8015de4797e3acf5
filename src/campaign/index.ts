export { type Publisher, publisherOf, shortName } from './account.ts';
export type {
  Campaign,
  Campaigns,
  Member,
  SeenAt,
  SeenSpan,
  SharedAccount,
  SharedIndicator,
  Tie,
  TiedBy,
} from './campaign.ts';
export { scriptShape } from './extract/script-shape.ts';
export { flagsFiles, sightingsOf } from './extract/sightings.ts';
export type { FlaggedFile } from './flagged-file.ts';
export { nameOf } from './group/campaign-of.ts';
export { campaignsOf } from './group/campaigns-of.ts';
export type { GroupOptions } from './group/group-options.ts';
export { SeenImages } from './group/seen-images.ts';
export {
  type CampaignIndicator,
  type CampaignIndicatorKind,
  INDICATOR_KINDS,
  keyOf,
  type Sighting,
  STRENGTHS,
  type Strength,
  strengthOf,
} from './indicator.ts';
export type { Earned, Sum } from './ledgers/earnings.ts';
export { parsePayments } from './ledgers/payments.ts';
export { parsePulls } from './ledgers/pulls.ts';
export { claimedTime } from './ledgers/time.ts';
export { SEEN_DECISIONS, type SeenDecision, type SeenFinding, type SeenImage } from './seen-image.ts';
