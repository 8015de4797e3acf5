import { z } from 'zod';
import { CLAIM_VERDICTS, COVERS } from '../../explain/explanation.ts';
import { count, fromOne } from './fields.ts';

const knownBaseSchema = z
  .object({
    name: z.string().describe('In full, with the tag that says most'),
    alsoTagged: z.array(z.string()),
    layers: fromOne.describe('How many layers it has; all of them are the lowest ones of the image'),
    matchedBy: z
      .enum(['diff-ids', 'blobs'])
      .describe('What agrees: digests of content, or of compressed bytes'),
    covers: z
      .enum(COVERS)
      .describe(
        'lowest-layers: a base; all-layers: under another configuration; image: it is the image itself',
      ),
    digest: z.string().optional().describe("Of its platform's manifest"),
    created: z.string().optional().describe('YYYY-MM-DD'),
    newer: count.describe('Later builds of the same line that the catalogue knows'),
    source: z
      .object({
        repository: z.string(),
        commit: z.string(),
        path: z.string(),
        by: z.enum(['build', 'tag']).describe('As its build says, or as a list says of its tag'),
      })
      .optional(),
    seen: z.string().describe("The day that the catalogue's knowledge is of"),
  })
  .meta({ id: 'knownBase' });

/** What the image is built upon: as it claims, and as its layers show. */
export const baseSchema = z.object({
  name: z.string().optional(),
  digest: z.string().optional(),
  claimedBy: z.enum(['annotation', 'label', 'none']),
  claim: z
    .object({ verdict: z.enum(CLAIM_VERDICTS), why: z.string() })
    .optional()
    .describe('What the layers say of the claim'),
  chain: z
    .array(knownBaseSchema)
    .min(1)
    .optional()
    .describe('Known images whose layers are the lowest ones, those with the most layers first'),
  inheritedLabels: z.array(z.string()).optional().describe('Labels that it only has from the image below it'),
});
