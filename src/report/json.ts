import type { Assessment } from '../assess/assessment.ts';
import { fingerprintOf } from '../assess/suppress/fingerprint.ts';
import type { AssessedFinding } from '../assess/suppress/suppression.ts';
import type { Evidence } from '../detect/finding.ts';
import type { StartStep } from '../explain/explanation.ts';
import { formatPlatform, type Platform } from '../image/platform.ts';
import type { SeveralReport, SingleReport } from './json-schema.ts';
import {
  type ImageReport,
  type JsonEvidence,
  type JsonFinding,
  type JsonStep,
  SCHEMA_VERSION,
} from './json-schema.ts';
import { jsonText } from './json-text.ts';
import { configInstruction, isConfigPath } from './places.ts';
import type { ReportContext, ReportInput } from './report-context.ts';

/** The report as JSON text, in the form that `schema/report-1.1.0.json` describes. */
export function renderJson(input: ReportInput, context: ReportContext): string {
  return jsonText(jsonReport(input, context));
}

export function jsonReport(input: ReportInput, context: ReportContext): SingleReport | SeveralReport {
  const [only] = input.assessments;
  if (!input.several && input.failed.length === 0 && only !== undefined) {
    return { ...envelope(context), ...imageReport(only) };
  }
  return { ...envelope(context), images: input.assessments.map(imageReport), failed: [...input.failed] };
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

function imageReport(assessment: Assessment): ImageReport {
  const { image, verdict, coverage, explanation } = assessment;
  const place = (layer: number | undefined) => layerPlace(assessment, layer);
  return {
    image: { ...image, ...platformFields(image.platform), exposedPorts: [...image.exposedPorts] },
    verdict: { decision: verdict.decision, reasons: [...verdict.reasons] },
    findings: assessment.findings.map((finding) => jsonFinding(finding, assessment)),
    suppressed: assessment.suppressed.map(({ finding, ...why }) => ({
      ...why,
      finding: jsonFinding(finding, assessment),
    })),
    suppressionNotes: [...assessment.suppressionNotes],
    ...(assessment.baseline === undefined
      ? {}
      : {
          baseline: {
            ...assessment.baseline,
            absent: assessment.baseline.absent.map((finding) => jsonFinding(finding, assessment)),
          },
        }),
    coverage: {
      ...coverage,
      unread: coverage.unread.map(({ reason, detail, path, layer }) => ({
        reason,
        detail,
        path: path === undefined ? null : `/${path}`,
        ...place(layer),
      })),
      unopened: { count: coverage.unopened.count, examples: [...coverage.unopened.examples] },
    },
    base: explanation.base,
    dockerfile: explanation.dockerfile,
    instructions: explanation.instructions.map(({ text, keyword, layer, certainty, note }) => ({
      text,
      keyword,
      ...place(layer),
      certainty,
      ...(note === undefined ? {} : { note }),
    })),
    layers: assessment.layers.map(({ index, instruction, ...layer }) => ({
      layerNumber: index + 1,
      ...layer,
      instruction: instruction ?? null,
    })),
    startChain: explanation.startChain.map((step) => jsonStep(step, assessment)),
    notes: [...explanation.notes],
    trace: {
      level: assessment.trace.level,
      links: assessment.trace.links.map((link) => ({ ...link, evidence: [...link.evidence] })),
    },
    rules: [...assessment.rules],
  };
}

function platformFields(platform: Platform) {
  const { os, architecture, variant } = platform;
  return {
    platform: formatPlatform(platform),
    os,
    architecture,
    ...(variant === undefined ? {} : { variant }),
  };
}

/** In an order of its own, so that a report that was read back is written the same. */
function jsonFinding(finding: AssessedFinding, assessment: Assessment): JsonFinding {
  const { rule, title, category, severity, confidence, why, fix, attack, indicators, baselineState } =
    finding;
  return {
    rule,
    title,
    category,
    severity,
    confidence,
    why,
    fix,
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

/** Bounded by the start chain's own limit on steps. */
function jsonStep(step: StartStep, assessment: Assessment): JsonStep {
  return {
    what: step.what,
    command: step.command,
    kind: step.kind,
    runs: step.runs ?? null,
    path: step.path ?? null,
    file: step.file,
    line: step.line ?? null,
    ...layerPlace(assessment, step.layer),
    instruction: step.instruction ?? null,
    when: step.when ?? null,
    taken: step.taken ?? null,
    unknown: step.unknown ?? null,
    children: step.children.map((child) => jsonStep(child, assessment)),
  };
}

function layerPlace({ layers }: Assessment, layer: number | undefined) {
  return layer === undefined
    ? { layer: null, layerNumber: null }
    : { layer: layers[layer]?.digest ?? null, layerNumber: layer + 1 };
}
