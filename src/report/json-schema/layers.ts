import { z } from 'zod';
import { MISMATCH_KINDS, MISMATCH_WEIGHTS } from '../../explain/index.ts';
import { count, fromOne, layerDigest } from './fields.ts';

const mismatchSchema = z
  .object({
    kind: z.enum(MISMATCH_KINDS),
    weight: z
      .enum(MISMATCH_WEIGHTS)
      .describe(
        'contradiction: the builder that wrote the row does not do this; unusual: there may be a plain reason; information: many honest images are so',
      ),
    text: z.string().describe('What is so, as the end of a sentence that begins with the layer'),
    count: count.describe('Files that it is about'),
    paths: z.array(z.string()).describe('At most 20 of them'),
  })
  .describe('In what the layer does not fit the instruction: evidence, no accusation');

/** A row of the history, as an instruction of a Dockerfile. */
export const instructionSchema = z.object({
  text: z.string(),
  keyword: z.string(),
  layer: layerDigest,
  layerNumber: fromOne.nullable(),
  certainty: z.enum(['exact', 'normalised', 'partly-lost', 'contradicted']),
  note: z.string().optional(),
  mismatches: z.array(mismatchSchema).optional(),
});

export const layerSchema = z.object({
  layerNumber: fromOne,
  digest: z.string(),
  diffId: z.string().optional(),
  mediaType: z.string(),
  compressedSize: count.optional().describe('Bytes as stored'),
  size: count.optional().describe('Bytes of the tar; absent for a layer that was not read'),
  instruction: z.string().nullable(),
  files: count,
  added: count,
  changed: count,
  removed: count,
});
