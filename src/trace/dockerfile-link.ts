import type { AssessedProvenance } from './provenance/assess-provenance.ts';
import { voucherOf } from './standing.ts';
import type { TraceLink } from './trace-link.ts';

const name = 'dockerfile';

/** From the instructions to a Dockerfile: the one that a provenance holds, against the history. */
export function dockerfileLink(known: readonly AssessedProvenance[]): TraceLink {
  const told = known.flatMap((one) => {
    const checks = one.checks.filter(({ about }) => about === 'dockerfile' || about === 'arguments');
    return checks.some(({ about }) => about === 'dockerfile') ? [{ ...one, checks }] : [];
  });
  if (told.length === 0) {
    return {
      name,
      status: 'missing',
      evidence: [],
      reason: 'No source tree was given to compare the history with, and no provenance holds a Dockerfile.',
    };
  }
  const vouchedBy = told.map(({ standing }) => voucherOf(standing));
  const evidence = told.flatMap(({ checks }) => checks.map(({ text }) => text));
  if (told.some(({ checks }) => checks.some(({ result }) => result === 'differs'))) {
    const reason = 'The Dockerfile in the provenance is not the one that made this image.';
    return { name, status: 'contradicted', evidence, reason, vouchedBy };
  }
  return told.some(({ standing }) => standing.verified)
    ? {
        name,
        status: 'verified',
        evidence,
        reason:
          'The Dockerfile in a signed and verified provenance agrees with the history, instruction by instruction.',
        vouchedBy,
      }
    : {
        name,
        status: 'claimed',
        evidence,
        reason:
          'The Dockerfile in the provenance agrees with the history; nobody that was verified vouches for it.',
        vouchedBy,
      };
}
