import type { Image } from '../image/image.ts';
import { baseLink } from './base-link.ts';
import { bytesLink } from './bytes-link.ts';
import { historyLink } from './history-link.ts';
import { referenceLink } from './reference-link.ts';
import { sourceLink } from './source-link.ts';
import type { LinkName, Trace, TraceInput, TraceLink } from './trace-link.ts';

/** Traces an image as far as its own bytes and claims go. Judges nothing, looks nothing up. */
export function trace({ image, explanation, layers }: TraceInput): Trace {
  const history = historyLink(image, explanation);
  const base = baseLink(explanation);
  const named = base.link.status === 'claimed' || base.link.status === 'verified';
  const described = history.status === 'claimed' && named && base.byDigest;
  return {
    level: described ? 'T1' : 'T0',
    links: [
      referenceLink(image),
      bytesLink(image, layers),
      history,
      notLookedAt('dockerfile', 'No source tree was given to compare the history with.'),
      sourceLink(image),
      base.link,
      provenanceLink(image),
      notLookedAt('signature', 'Signatures are not looked at yet.'),
      notLookedAt('sbom', 'Lists of contents (SBOM) are not looked at yet.'),
      notLookedAt('rebuild', 'No rebuilt image was given to compare with.'),
    ],
  };
}

function notLookedAt(name: LinkName, reason: string): TraceLink {
  return { name, status: 'missing', evidence: [], reason };
}

function provenanceLink({ attestations }: Image): TraceLink {
  if (attestations.length === 0) {
    return {
      name: 'provenance',
      status: 'missing',
      evidence: [],
      reason: 'No attestation comes with the image.',
    };
  }
  return {
    name: 'provenance',
    status: 'claimed',
    evidence: attestations.map(({ digest }) => digest),
    reason: 'The index holds an attestation for this image; what it says is not read or verified yet.',
  };
}
