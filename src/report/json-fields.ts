import type { Assessment, Coverage, LayerSummary, Verdict } from '../assess/assessment.ts';
import type { Finding } from '../detect/finding.ts';
import type { Accounting, ProgramToLookAt } from '../explain/accounting/index.ts';
import type { BaseImage, ElfStep, KnownBase } from '../explain/explanation.ts';
import type { InstructionMismatch } from '../explain/index.ts';
import type { BuildInfo } from '../image/build-info.ts';
import { formatPlatform } from '../image/platform.ts';
import type { Voucher } from '../trace/index.ts';
import type { saidShape } from './json-schema/findings.ts';
import type { ImageReport, JsonFinding } from './json-schema.ts';
import type { FailedTarget } from './report-context.ts';

/** The smaller parts of the JSON report, each in a fixed order of fields. */

export type LayerPlace = Pick<ImageReport['instructions'][number], 'layer' | 'layerNumber'>;

/** What a finding says, wherever it stands. */
export function saidFields(finding: Finding): Pick<JsonFinding, keyof typeof saidShape> {
  const { rule, title, category, severity, confidence, why, fix } = finding;
  return { rule, title, category, severity, confidence, why, fix };
}

export function imageFields(image: Assessment['image']): ImageReport['image'] {
  const { reference, digest, hasManifest, bare, indexDigest, platform, created, author, distribution } =
    image;
  const { os, architecture, variant } = platform;
  return {
    reference,
    digest,
    hasManifest,
    ...(bare === undefined ? {} : { bare }),
    ...(indexDigest === undefined ? {} : { indexDigest }),
    platform: formatPlatform(platform),
    os,
    architecture,
    ...(variant === undefined ? {} : { variant }),
    ...(created === undefined ? {} : { created }),
    ...(author === undefined ? {} : { author }),
    user: image.user,
    exposedPorts: [...image.exposedPorts],
    labels: { ...image.labels },
    size: image.size,
    ...(distribution === undefined ? {} : { distribution }),
    attestations: image.attestations,
  };
}

export function verdictFields({ decision, reasons }: Verdict): ImageReport['verdict'] {
  return {
    decision,
    reasons: reasons.map(({ decision: each, text, rule, policy }) => ({
      decision: each,
      text,
      ...(rule === undefined ? {} : { rule }),
      policy,
    })),
  };
}

export function coverageFields(
  coverage: Coverage,
  place: (layer: number | undefined) => LayerPlace,
): ImageReport['coverage'] {
  const { complete, layers, layersRead, files, bytes, unread, unopened, nested, opaque, notes } = coverage;
  return {
    complete,
    layers,
    layersRead,
    files,
    bytes,
    unread: unread.map(({ reason, limit, detail, path, layer }) => ({
      reason,
      ...(limit === undefined ? {} : { limit }),
      detail,
      path: path === undefined ? null : `/${path}`,
      ...place(layer),
    })),
    unopened: { count: unopened.count, examples: [...unopened.examples] },
    ...(nested === undefined ? {} : { nested: { ...nested } }),
    ...(opaque === undefined
      ? {}
      : {
          opaque: {
            bytes: opaque.bytes,
            listed: opaque.listed.map(({ path, reason, detail, bytes: missing, layer }) => ({
              path: `/${path}`,
              reason,
              detail,
              bytes: missing,
              ...place(layer),
            })),
          },
        }),
    ...(notes === undefined ? {} : { notes: [...notes] }),
  };
}

export function accountingFields(
  accounting: Accounting,
  place: (layer: number) => LayerPlace,
  instructionOf: (layer: number) => string | undefined,
): NonNullable<ImageReport['accounting']> {
  const { total, accounted, withoutDigest, changed, unlisted, databases, base, source, notes } = accounting;
  const fields = ({ path, kind, size, layer, atStart, why, says }: ProgramToLookAt) => ({
    path,
    kind,
    size,
    ...place(layer),
    instruction: instructionOf(layer) ?? null,
    atStart,
    why,
    ...(says === undefined ? {} : { says }),
  });
  return {
    total,
    accounted,
    withoutDigest,
    changed,
    unlisted,
    databases: databases.map(({ kind, packages, programs }) => ({ kind, packages, programs })),
    ...(base === undefined
      ? {}
      : { base: { name: base.name, layers: base.layers, programs: base.programs, alone: base.alone } }),
    changedFiles: accounting.changedFiles.map(fields),
    unaccounted: accounting.unaccounted.map(fields),
    ...(source === undefined
      ? {}
      : {
          source: {
            programs: source.programs,
            files: source.files.map(({ path, source: at }) => ({ path, source: at })),
          },
        }),
    notes: [...notes],
  };
}

