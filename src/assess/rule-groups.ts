import type { RuleInfo } from '../detect/detector.ts';
import { COVERAGE_RULE } from './coverage.ts';
import { INTEGRITY_RULES } from './integrity.ts';
import { NO_FILES_RULE } from './no-files.ts';
import { TRACE_RULE } from './trace-requirements.ts';

/** Rules that no detector has: what every check finds out itself. A group is a page of docs/rules/. */
export interface RuleGroup {
  readonly id: string;
  readonly title: string;
  /** When and how a check tells it, for the page. */
  readonly about: string;
  readonly rules: readonly RuleInfo[];
}

export const RULE_GROUPS: readonly RuleGroup[] = [
  {
    id: 'integrity',
    title: 'Images that are not what they promise to be',
    about:
      'Digests and sizes are compared while the image is read, whatever the rules and the policy. Such a finding names the ' +
      'layer, the built-in policy blocks the image, and nothing suppresses it.',
    rules: INTEGRITY_RULES,
  },
  {
    id: 'coverage',
    title: 'What was not read',
    about:
      'Each part that was not read is evidence of one finding, with the reason and the limit that was reached. A policy decides about ' +
      'it with [`unread`](../policy.md#what-was-not-read), `--strict` makes it exit code 4, and only an ignore entry that ' +
      'names the rule suppresses it.',
    rules: [COVERAGE_RULE, NO_FILES_RULE],
  },
  {
    id: 'trace',
    title: 'What a policy asks of an image’s origin',
    about:
      'Told only where the policy has an entry under [`trace`](../policy.md#where-an-image-has-to-come-from) for the image’s ' +
      'name; the evidence is each link that falls short, and nothing suppresses it.',
    rules: [TRACE_RULE],
  },
];
