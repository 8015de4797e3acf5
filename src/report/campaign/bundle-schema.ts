import { z } from 'zod';
import { DECISIONS } from '../../assess/assessment.ts';
import { INDICATOR_KINDS } from '../../campaign/index.ts';
import { SEVERITIES } from '../../detect/finding.ts';
import { count } from '../json-schema/fields.ts';
import { publishedSchema } from '../json-schema/published.ts';

/** Version of the form of a bundle's `overview.json`. */
export const BUNDLE_SCHEMA_VERSION = '1.0.0';

/** What `overview.json` of a take-down bundle holds. Addresses in it are defanged: `hxxp`, `[.]`, `[@]`. */
export const bundleSchema = z.object({
  schemaVersion: z.literal(BUNDLE_SCHEMA_VERSION),
  tool: z.object({ name: z.literal('clearpull'), version: z.string() }),
  defanged: z.literal(true),
  campaigns: z.array(
    z.object({
      id: z.string(),
      accounts: z.array(z.string()),
      tiedBy: z.string().describe('What most of its images have in common'),
      indicators: z.array(
        z.object({
          kind: z.enum(INDICATOR_KINDS),
          value: z.string(),
          coin: z.string().optional(),
          images: count,
        }),
      ),
      images: z.array(
        z.object({
          names: z.array(z.string()).describe('As a registry writes them, where known'),
          digest: z.string(),
          hasManifest: z
            .boolean()
            .describe('False: the digest is the image ID, which registries do not know'),
          platform: z.string(),
          decision: z.enum(DECISIONS),
          tiedBy: z.array(z.string()),
          layers: z.array(z.string()).describe('Layers that findings point into'),
          findings: z.array(
            z.object({
              rule: z.string(),
              title: z.string(),
              severity: z.enum(SEVERITIES),
              evidence: z.array(
                z.object({
                  path: z.string(),
                  layer: z.string().nullable(),
                  line: z.int().positive().nullable(),
                  excerpt: z.string(),
                }),
              ),
            }),
          ),
        }),
      ),
    }),
  ),
});

export type Bundle = z.infer<typeof bundleSchema>;

/** The published JSON Schema (draft 2020-12), as it is checked in under `schema/`. */
export function bundleJsonSchema(): Record<string, unknown> {
  const description = 'overview.json of what `clearpull campaign --bundle` writes.';
  const about = { name: 'bundle', title: 'take-down bundle', version: BUNDLE_SCHEMA_VERSION, description };
  return publishedSchema(about, bundleSchema);
}