export function mismatchFields({
  kind,
  weight,
  text,
  count,
  paths,
}: InstructionMismatch): NonNullable<ImageReport['instructions'][number]['mismatches']>[number] {
  return { kind, weight, text, count, paths: [...paths] };
}

export function baseFields(base: BaseImage): ImageReport['base'] {
  const { name, digest, claimedBy, claim, chain, inheritedLabels } = base;
  return {
    ...(name === undefined ? {} : { name }),
    ...(digest === undefined ? {} : { digest }),
    claimedBy,
    ...(claim === undefined ? {} : { claim: { verdict: claim.verdict, why: claim.why } }),
    ...(chain === undefined ? {} : { chain: chain.map(knownBaseFields) }),
    ...(inheritedLabels === undefined ? {} : { inheritedLabels: [...inheritedLabels] }),
  };
}

function knownBaseFields(known: KnownBase): NonNullable<ImageReport['base']['chain']>[number] {
  const { name, alsoTagged, layers, matchedBy, covers, digest, created, newer, source, seen } = known;
  return {
    name,
    alsoTagged: [...alsoTagged],
    layers,
    matchedBy,
    covers,
    ...(digest === undefined ? {} : { digest }),
    ...(created === undefined ? {} : { created }),
    newer,
    ...(source === undefined
      ? {}
      : {
          source: {
            repository: source.repository,
            commit: source.commit,
            path: source.path,
            by: source.by,
          },
        }),
    seen,
  };
}

export function layerFields(layer: LayerSummary): ImageReport['layers'][number] {
  const { index, digest, diffId, mediaType, compressedSize, size, instruction } = layer;
  return {
    layerNumber: index + 1,
    digest,
    ...(diffId === undefined ? {} : { diffId }),
    mediaType,
    ...(compressedSize === undefined ? {} : { compressedSize }),
    ...(size === undefined ? {} : { size }),
    files: layer.files,
    added: layer.added,
    changed: layer.changed,
    removed: layer.removed,
    instruction: instruction ?? null,
  };
}

export function failedFields({ target, code, message, hint }: FailedTarget): FailedTarget {
  return { target, code, message, ...(hint === undefined ? {} : { hint }) };
}

export function elfFields(elf: ElfStep): NonNullable<ImageReport['startChain'][number]['elf']> {
  const { linked, interpreter, interpreterFound, runpath, libraries, language, build, packer } = elf;
  return {
    linked,
    ...(interpreter === undefined ? {} : { interpreter }),
    ...(interpreterFound === undefined ? {} : { interpreterFound }),
    ...(runpath === undefined ? {} : { runpath }),
    libraries: libraries.map(({ name, path }) => ({ name, path: path ?? null })),
    ...(language === undefined ? {} : { language }),
    ...(build === undefined ? {} : { build: buildFields(build) }),
    ...(packer === undefined ? {} : { packer }),
  };
}

function buildFields(
  build: BuildInfo,
): NonNullable<NonNullable<ImageReport['startChain'][number]['elf']>['build']> {
  const {
    language,
    compiler,
    module,
    version,
    revision,
    time,
    modified,
    dependencies,
    moreDependencies,
    problem,
  } = build;
  return {
    language,
    ...(compiler === undefined ? {} : { compiler }),
    ...(build.package === undefined ? {} : { package: build.package }),
    ...(module === undefined ? {} : { module }),
    ...(version === undefined ? {} : { version }),
    ...(revision === undefined ? {} : { revision }),
    ...(time === undefined ? {} : { time }),
    ...(modified === undefined ? {} : { modified }),
    dependencies: [...dependencies],
    ...(moreDependencies === undefined ? {} : { moreDependencies }),
    ...(problem === undefined ? {} : { problem }),
  };
}

export function voucherFields({ by, who }: Voucher) {
  return { by, ...(who === undefined ? {} : { who }) };
}
