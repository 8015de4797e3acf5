import { z } from 'zod';
import { descriptorSchema } from './descriptor.ts';

/** OCI image-spec, manifest.md; Docker image manifest v2, schema 2 has the same fields. */
export const manifestSchema = z.object({
  schemaVersion: z.literal(2),
  mediaType: z.string().optional(),
  artifactType: z.string().optional(),
  config: descriptorSchema,
  layers: z.array(descriptorSchema),
  subject: descriptorSchema.optional(),
  annotations: z.record(z.string(), z.string()).nullish(),
});

export type ImageManifest = z.infer<typeof manifestSchema>;

/** OCI image-spec, image-index.md; Docker's manifest list has the same fields. */
export const indexSchema = z.object({
  schemaVersion: z.literal(2),
  mediaType: z.string().optional(),
  manifests: z.array(descriptorSchema),
  annotations: z.record(z.string(), z.string()).nullish(),
});

export type ImageIndex = z.infer<typeof indexSchema>;
