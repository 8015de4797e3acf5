import { z } from 'zod';
import { count, fromOne, layerDigest } from './fields.ts';

const buildSchema = z
  .object({
    language: z.enum(['go', 'rust']),
    compiler: z.string().optional(),
    package: z.string().optional().describe('Import path of the main package (Go)'),
    module: z.string().optional().describe('Module (Go) or crate (Rust)'),
    version: z.string().optional(),
    revision: z.string().optional().describe('Commit of the source'),
    time: z.string().optional().describe('When that commit was made'),
    modified: z.boolean().optional().describe('The source had changes that were not committed'),
    dependencies: z.array(z.string()).describe('name@version; at most 1000'),
    moreDependencies: count.optional(),
    problem: z.string().optional().describe('Why it could not be read, or not all of it'),
  })
  .describe('What its compiler wrote into it: a claim of the program');

export const stepSchema = z
  .object({
    what: z.string(),
    command: z.string(),
    kind: z.enum(['elf', 'script', 'builtin', 'applet', 'program', 'pipeline', 'missing']),
    runs: z
      .string()
      .nullable()
      .describe('What a command with variables comes to; null where it has none or they are not known'),
    path: z.string().nullable().describe('The file that runs, once found'),
    file: z.string().describe('Where the command stands: a path, ENTRYPOINT, CMD, HEALTHCHECK or ONBUILD'),
    line: fromOne.nullable(),
    layer: layerDigest,
    layerNumber: fromOne.nullable(),
    instruction: z.string().nullable(),
    when: z.string().nullable().describe('The condition it stands behind'),
    taken: z
      .boolean()
      .nullable()
      .describe("Whether the image's own settings lead here; null where they do not decide it"),
    unknown: z.string().nullable().describe('Why it cannot be followed further'),
    says: z.string().optional().describe('What the program or archive says of itself: a claim'),
    elf: z
      .object({
        linked: z.enum(['static', 'dynamic']),
        interpreter: z.string().optional().describe('The dynamic loader that it names'),
        interpreterFound: z.boolean().optional(),
        runpath: z.string().optional().describe('RUNPATH or RPATH as written'),
        libraries: z
          .array(z.object({ name: z.string(), path: z.string().nullable() }))
          .describe('Libraries that it names itself; path is null where one is not in the image'),
        language: z.enum(['go', 'rust']).optional(),
        build: buildSchema.optional(),
        packer: z.enum(['upx']).optional(),
      })
      .optional()
      .describe('Of a compiled program: what it needs to run'),
    get children() {
      return z.array(stepSchema);
    },
  })
  .meta({ id: 'startStep' });
