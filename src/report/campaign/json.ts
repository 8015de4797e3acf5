import type { Campaign, Member, SharedIndicator, Tie, TiedBy } from '../../campaign/index.ts';
import { failedFields } from '../json-fields.ts';
import { jsonText } from '../json-text.ts';
import type { CampaignReportInput } from './campaign-report.ts';
import { CAMPAIGN_SCHEMA_VERSION, type CampaignReport } from './json-schema.ts';
import { verdictCounts } from './words.ts';

/** Campaigns as JSON text, in the form that `schema/campaign-1.0.0.json` describes. */
export function renderCampaignJson(input: CampaignReportInput, toolVersion: string): string {
  return jsonText(campaignReport(input, toolVersion));
}

function campaignReport(input: CampaignReportInput, toolVersion: string): CampaignReport {
  const { images, alone, campaigns, failed, notes } = input;
  return {
    schemaVersion: CAMPAIGN_SCHEMA_VERSION,
    tool: { name: 'clearpull', version: toolVersion },
    images,
    alone,
    campaigns: campaigns.map(campaignFields),
    failed: failed.map(failedFields),
    notes: [...notes],
  };
}

type JsonCampaign = CampaignReport['campaigns'][number];

function campaignFields(campaign: Campaign): JsonCampaign {
  const { id, byAccountOnly, hinge, members, indicators, accounts, seen, size, earned } = campaign;
  return {
    id,
    byAccountOnly,
    hinge: tieFields(hinge),
    images: members.length,
    verdicts: verdictCounts(members),
    members: members.map(memberFields),
    indicators: indicators.map(indicatorFields),
    accounts: accounts.map((account) => ({ ...account })),
    ...(seen === undefined ? {} : { seen: { ...seen } }),
    ...(size === undefined ? {} : { size: { ...size } }),
    ...(earned === undefined ? {} : { earned: earnedFields(earned) }),
  };
}

function byFields(by: TiedBy) {
  return { kind: by.kind, value: by.value, ...('coin' in by && by.coin !== undefined && { coin: by.coin }) };
}

function tieFields({ by, strength, images }: Tie) {
  return { ...byFields(by), strength, images };
}

function memberFields({ image, publishers, atHinge, way, ties }: Member): JsonCampaign['members'][number] {
  const accounts = new Set(publishers.flatMap(({ account }) => account ?? []));
  return {
    digest: image.digest,
    hasManifest: image.hasManifest,
    platform: image.platform,
    references: [...image.references],
    repositories: publishers.map(({ repository }) => repository),
    accounts: [...accounts],
    decision: image.decision,
    ...(image.created === undefined ? {} : { created: image.created }),
    atHinge,
    ...(way === undefined
      ? {}
      : { way: { ...byFields(way.by), withDigest: way.digest, withReference: way.reference } }),
    ties: ties.map(tieFields),
    findings: image.findings.map(({ rule, title, category, severity }) => ({
      rule,
      title,
      category,
      severity,
    })),
  };
}

function indicatorFields(shared: SharedIndicator): JsonCampaign['indicators'][number] {
  const { indicator, strength, joins, whyNot, images, seenAt, earned } = shared;
  const { kind, value, coin } = indicator;
  return {
    kind,
    value,
    ...(coin === undefined ? {} : { coin }),
    strength,
    joins,
    ...(whyNot === undefined ? {} : { whyNot }),
    images,
    seenAt: seenAt.map(({ digest, reference, rule, path, layerDigest, line }) => ({
      digest,
      reference,
      rule,
      path,
      layer: layerDigest ?? null,
      line: line ?? null,
    })),
    ...(earned === undefined ? {} : { earned: earnedFields(earned) }),
  };
}

function earnedFields({ payments, sums, values, first, last }: NonNullable<Campaign['earned']>) {
  return {
    payments,
    sums: sums.map((sum) => ({ ...sum })),
    values: values.map((sum) => ({ ...sum })),
    ...(first === undefined ? {} : { first }),
    ...(last === undefined ? {} : { last }),
  };
}
