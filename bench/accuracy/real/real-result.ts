import { type Assessment, DEFAULT_POLICY } from '../../../src/assess/index.ts';
import { decisionOn } from '../decision-on.ts';

/** What was told of one real thing. */
export interface RealResult {
  /** File or folder that it was made of. */
  readonly source: string;
  readonly name: string;
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
export function resultOf(source: string, name: string, assessment: Assessment): RealResult {
  const { findings, coverage, verdict } = assessment;
  return {
    source,
    name,
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
