import type { Payload } from './payload.ts';
import { BEHAVING } from './payloads/behaving.ts';
import { HIDDEN_PROGRAM } from './payloads/hiding.ts';
import { INTRUDING } from './payloads/intruding.ts';
import { MINING } from './payloads/mining.ts';

/** Everything that is hidden, by class; a new one is an entry in one of these lists. */
export const PAYLOADS: readonly Payload[] = [...MINING, ...INTRUDING, ...BEHAVING, HIDDEN_PROGRAM];
