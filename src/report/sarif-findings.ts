import type { Assessment } from '../assess/assessment.ts';
import type { BaselineState, SuppressedFinding } from '../assess/suppress/suppression.ts';
import { visible } from '../base/visible.ts';
import type { Finding } from '../detect/finding.ts';
import { whySuppressed } from './suppressed-words.ts';

/** A result in the making. */
export interface SarifFinding {
  readonly finding: Finding;
  readonly assessment: Assessment;
  /** SARIF 2.1.0, 3.27.24; on all results of an image that was compared, or on none. */
  readonly state?: BaselineState | 'absent';
  readonly suppressed?: SuppressedFinding;
}

/**
 * Everything that becomes a result: what counts, what was suppressed, what was in the baseline only. What the
 * baseline knows is `unchanged` and not suppressed: nobody has said that it is all right.
 */
export function sarifFindings(assessment: Assessment): readonly SarifFinding[] {
  return [
    ...assessment.findings.map((finding) => ({
      finding,
      assessment,
      ...stateOf(finding.baselineState),
    })),
    ...assessment.suppressed.map((suppressed) => ({
      finding: suppressed.finding,
      assessment,
      ...stateOf(suppressed.finding.baselineState),
      ...(suppressed.by === 'baseline' ? {} : { suppressed }),
    })),
    ...(assessment.baseline?.absent ?? []).map((finding) => ({
      finding,
      assessment,
      ...stateOf('absent'),
    })),
  ];
}

function stateOf(state: SarifFinding['state']): Pick<SarifFinding, 'state'> {
  return state === undefined ? {} : { state };
}

/** Which result to keep rather than which, when there are too many. */
export function order({ state, suppressed }: SarifFinding): number {
  if (state === 'absent') return 3;
  if (suppressed !== undefined) return 2;
  return state === 'unchanged' ? 1 : 0;
}

/** SARIF 2.1.0, 3.35: decided outside of the code that was looked at. */
export function suppressionOf(suppressed: SuppressedFinding): {
  readonly kind: 'external';
  readonly status: 'accepted';
  readonly justification: string;
} {
  return { kind: 'external', status: 'accepted', justification: visible(whySuppressed(suppressed)) };
}
