import { z } from 'zod';
import { DECISIONS } from '../../assess/assessment.ts';
import { INDICATOR_KINDS, STRENGTHS } from '../../campaign/index.ts';
import { CATEGORIES, SEVERITIES } from '../../detect/finding.ts';
import { count, fromOne } from '../json-schema/fields.ts';
import { publishedSchema } from '../json-schema/published.ts';
import { failedSchema } from '../json-schema.ts';

/** Version of the form of `campaign -f json`. Adding a field raises the middle number, changing one the first. */
export const CAMPAIGN_SCHEMA_VERSION = '1.0.0';

const indicatorShape = {
  kind: z.enum(INDICATOR_KINDS),
  value: z.string().describe('Normalised: hosts in lower case without port, wallets without worker'),
  coin: z.string().optional(),
};

const tiedByShape = { ...indicatorShape, kind: z.enum([...INDICATOR_KINDS, 'account']) };

const tieSchema = z
  .object({
    ...tiedByShape,
    strength: z.enum(STRENGTHS),
    images: count.describe('Images of the campaign that have it'),
  })
  .meta({ id: 'tie' });

const sumSchema = z
  .object({ currency: z.string(), amount: z.string().describe('A decimal number, exact'), payments: count })
  .meta({ id: 'sum' });

const earnedSchema = z
  .object({
    payments: count,
    sums: z.array(sumSchema).describe('By currency; nothing is converted'),
    values: z.array(sumSchema).describe('What payments were worth when made, where the file says so'),
    first: z.string().optional(),
    last: z.string().optional(),
  })
  .meta({ id: 'earned' })
  .describe('As the file of payments says');

const memberSchema = z
  .object({
    digest: z.string(),
    hasManifest: z.boolean().describe('False: the digest is the image ID, which registries do not know'),
    platform: z.string(),
    references: z.array(z.string()),
    repositories: z.array(z.string()),
    accounts: z.array(z.string()),
    decision: z.enum(DECISIONS),
    created: z.string().optional().describe("As the image's configuration claims"),
    atHinge: z.boolean().describe('It has what most images of the campaign have'),
    way: z
      .object({ ...tiedByShape, withDigest: z.string(), withReference: z.string() })
      .optional()
      .describe('Of an image that is not at the hinge: what ties it to one that is nearer, and which'),
    ties: z.array(tieSchema).describe('Everything that joins it with others'),
    findings: z.array(
      z.object({
        rule: z.string(),
        title: z.string(),
        category: z.enum(CATEGORIES),
        severity: z.enum(SEVERITIES),
      }),
    ),
  })
  .meta({ id: 'member' });

const seenAtSchema = z
  .object({
    digest: z.string(),
    reference: z.string(),
    rule: z.string(),
    path: z.string().describe('As in the report of check: a path, or ENTRYPOINT, CMD, ENV and the like'),
    layer: z.string().nullable().describe("The layer's digest in the manifest; null for the configuration"),
    line: fromOne.nullable(),
  })
  .meta({ id: 'seenAt' });

const campaignSchema = z
  .object({
    id: z.string().describe('The same as long as its first joining indicator is'),
    byAccountOnly: z.boolean().describe('Nothing but an account joins it'),
    hinge: tieSchema.describe('What most of its images have in common'),
    images: count,
    verdicts: z.object({ block: count, review: count, allow: count }),
    members: z.array(memberSchema),
    indicators: z.array(
      z.object({
        ...indicatorShape,
        strength: z.enum(STRENGTHS),
        joins: z.boolean(),
        whyNot: z.string().optional(),
        images: count,
        seenAt: z.array(seenAtSchema),
        earned: earnedSchema.optional(),
      }),
    ),
    accounts: z.array(z.object({ account: z.string(), images: count, joins: z.boolean() })),
    seen: z
      .object({
        first: z.string(),
        last: z.string(),
        source: z
          .enum(['images', 'file'])
          .describe('Who says so: the images of themselves, or the file of pulls'),
      })
      .optional(),
    size: z
      .object({
        pulls: count,
        repositories: count,
        counted: count.describe('Repositories that the file of pulls has'),
      })
      .optional(),
    earned: earnedSchema.optional(),
  })
  .meta({ id: 'campaign' });

/** What `campaign -f json` prints. */
export const campaignReportSchema = z.object({
  schemaVersion: z.literal(CAMPAIGN_SCHEMA_VERSION),
  tool: z.object({ name: z.literal('clearpull'), version: z.string() }),
  images: count.describe('Different images that were looked at'),
  alone: z
    .object({ allow: count, review: count, block: count })
    .describe('Images that nothing joins with another, by verdict'),
  campaigns: z.array(campaignSchema),
  failed: z.array(failedSchema),
  notes: z.array(z.string()),
});

export type CampaignReport = z.infer<typeof campaignReportSchema>;

/** The published JSON Schema (draft 2020-12), as it is checked in under `schema/`. */
export function campaignJsonSchema(): Record<string, unknown> {
  const description =
    'What `clearpull campaign -f json` prints: images in groups, and what ties them together.';
  return publishedSchema(
    { name: 'campaign', version: CAMPAIGN_SCHEMA_VERSION, description },
    campaignReportSchema,
  );
}
