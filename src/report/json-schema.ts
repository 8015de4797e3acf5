import { z } from 'zod';
import { DECISIONS } from '../assess/assessment.ts';
import { CATEGORIES } from '../detect/finding.ts';
import { LINK_NAMES, LINK_STATUSES, TRACE_LEVELS, VOUCHERS } from '../trace/trace-link.ts';
import { accountingSchema, flaggedFileSchema } from './json-schema/accounting.ts';
import { baseSchema } from './json-schema/base.ts';
import { coverageSchema } from './json-schema/coverage.ts';
import { count } from './json-schema/fields.ts';
import { type evidenceSchema, findingSchema, suppressedSchema } from './json-schema/findings.ts';
import { instructionSchema, layerSchema } from './json-schema/layers.ts';
import { publishedSchema } from './json-schema/published.ts';
import { stepSchema } from './json-schema/start-chain.ts';

/** Version of the JSON report's form. Adding a field raises the middle number, changing one the first. */
export const SCHEMA_VERSION = '1.4.0';

const ruleSchema = z.object({
  id: z.string(),
  title: z.string(),
  category: z.enum(CATEGORIES),
  description: z.string(),
  attack: z.string().optional(),
});

const toolSchema = z.object({
  name: z.literal('clearpull'),
  version: z.string(),
  rulesetVersion: z
    .string()
    .optional()
    .describe('Digest of all rules, those of the detectors and of files: the same one looked for the same'),
});

export const voucherSchema = z.object({ by: z.enum(VOUCHERS), who: z.string().optional() });

const imageReportShape = {
  image: z.object({
    reference: z.string(),
    digest: z.string(),
    platform: z.string().describe('os/architecture[/variant]'),
    os: z.string(),
    architecture: z.string(),
    variant: z.string().optional(),
    hasManifest: z.boolean().describe('False: the digest is the image ID'),
    bare: z
      .enum(['folder', 'archive'])
      .optional()
      .describe(
        'Set for a plain root file system, which has no configuration and no history; the digest is that of its tar',
      ),
    indexDigest: z.string().optional(),
    distribution: z.string().optional(),
    created: z.string().optional(),
    author: z.string().optional(),
    user: z.string(),
    exposedPorts: z.array(z.string()),
    labels: z.record(z.string(), z.string()),
    size: count.describe('Compressed bytes, as far as known'),
    attestations: count,
  }),
  verdict: z.object({
    decision: z.enum(DECISIONS),
    reasons: z
      .array(
        z.object({
          decision: z.enum(DECISIONS),
          text: z.string(),
          rule: z.string().optional(),
          policy: z.string(),
        }),
      )
      .min(1),
  }),
  findings: z.array(findingSchema),
  suppressed: z.array(suppressedSchema).describe('Seen, but taken out of the verdict'),
  suppressionNotes: z.array(z.string()),
  baseline: z
    .object({
      source: z.string(),
      new: count,
      updated: count,
      unchanged: count,
      absent: z.array(findingSchema).describe('In the baseline, but there no more'),
    })
    .optional(),
  coverage: coverageSchema,
  base: baseSchema,
  dockerfile: z.string(),
  instructions: z.array(instructionSchema),
  layers: z.array(layerSchema),
  startChain: z.array(stepSchema),
  notes: z.array(z.string()),
  accounting: accountingSchema.optional(),
  flaggedFiles: z
    .array(flaggedFileSchema)
    .optional()
    .describe('Files that findings point at and no package accounts for, for finding them again elsewhere'),
  trace: z.object({
    level: z
      .enum(TRACE_LEVELS)
      .describe('T0 opaque, T1 described; further ones only where the policy asks for a trace'),
    links: z.array(
      z.object({
        name: z.enum(LINK_NAMES),
        status: z.enum(LINK_STATUSES),
        evidence: z.array(z.string()),
        reason: z.string(),
        vouchedBy: z.array(voucherSchema).optional().describe('Who stands behind it'),
      }),
    ),
  }),
  rules: z.array(ruleSchema),
};

export const envelopeShape = {
  schemaVersion: z.literal(SCHEMA_VERSION),
  tool: toolSchema,
  checkedAt: z.iso.datetime().optional(),
  durationMs: z.number().nonnegative().optional(),
};

export const imageReportSchema = z.object(imageReportShape).meta({ id: 'imageReport' });

export const failedSchema = z.object({
  target: z.string(),
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
});

/** What `check -f json` prints for one image. */
const singleReportSchema = z.object({ ...envelopeShape, ...imageReportShape });

/** What `check -f json` prints for several. */
const severalReportSchema = z.object({
  ...envelopeShape,
  images: z.array(imageReportSchema),
  failed: z.array(failedSchema).describe('Targets that could not be checked'),
});

export type ImageReport = z.infer<typeof imageReportSchema>;
export type SingleReport = z.infer<typeof singleReportSchema>;
export type SeveralReport = z.infer<typeof severalReportSchema>;
export type JsonStep = z.infer<typeof stepSchema>;
export type JsonFinding = z.infer<typeof findingSchema>;
export type JsonEvidence = z.infer<typeof evidenceSchema>;

/** The published JSON Schema (draft 2020-12), as it is checked in under `schema/`. */
export function reportJsonSchema(): Record<string, unknown> {
  const description = 'What `clearpull check -f json` prints: one image, or several under `images`.';
  return publishedSchema(
    { name: 'report', version: SCHEMA_VERSION, description },
    z.union([singleReportSchema, severalReportSchema]),
  );
}
