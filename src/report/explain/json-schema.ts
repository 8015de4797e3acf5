import { z } from 'zod';
import { publishedSchema } from '../json-schema/published.ts';
import { imageReportSchema } from '../json-schema.ts';

/** Version of the form of `explain -f json`. Adding a field raises the middle number, changing one the first. */
export const EXPLAIN_SCHEMA_VERSION = '1.1.0';

const parts = imageReportSchema.shape;

const explainedShape = {
  image: parts.image,
  base: parts.base,
  dockerfile: parts.dockerfile,
  instructions: parts.instructions,
  layers: parts.layers,
  startChain: parts.startChain,
  notes: parts.notes,
  accounting: parts.accounting,
  coverage: parts.coverage,
};

const envelopeShape = {
  schemaVersion: z.literal(EXPLAIN_SCHEMA_VERSION),
  tool: z.object({ name: z.literal('clearpull'), version: z.string() }),
};

const explainedImageSchema = z.object(explainedShape).meta({ id: 'explainedImage' });
export type ExplainedImage = z.infer<typeof explainedImageSchema>;

/** What `explain -f json` prints: one image, or several under `images`. */
const explanationSchema = z.union([
  z.object({ ...envelopeShape, ...explainedShape }),
  z.object({ ...envelopeShape, images: z.array(explainedImageSchema) }),
]);

/** The published JSON Schema (draft 2020-12), as it is checked in under `schema/`. */
export function explainJsonSchema(): Record<string, unknown> {
  const description = 'What `clearpull explain -f json` prints: one image, or several under `images`.';
  return publishedSchema(
    { name: 'explain', version: EXPLAIN_SCHEMA_VERSION, description },
    explanationSchema,
  );
}
