import { z } from 'zod';
import { DECISIONS } from '../../assess/assessment.ts';
import { ASPECTS, CHANGE_KINDS } from '../../compare/difference.ts';
import { HOST_USES } from '../../compare/hosts.ts';
import { CONFIDENCES, SEVERITIES } from '../../detect/finding.ts';
import { count, fromOne } from '../json-schema/fields.ts';
import { saidShape } from '../json-schema/findings.ts';
import { publishedSchema } from '../json-schema/published.ts';

/** Version of the form of `diff -f json`. Adding a field raises the middle number, changing one the first. */
export const DIFF_SCHEMA_VERSION = '1.0.0';

const instruction = z.string().nullable().describe('The instruction that made the layer');

const sideSchema = z
  .object({
    reference: z.string(),
    digest: z.string(),
    platform: z.string(),
    created: z.string().nullable(),
    distribution: z.string().nullable(),
    size: count.describe('Compressed bytes, as far as known'),
    layers: count,
    decision: z.enum(DECISIONS),
    complete: z.boolean().describe('False: not every byte was read'),
  })
  .meta({ id: 'side' });

const findingSchema = z
  .object({
    ...saidShape,
    fingerprint: z.string(),
    path: z.string(),
    layerNumber: fromOne.nullable(),
    line: fromOne.nullable(),
    excerpt: z.string(),
  })
  .meta({ id: 'finding' });

const stepSchema = z
  .object({
    what: z.string(),
    command: z.string(),
    runs: z.string().nullable(),
    path: z.string().nullable(),
    file: z.string(),
    line: fromOne.nullable(),
    layerNumber: fromOne.nullable(),
    instruction,
    when: z.string().nullable(),
    taken: z.boolean().nullable(),
  })
  .meta({ id: 'step' });

const hostShape = {
  host: z.string(),
  use: z.enum(HOST_USES).describe('The use that is nearest to being made at start'),
  where: z.array(z.string()),
  suspicious: z.string().nullable(),
};

const fileShape = {
  path: z.string(),
  how: z.enum(['added', 'changed', 'removed']),
  aspects: z.array(z.enum(ASPECTS)).describe('Of a changed file: in what'),
  kind: z.string(),
  size: count,
  sizeBefore: count.nullable(),
  mode: z.string().describe('Octal'),
  modeBefore: z.string().nullable(),
  layerNumber: fromOne.describe('In the newer image; of a removed file, in the older one'),
  instruction,
};

const packageShape = { manager: z.enum(['dpkg', 'apk']), name: z.string(), version: z.string() };

const totalsShape = { added: count, changed: count, removed: count, bytes: z.int() };

const valueSchema = z
  .object({ name: z.string(), before: z.string().nullable(), after: z.string().nullable() })
  .meta({ id: 'value' });

/** What `diff -f json` prints. */
export const diffReportSchema = z.object({
  schemaVersion: z.literal(DIFF_SCHEMA_VERSION),
  tool: z.object({ name: z.literal('clearpull'), version: z.string() }),
  before: sideSchema,
  after: sideSchema,
  same: z.boolean().describe('True when nothing differs that is compared'),
  kinds: z.array(z.enum(CHANGE_KINDS)).describe('What --fail-on can name and what happened'),
  sharedLayers: count,
  verdict: z
    .object({ before: z.enum(DECISIONS), after: z.enum(DECISIONS), reasons: z.array(z.string()) })
    .nullable(),
  findings: z.object({
    new: z.array(findingSchema),
    worse: z.array(
      z.object({
        finding: findingSchema,
        before: z.object({ severity: z.enum(SEVERITIES), confidence: z.enum(CONFIDENCES) }),
      }),
    ),
    gone: z.array(findingSchema),
  }),
  startSteps: z.object({ new: z.array(stepSchema), gone: z.array(stepSchema) }),
  hosts: z.object({
    new: z.array(z.object({ ...hostShape, before: z.enum(HOST_USES).nullable() })),
    gone: z.array(z.object(hostShape)),
  }),
  programs: z.array(z.object({ ...fileShape, atStart: z.boolean(), setuid: z.boolean() })),
  unlistedPrograms: count,
  packages: z.object({
    new: z.array(z.object(packageShape)),
    changed: z.array(z.object({ ...packageShape, before: z.string() })),
    gone: z.array(z.object(packageShape)),
  }),
  ports: z.object({ new: z.array(z.string()), gone: z.array(z.string()) }),
  environment: z.array(valueSchema),
  configuration: z.array(valueSchema),
  instructions: z.array(
    z.object({ how: z.enum(['added', 'removed']), text: z.string(), layerNumber: fromOne.nullable() }),
  ),
  files: z.object({
    ...totalsShape,
    folders: z.array(z.object({ folder: z.string(), ...totalsShape })),
    layers: z.array(z.object({ layerNumber: fromOne, instruction, ...totalsShape })),
    listed: z.array(z.object(fileShape)),
    unlisted: count,
  }),
  notes: z.array(z.string()),
});

export type DiffReport = z.infer<typeof diffReportSchema>;

/** The published JSON Schema (draft 2020-12), as it is checked in under `schema/`. */
export function diffJsonSchema(): Record<string, unknown> {
  const description = 'What `clearpull diff -f json` prints: what changed from one image to another.';
  return publishedSchema({ name: 'diff', version: DIFF_SCHEMA_VERSION, description }, diffReportSchema);
}
