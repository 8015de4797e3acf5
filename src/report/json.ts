import type { Assessment } from '../assess/assessment.ts';
import { fingerprintOf } from '../assess/suppress/fingerprint.ts';
import type { AssessedFinding } from '../assess/suppress/suppression.ts';
import type { Evidence } from '../detect/finding.ts';
import { accountingPart, explanationFields, layerPlace } from './json-explanation.ts';
import {
  coverageFields,
  failedFields,
  imageFields,
  saidFields,
  verdictFields,
  voucherFields,
} from './json-fields.ts';
import type { SeveralReport, SingleReport } from './json-schema.ts';
import { type ImageReport, type JsonEvidence, type JsonFinding, SCHEMA_VERSION } from './json-schema.ts';
import { jsonText } from './json-text.ts';
import { configInstruction, isConfigPath } from './places.ts';
import type { ReportContext, ReportInput } from './report-context.ts';

/** The report as JSON text, in the form that `schema/report-1.4.0.json` describes. */
export function renderJson(input: ReportInput, context: ReportContext): string {
  return jsonText(jsonReport(input, context));
}

export function jsonReport(input: ReportInput, context: ReportContext): SingleReport | SeveralReport {
  const [only] = input.assessments;
  if (!input.several && input.failed.length === 0 && only !== undefined) {
    return { ...envelope(context), ...imageReport(only) };
  }
  return {
    ...envelope(context),
    images: input.assessments.map(imageReport),
    failed: input.failed.map(failedFields),
  };
}

function envelope({ toolVersion, rulesetVersion, checkedAt, durationMs }: ReportContext) {
  return {
    schemaVersion: SCHEMA_VERSION as typeof SCHEMA_VERSION,
    tool: {
      name: 'clearpull' as const,
      version: toolVersion,
      ...(rulesetVersion === undefined ? {} : { rulesetVersion }),
    },
    ...(checkedAt === undefined ? {} : { checkedAt }),
    ...(durationMs === undefined ? {} : { durationMs }),
  };
}

/** Field by field, in an order of its own: a report that was read back is written the same. */
function imageReport(assessment: Assessment): ImageReport {
  const { baseline, trace } = assessment;
  const place = (layer: number | undefined) => layerPlace(assessment, layer);
  const findingsOf = (findings: readonly AssessedFinding[]) =>
    findings.map((finding) => jsonFinding(finding, assessment));
  return {
    image: imageFields(assessment.image),
    verdict: verdictFields(assessment.verdict),
    findings: findingsOf(assessment.findings),
    suppressed: assessment.suppressed.map(({ by, source, reason, until, finding }) => ({
      by,
      source,
      reason,
      ...(until === undefined ? {} : { until }),
      finding: jsonFinding(finding, assessment),
    })),
    suppressionNotes: [...assessment.suppressionNotes],
    ...(baseline === undefined
      ? {}
      : {
          baseline: {
            source: baseline.source,
            new: baseline.new,
            updated: baseline.updated,
            unchanged: baseline.unchanged,
            absent: findingsOf(baseline.absent),
          },
        }),
    coverage: coverageFields(assessment.coverage, place),
    ...explanationFields(assessment),
    ...accountingPart(assessment),
    ...(assessment.flaggedFiles === undefined
      ? {}
      : {
          flaggedFiles: assessment.flaggedFiles.map(({ path, layer, kind, size, sha256, shape }) => ({
            path,
            ...place(layer),
            kind,
            size,
            sha256,
            ...(shape === undefined ? {} : { shape }),
          })),
        }),
    trace: {
      level: trace.level,
      links: trace.links.map(({ name, status, evidence, reason, vouchedBy }) => ({
        name,
        status,
        evidence: [...evidence],
        reason,
        ...(vouchedBy === undefined ? {} : { vouchedBy: vouchedBy.map(voucherFields) }),
      })),
    },
    rules: assessment.rules.map(({ id, title, category, description, attack }) => ({
      id,
      title,
      category,
      description,
      ...(attack === undefined ? {} : { attack }),
    })),
  };
}

function jsonFinding(finding: AssessedFinding, assessment: Assessment): JsonFinding {
  const { attack, indicators, baselineState } = finding;
  return {
    ...saidFields(finding),
    ...(attack === undefined ? {} : { attack }),
    evidence: finding.evidence.map((one) => jsonEvidence(one, assessment)),
    ...(indicators === undefined
      ? {}
      : {
          indicators: indicators.map(({ kind, value, coin, validation }) => ({
            kind,
            value,
            ...(coin === undefined ? {} : { coin }),
            validation,
          })),
        }),
    fingerprint: fingerprintOf(finding),
    ...(baselineState === undefined ? {} : { baselineState }),
  };
}

function jsonEvidence(evidence: Evidence, assessment: Assessment): JsonEvidence {
  const { path, layer, line, offset, excerpt, goneIn } = evidence;
  const { explanation } = assessment;
  const instruction =
    layer === undefined
      ? isConfigPath(path)
        ? configInstruction(path, explanation)
        : undefined
      : explanation.instructionOfLayer[layer]?.text;
  return {
    path,
    ...layerPlace(assessment, layer),
    instruction: instruction ?? null,
    line: line ?? null,
    ...(offset === undefined ? {} : { offset }),
    excerpt,
    ...(goneIn === undefined ? {} : { removedInLayerNumber: goneIn + 1 }),
  };
}
