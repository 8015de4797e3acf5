import { z } from 'zod';
import { DECISIONS } from '../assess/assessment.ts';
import { BASELINE_STATES, SUPPRESSORS } from '../assess/suppress/suppression.ts';
import { CATEGORIES, CONFIDENCES, SEVERITIES } from '../detect/finding.ts';
import { CLAIM_VERDICTS, COVERS } from '../explain/explanation.ts';
import { MISMATCH_KINDS, MISMATCH_WEIGHTS } from '../explain/index.ts';
import { PROGRAM_KINDS } from '../image/program-files.ts';
import { LINK_NAMES, LINK_STATUSES, TRACE_LEVELS, VOUCHERS } from '../trace/trace-link.ts';

/** Version of the JSON report's form. Adding a field raises the middle number, changing one the first. */
export const SCHEMA_VERSION = '1.4.0';

const count = z.int().nonnegative();
const fromOne = z.int().positive();
const layerDigest = z
  .string()
  .nullable()
  .describe("The layer's digest in the manifest; null for the configuration");

export const evidenceSchema = z.object({
  path: z
    .string()
    .describe(
      'Path in the image, or ENTRYPOINT, CMD, ENV, HEALTHCHECK, ONBUILD or LABEL for the configuration',
    ),
  layer: layerDigest,
  layerNumber: fromOne.nullable().describe('From 1, the lowest layer'),
  instruction: z.string().nullable().describe('The instruction that made the layer or set the configuration'),
  line: fromOne.nullable(),
  offset: count.optional().describe('Byte offset in the file'),
  excerpt: z.string(),
  removedInLayerNumber: fromOne.optional().describe('The later layer that removed or replaced the file'),
});

const indicatorSchema = z.object({
  kind: z.enum(['wallet', 'pool', 'url', 'domain', 'address', 'ssh-key', 'sha256']),
  value: z.string(),
  coin: z.string().optional(),
  validation: z.string(),
});

export const findingSchema = z
  .object({
    rule: z.string(),
    title: z.string(),
    category: z.enum(CATEGORIES),
    severity: z.enum(SEVERITIES),
    confidence: z.enum(CONFIDENCES),
    why: z.string(),
    fix: z.string(),
    attack: z.string().optional().describe('MITRE ATT&CK technique'),
    evidence: z.array(evidenceSchema).min(1),
    indicators: z.array(indicatorSchema).optional(),
    fingerprint: z
      .string()
      .describe('Names what the finding means: the same after a rebuild, for the ignore file and baselines'),
    baselineState: z.enum(BASELINE_STATES).optional().describe('Only where a baseline was given'),
  })
  .meta({ id: 'finding' });

export const suppressedSchema = z.object({
  by: z.enum(SUPPRESSORS),
  source: z.string().describe('The place in the ignore file, the baseline, or the base image'),
  reason: z.string(),
  until: z.iso.date().optional().describe('The last day (UTC) on which it holds'),
  finding: findingSchema,
});

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

const instructionSchema = z.object({
  text: z.string(),
  keyword: z.string(),
  layer: layerDigest,
  layerNumber: fromOne.nullable(),
  certainty: z.enum(['exact', 'normalised', 'partly-lost', 'contradicted']),
  note: z.string().optional(),
  mismatches: z.array(mismatchSchema).optional(),
});

