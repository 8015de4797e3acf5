import { z } from 'zod';
import { PROGRAM_KINDS } from '../../image/program-files.ts';
import { count, fromOne, layerDigest } from './fields.ts';

const programSchema = z
  .object({
    path: z.string(),
    kind: z.enum(PROGRAM_KINDS),
    size: count,
    layer: layerDigest,
    layerNumber: fromOne.nullable(),
    instruction: z.string().nullable(),
    atStart: z.boolean().describe('It runs, or its commands are read, when the container starts'),
    why: z.string(),
    says: z.string().optional().describe('What it says of itself: a claim, which accounts for nothing'),
  })
  .meta({ id: 'programToLookAt' });

export const accountingSchema = z
  .object({
    total: count.describe('Programs, libraries and scripts of the merged tree'),
    accounted: count.describe(
      'In a layer of a known image, or listed by a package and not with another digest, or in the source tree given',
    ),
    withoutDigest: count.describe('Of these, listed without a digest that could be compared'),
    changed: count.describe('Listed, but with the digest of other bytes'),
    unlisted: count.describe('Listed by nothing, and in no layer of a known image'),
    databases: z.array(z.object({ kind: z.string(), packages: count, programs: count })),
    base: z
      .object({
        name: z.string(),
        layers: fromOne,
        programs: count.describe('Programs in its layers'),
        alone: count.describe('Of these, listed by no package, or with other bytes'),
      })
      .optional()
      .describe('The known image whose layers are the lowest ones; what lies in them is accounted for'),
    changedFiles: z.array(programSchema).describe('What matters most first; at most 5000'),
    unaccounted: z.array(programSchema).describe('What matters most first; at most 5000'),
    source: z
      .object({
        programs: count.describe('Programs with the bytes of a file in it'),
        files: z
          .array(z.object({ path: z.string(), source: z.string().describe('Path in the source tree') }))
          .describe('Those that no package accounts for; at most 5000'),
      })
      .optional()
      .describe('Where a source tree was given'),
    notes: z.array(z.string()).describe('What is odd about the databases themselves'),
  })
  .describe('What accounts for each program: the image says so itself, it is no proof');

/** A file that findings point at, by digest and shape. */
export const flaggedFileSchema = z
  .object({
    path: z.string(),
    layer: layerDigest,
    layerNumber: fromOne.nullable(),
    kind: z.enum(['script', 'text', 'program', 'data']),
    size: count,
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    shape: z
      .string()
      .max(100)
      .optional()
      .describe('Of a script: the same for scripts that differ only in comments, addresses and numbers'),
  })
  .meta({ id: 'flaggedFile' });
