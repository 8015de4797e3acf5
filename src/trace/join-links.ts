import type { LinkStatus, TraceLink } from './trace-link.ts';

/** A contradiction weighs most, then what was verified. */
const WEIGHT: readonly LinkStatus[] = ['contradicted', 'verified', 'claimed', 'missing'];

/** One link out of two ways to find it out; of equal ones, the first one's word counts. */
export function joinLinks(one: TraceLink, other: TraceLink): TraceLink {
  if (other.status === 'missing') return one;
  if (one.status === 'missing') return other;
  const [first, second] =
    WEIGHT.indexOf(other.status) < WEIGHT.indexOf(one.status) ? [other, one] : [one, other];
  return {
    ...first,
    evidence: [...first.evidence, ...second.evidence],
    reason: `${first.reason} ${second.reason}`,
    vouchedBy: [...(first.vouchedBy ?? []), ...(second.vouchedBy ?? [])],
  };
}
