import type { Decision, Policy } from '../../src/assess/index.ts';
import { decide } from '../../src/assess/policy/decide.ts';
import type { Finding } from '../../src/detect/finding.ts';

const COVERED = {
  complete: true,
  layers: 1,
  layersRead: 1,
  files: 1,
  bytes: 1,
  unread: [],
  unopened: { count: 0, examples: [] },
} as const;

/** What a policy says to one finding alone. */
export function decisionOn(finding: Finding, policy: Policy): Decision {
  return decide([finding], COVERED, policy).decision;
}