const layerSchema = z.object({
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

const unreadSchema = z.object({
  reason: z.string(),
  limit: z.string().optional().describe('With limit-reached: its name, as --limit takes it'),
  detail: z.string(),
  path: z.string().nullable(),
  layer: layerDigest,
  layerNumber: fromOne.nullable(),
});

const opaqueSchema = z.object({
  path: z.string().describe('Through the archives around it: /outer.zip!/inner.7z'),
  reason: z.string(),
  detail: z.string(),
  bytes: count.describe('Not looked into, as they are stored'),
  layer: layerDigest,
  layerNumber: fromOne.nullable(),
});

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

const accountingSchema = z
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

const flaggedFileSchema = z
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

const ruleSchema = z.object({
  id: z.string(),
  title: z.string(),
  category: z.enum(CATEGORIES),
  description: z.string(),
  attack: z.string().optional(),
});

const toolSchema = z.object({
  name: z.literal('clearpull'),
  version: z.string(),
  rulesetVersion: z
    .string()
    .optional()
    .describe('Digest of all rules, those of the detectors and of files: the same one looked for the same'),
});

export const voucherSchema = z.object({ by: z.enum(VOUCHERS), who: z.string().optional() });

const imageReportShape = {
  image: z.object({
    reference: z.string(),
    digest: z.string(),
    platform: z.string().describe('os/architecture[/variant]'),
    os: z.string(),
    architecture: z.string(),
    variant: z.string().optional(),
    hasManifest: z.boolean().describe('False: the digest is the image ID'),
    bare: z
      .enum(['folder', 'archive'])
      .optional()
      .describe(
        'Set for a plain root file system, which has no configuration and no history; the digest is that of its tar',
      ),
    indexDigest: z.string().optional(),
    distribution: z.string().optional(),
    created: z.string().optional(),
    author: z.string().optional(),
    user: z.string(),
    exposedPorts: z.array(z.string()),
    labels: z.record(z.string(), z.string()),
    size: count.describe('Compressed bytes, as far as known'),
    attestations: count,
  }),
  verdict: z.object({
    decision: z.enum(DECISIONS),
    reasons: z
      .array(
        z.object({
          decision: z.enum(DECISIONS),
          text: z.string(),
          rule: z.string().optional(),
          policy: z.string(),
        }),
      )
      .min(1),
  }),
  findings: z.array(findingSchema),
  suppressed: z.array(suppressedSchema).describe('Seen, but taken out of the verdict'),
  suppressionNotes: z.array(z.string()),
  baseline: z
    .object({
      source: z.string(),
      new: count,
      updated: count,
      unchanged: count,
      absent: z.array(findingSchema).describe('In the baseline, but there no more'),
    })
    .optional(),
  coverage: z.object({
    complete: z.boolean(),
    layers: count,
    layersRead: count,
    files: count,
    bytes: count,
    unread: z.array(unreadSchema),
    unopened: z
      .object({ count, examples: z.array(z.string()) })
      .describe('Archives inside the image, or parts of them, that could not be looked into'),
    nested: z
      .object({ archives: count, files: count, bytes: count })
      .optional()
      .describe('What the archives inside the image came to; absent in reports of older versions'),
    opaque: z
      .object({ bytes: count, listed: z.array(opaqueSchema) })
      .optional()
      .describe('Which archives those of unopened are, and why; absent where there are none'),
    notes: z
      .array(z.string())
      .optional()
      .describe('How it was read, where that is not what one would expect'),
  }),
  base: z.object({
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
    inheritedLabels: z
      .array(z.string())
      .optional()
      .describe('Labels that it only has from the image below it'),
  }),
  dockerfile: z.string(),
  instructions: z.array(instructionSchema),
  layers: z.array(layerSchema),
  startChain: z.array(stepSchema),
  notes: z.array(z.string()),
  accounting: accountingSchema.optional(),
  flaggedFiles: z
    .array(flaggedFileSchema)
    .optional()
    .describe('Files that findings point at and no package accounts for, for finding them again elsewhere'),
  trace: z.object({
    level: z
      .enum(TRACE_LEVELS)
      .describe('T0 opaque, T1 described; further ones only where the policy asks for a trace'),
    links: z.array(
      z.object({
        name: z.enum(LINK_NAMES),
        status: z.enum(LINK_STATUSES),
        evidence: z.array(z.string()),
        reason: z.string(),
        vouchedBy: z.array(voucherSchema).optional().describe('Who stands behind it'),
      }),
    ),
  }),
  rules: z.array(ruleSchema),
};

export const envelopeShape = {
  schemaVersion: z.literal(SCHEMA_VERSION),
  tool: toolSchema,
  checkedAt: z.iso.datetime().optional(),
  durationMs: z.number().nonnegative().optional(),
};

export const imageReportSchema = z.object(imageReportShape).meta({ id: 'imageReport' });

export const failedSchema = z.object({
  target: z.string(),
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
});

/** What `check -f json` prints for one image. */
export const singleReportSchema = z.object({ ...envelopeShape, ...imageReportShape });

/** What `check -f json` prints for several. */
export const severalReportSchema = z.object({
  ...envelopeShape,
  images: z.array(imageReportSchema),
  failed: z.array(failedSchema).describe('Targets that could not be checked'),
});

export type ImageReport = z.infer<typeof imageReportSchema>;
export type SingleReport = z.infer<typeof singleReportSchema>;
export type SeveralReport = z.infer<typeof severalReportSchema>;
export type JsonStep = z.infer<typeof stepSchema>;
export type JsonFinding = z.infer<typeof findingSchema>;
export type JsonEvidence = z.infer<typeof evidenceSchema>;

/** The published JSON Schema (draft 2020-12), as it is checked in under `schema/`. */
export function reportJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(z.union([singleReportSchema, severalReportSchema]));
  const { $schema, ...rest } = schema as Record<string, unknown>;
  return {
    $schema,
    $id: `urn:clearpull:schema:report:${SCHEMA_VERSION}`,
    title: `clearpull report ${SCHEMA_VERSION}`,
    description: 'What `clearpull check -f json` prints: one image, or several under `images`.',
    ...rest,
  };
}
