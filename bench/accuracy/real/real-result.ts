import { readFileSync } from 'node:fs';
import { type Assessment, DEFAULT_POLICY } from '../../../src/assess/index.ts';
import { decisionOn } from '../decision-on.ts';
import type { RealSource } from './real-image.ts';

/** What was told of one real thing. */
export interface RealResult {
  /** Row of the table. */
  readonly kind: string;
  /** What it was made of, so that it is not read again. */
  readonly key: string;
  readonly name: string;
  /** Of the image, which several things may come to. */
  readonly digest: string;
  readonly files: number;
  readonly bytes: number;
  readonly complete: boolean;
  readonly decision: string;
  readonly findings: readonly RealFinding[];
}

export interface RealFinding {
  readonly rule: string;
  readonly severity: string;
  readonly confidence: string;
  /** What the built-in policy says to it. */
  readonly decision: string;
  readonly why: string;
  readonly paths: readonly string[];
  readonly excerpt: string;
}

/** Everything but what was not read, which the policy asks about by itself. */
export function resultOf({ kind, key }: RealSource, name: string, assessment: Assessment): RealResult {
  const { findings, coverage, verdict } = assessment;
  return {
    kind,
    key,
    name,
    digest: assessment.image.digest,
    files: coverage.files,
    bytes: coverage.bytes,
    complete: coverage.complete,
    decision: verdict.decision,
    findings: findings.map((finding) => ({
      rule: finding.rule,
      severity: finding.severity,
      confidence: finding.confidence,
      decision: decisionOn(finding, DEFAULT_POLICY),
      why: finding.why,
      paths: [...new Set(finding.evidence.map(({ path }) => path))].slice(0, 5),
      excerpt: finding.evidence[0].excerpt.slice(0, 300),
    })),
  };
}

/** The lines of a run's `--out`. */
export function resultsIn(file: string): readonly RealResult[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RealResult);
}
