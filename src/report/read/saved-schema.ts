import { z } from 'zod';
import { isDigest } from '../../base/digest.ts';
import { findingSchema, suppressedSchema } from '../json-schema/findings.ts';
import { envelopeShape, failedSchema, imageReportSchema } from '../json-schema.ts';

/**
 * Saved reports, also those of older 1.x schemas, which lack what was added since. Digests are checked,
 * because parts of them stand unquoted in the commands that reports print.
 */

const digest = z.string().refine(isDigest, 'is no digest');

const savedFinding = findingSchema.extend({
  // Computed anew when the report is written.
  fingerprint: z.string().optional(),
});

const shape = imageReportSchema.shape;

const savedImage = imageReportSchema.extend({
  image: shape.image.extend({
    digest,
    indexDigest: digest.optional(),
    os: z.string().optional(),
    architecture: z.string().optional(),
  }),
  findings: z.array(savedFinding),
  suppressed: z.array(suppressedSchema.extend({ finding: savedFinding })).default([]),
  suppressionNotes: z.array(z.string()).default([]),
  baseline: shape.baseline
    .unwrap()
    .extend({ absent: z.array(savedFinding) })
    .optional(),
  layers: z.array(shape.layers.element.extend({ digest, diffId: digest.optional() })),
});

const envelope = { ...envelopeShape, schemaVersion: z.string() };

export const savedSingleSchema = savedImage.extend(envelope);

export const savedSeveralSchema = z.object({
  ...envelope,
  images: z.array(savedImage),
  failed: z.array(failedSchema),
});

export type SavedImage = z.infer<typeof savedImage>;
export type SavedFinding = z.infer<typeof savedFinding>;
export type SavedEnvelope = Pick<z.infer<typeof savedSeveralSchema>, 'tool' | 'checkedAt' | 'durationMs'>;
