import type { Payments } from '../ledgers/payments.ts';
import type { Pulls } from '../ledgers/pulls.ts';

export interface GroupOptions {
  /** Values of indicators, and accounts, that join nothing, as the user knows. */
  readonly known?: readonly string[];
  /** Groups of fewer images are not told; default 2. */
  readonly smallest?: number;
  readonly pulls?: Pulls;
  readonly payments?: Payments;
}
