import type { TextOptions } from '../text/page.ts';
import type { CampaignReportInput } from './campaign-report.ts';

export const CAMPAIGN_FORMATS = ['text', 'json', 'dot', 'markdown'] as const;
export type CampaignFormat = (typeof CAMPAIGN_FORMATS)[number];
export { type BundleFile, campaignBundle } from './bundle.ts';
export type { CampaignReportInput } from './campaign-report.ts';

/** Campaigns in one format. Each format's code is loaded when it is first asked for. */
export async function renderCampaigns(
  format: CampaignFormat,
  input: CampaignReportInput,
  toolVersion: string,
  options: TextOptions = {},
): Promise<string> {
  switch (format) {
    case 'json':
      return (await import('./json.ts')).renderCampaignJson(input, toolVersion);
    case 'dot':
      return (await import('./dot.ts')).renderCampaignDot(input);
    case 'markdown':
      return (await import('./markdown.ts')).renderCampaignMarkdown(input, toolVersion);
    case 'text':
      return (await import('./text.ts')).renderCampaignText(input, options);
  }
}

/** One line a campaign, for `--quiet`. */
export async function renderQuietCampaigns(input: CampaignReportInput): Promise<string> {
  return (await import('./text.ts')).renderCampaignQuiet(input);
}
