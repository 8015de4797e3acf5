import type { RuleInfo } from '../../detect/detector.ts';
import type { Judgement } from '../../detect/dispatch.ts';

// Nothing here may load a detector: where a judgement is recalled, none is needed.

/** What was found in an image, with what the rules that found it mean. Plain JSON. */
export interface Judged extends Judgement {
  /** Those that the findings name. */
  readonly rules: readonly RuleInfo[];
}
