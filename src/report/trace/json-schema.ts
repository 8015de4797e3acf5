import { z } from 'zod';
import { LINK_NAMES, LINK_STATUSES, TRACE_LEVELS } from '../../trace/trace-link.ts';
import { publishedSchema } from '../json-schema/published.ts';
import { imageReportSchema, voucherSchema } from '../json-schema.ts';

/** Version of the form of `trace -f json`. Adding a field raises the middle number, changing one the first. */
export const TRACE_SCHEMA_VERSION = '1.1.0';

const namedSchema = z.object({
  value: z.string().describe('As it was said'),
  status: z
    .enum(['verified', 'claimed'])
    .describe(
      'verified: by a signer asked for, or by comparing the image with a checkout; claimed: anybody may have written it',
    ),
  vouchedBy: voucherSchema,
});

const gateSchema = z
  .object({
    passed: z.boolean(),
    asked: z.array(z.string()),
    unmet: z.array(
      z.object({
        what: z.enum(['contradiction', 'level', 'source', 'builder']),
        text: z.string(),
        links: z.array(z.enum(LINK_NAMES)).describe('The links that it hangs on'),
      }),
    ),
  })
  .describe('Where something was asked for with --require, --require-source or --require-builder');

const tracedShape = {
  image: imageReportSchema.shape.image,
  trace: z.object({
    level: z
      .enum(TRACE_LEVELS)
      .describe('T0 opaque, T1 described, T2 linked, T3 attested, T4 reproduced; each needs the one before'),
    links: z.array(
      z.object({
        name: z.enum(LINK_NAMES),
        status: z.enum(LINK_STATUSES),
        evidence: z.array(z.string()).describe('What was compared or is claimed'),
        reason: z.string(),
        vouchedBy: z.array(voucherSchema).describe('Who stands behind it; empty where nobody does'),
      }),
    ),
    sources: z
      .array(namedSchema)
      .optional()
      .describe('Source repositories that are named, verified ones first'),
    builders: z.array(namedSchema).optional().describe("Builders that provenances name (SLSA's builder.id)"),
  }),
  gate: gateSchema.optional(),
  coverage: imageReportSchema.shape.coverage,
};

const envelopeShape = {
  schemaVersion: z.literal(TRACE_SCHEMA_VERSION),
  tool: z.object({ name: z.literal('clearpull'), version: z.string() }),
};

const tracedImageSchema = z.object(tracedShape).meta({ id: 'tracedImage' });
export type JsonTracedImage = z.infer<typeof tracedImageSchema>;

/** What `trace -f json` prints: one image, or several under `images`. */
const tracesSchema = z.union([
  z.object({ ...envelopeShape, ...tracedShape }),
  z.object({ ...envelopeShape, images: z.array(tracedImageSchema) }),
]);

/** The published JSON Schema (draft 2020-12), as it is checked in under `schema/`. */
export function traceJsonSchema(): Record<string, unknown> {
  const description = 'What `clearpull trace -f json` prints: one image, or several under `images`.';
  return publishedSchema({ name: 'trace', version: TRACE_SCHEMA_VERSION, description }, tracesSchema);
}
