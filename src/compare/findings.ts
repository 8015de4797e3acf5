import type { Assessment } from '../assess/assessment.ts';
import { fingerprintOf } from '../assess/suppress/fingerprint.ts';
import { CONFIDENCES, type Finding, SEVERITIES } from '../detect/finding.ts';
import { byKey } from './by-key.ts';
import type { Difference } from './difference.ts';

/** Findings by what they mean, not by where the layers put them: the same after a rebuild. */
export function compareFindings(before: Assessment, after: Assessment): Difference['findings'] {
  const { new: fresh, gone, kept } = byKey<Finding>(before.findings, after.findings, fingerprintOf);
  const worse = kept
    .filter(([was, is]) => rank(is) > rank(was))
    .map(([{ severity, confidence }, finding]) => ({ finding, before: { severity, confidence } }));
  return { new: fresh, worse, gone };
}

function rank({ severity, confidence }: Finding): number {
  return SEVERITIES.indexOf(severity) * CONFIDENCES.length + CONFIDENCES.indexOf(confidence);
}
