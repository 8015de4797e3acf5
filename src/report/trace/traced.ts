import type { Description } from '../../assess/describe.ts';
import type { Gate } from '../../trace/index.ts';
import type { Trace } from '../../trace/trace-link.ts';

/** An image and how far it can be traced. */
export interface Traced extends Description {
  readonly trace: Trace;
  /** What was asked for, and whether the trace shows it; absent where nothing was. */
  readonly gate?: Gate;
}
