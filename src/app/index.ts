/** The library: check images from code, with the same code path as the command. */

export type { Description } from '../assess/index.ts';
export {
  type Assessment,
  type Baseline,
  baselineOf,
  DEFAULT_POLICY,
  type IgnoreFile,
  loadIgnoreFile,
  loadPolicy,
  type Policy,
  type Suppressions,
} from '../assess/index.ts';
export { ClearpullError, type ErrorCode } from '../base/errors.ts';
export { DEFAULT_LIMITS, type Limits } from '../base/limits.ts';
export type { RegistryOptions, StandardInput } from '../source/index.ts';
export {
  type CampaignEvents,
  type CampaignOptions,
  type CampaignOutcome,
  findCampaigns,
} from './campaign/find-campaigns.ts';
export { type CheckEvents, type CheckOptions, checkTarget } from './check.ts';
export { explainTarget } from './explain.ts';
export type { ReadEvents, ReadOptions } from './workshop.ts';
