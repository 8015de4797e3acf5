import type { Campaigns } from '../../campaign/index.ts';
import type { FailedTarget } from '../report-context.ts';

/** What a report on campaigns is about. */
export interface CampaignReportInput extends Campaigns {
  /** Inputs that could not be read. */
  readonly failed: readonly FailedTarget[];
}
