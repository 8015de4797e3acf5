import { z } from 'zod';
import { BASELINE_STATES, SUPPRESSORS } from '../../assess/suppress/suppression.ts';
import { CATEGORIES, CONFIDENCES, SEVERITIES } from '../../detect/finding.ts';
import { count, fromOne, layerDigest } from './fields.ts';

export const evidenceSchema = z.object({
  path: z
    .string()
    .describe(
      'Path in the image, or ENTRYPOINT, CMD, ENV, HEALTHCHECK, ONBUILD or LABEL for the configuration',
    ),
  layer: layerDigest,
  layerNumber: fromOne.nullable().describe('From 1, the lowest layer'),
  instruction: z.string().nullable().describe('The instruction that made the layer or set the configuration'),
  line: fromOne.nullable(),
  offset: count.optional().describe('Byte offset in the file'),
  excerpt: z.string(),
  removedInLayerNumber: fromOne.optional().describe('The later layer that removed or replaced the file'),
});

const indicatorSchema = z.object({
  kind: z.enum(['wallet', 'pool', 'url', 'domain', 'address', 'ssh-key', 'sha256']),
  value: z.string(),
  coin: z.string().optional(),
  validation: z.string(),
});

/** What a finding says, wherever it stands. */
export const saidShape = {
  rule: z.string(),
  title: z.string(),
  category: z.enum(CATEGORIES),
  severity: z.enum(SEVERITIES),
  confidence: z.enum(CONFIDENCES),
  why: z.string(),
  fix: z.string(),
};

export const findingSchema = z
  .object({
    ...saidShape,
    attack: z.string().optional().describe('MITRE ATT&CK technique'),
    evidence: z.array(evidenceSchema).min(1),
    indicators: z.array(indicatorSchema).optional(),
    fingerprint: z
      .string()
      .describe('Names what the finding means: the same after a rebuild, for the ignore file and baselines'),
    baselineState: z.enum(BASELINE_STATES).optional().describe('Only where a baseline was given'),
  })
  .meta({ id: 'finding' });

/** Something that was seen and does not count. */
export const suppressedSchema = z.object({
  by: z.enum(SUPPRESSORS),
  source: z.string().describe('The place in the ignore file, the baseline, or the base image'),
  reason: z.string(),
  until: z.iso.date().optional().describe('The last day (UTC) on which it holds'),
  finding: findingSchema,
});
