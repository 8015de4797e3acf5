import { digestAlgorithm, digestHex } from '../../base/digest.ts';
import { parseReference } from '../../image/reference.ts';
import type { Expectation } from '../../trace/index.ts';
import { TRACE_LEVELS } from '../../trace/trace-link.ts';
import type { Traced } from './traced.ts';

export interface VerificationOptions {
  readonly toolVersion: string;
  /** RFC 3339. */
  readonly timeVerified: string;
  readonly expected: Expectation;
  /** Whether the image shows what was expected. */
  readonly passed: boolean;
}

/**
 * What was verified, as an in-toto statement for others to rely on: a verification summary (slsa.dev,
 * verification_summary v1). clearpull's levels are its own, so they bear its name beside those of SLSA; which SLSA
 * level a builder has is nothing that an image can show.
 */
export function verificationSummary(
  { image, trace }: Traced,
  { toolVersion, timeVerified, expected, passed }: VerificationOptions,
): Readonly<Record<string, unknown>> {
  const reached = TRACE_LEVELS.slice(1, TRACE_LEVELS.indexOf(trace.level) + 1);
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [
      { name: image.reference, digest: { [digestAlgorithm(image.digest)]: digestHex(image.digest) } },
    ],
    predicateType: 'https://slsa.dev/verification_summary/v1',
    predicate: {
      verifier: { id: 'https://www.npmjs.com/package/clearpull', version: { clearpull: toolVersion } },
      timeVerified,
      resourceUri: resourceOf(image.reference, image.digest),
      policy: { uri: policyOf(expected) },
      verificationResult: passed ? 'PASSED' : 'FAILED',
      verifiedLevels: passed ? reached.map((level) => `CLEARPULL_TRACE_${level}`) : ['FAILED'],
      slsaVersion: '1.1',
    },
  };
}

/** What was asked for, as a name (RFC 8141): the level, then what else as its query. */
function policyOf({ level, sources, builders, acceptClaimed }: Expectation): string {
  const query = new URLSearchParams();
  for (const pattern of sources ?? []) query.append('source', pattern);
  for (const pattern of builders ?? []) query.append('builder', pattern);
  if (acceptClaimed === true) query.append('accept', 'claimed');
  const more = query.toString();
  return `urn:clearpull:policy:trace:${level ?? 'no-contradiction'}${more === '' ? '' : `?=${more}`}`;
}

/** A package URL where it came from a registry (purl-spec, types-doc/oci), or else the name as given. */
function resourceOf(reference: string, digest: string): string {
  const parsed = parseReference(reference.replace(/^registry:/, ''));
  if (typeof parsed === 'string' || /^(?:[a-z-]+:|\.{0,2}\/)/.test(reference.replace(/^registry:/, ''))) {
    return `urn:clearpull:image:${encodeURIComponent(reference)}`;
  }
  const name = parsed.repository.slice(parsed.repository.lastIndexOf('/') + 1);
  const repository = encodeURIComponent(`${parsed.registry}/${parsed.repository}`);
  return `pkg:oci/${name}@${encodeURIComponent(digest)}?repository_url=${repository}`;
}
