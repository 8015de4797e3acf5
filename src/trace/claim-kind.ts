import type { Claim } from './claim.ts';

/** Which link of the chain a claim belongs to. */
export type ClaimKind = 'provenance' | 'sbom' | 'signature' | 'other';

const SBOM = ['https://spdx.dev/Document', 'https://cyclonedx.org/bom', 'https://cyclonedx.org/schema'];
/** cosign signs images so since version 3. */
const SIGNATURE = 'https://sigstore.dev/cosign/sign/';
const PROVENANCE = 'https://slsa.dev/provenance/';

/** By its predicate type; of what cannot be read, by what it was announced as. */
export function kindOf({ statement, signs, contents, announced, broken }: Claim): ClaimKind {
  if (signs !== undefined) return 'signature';
  if (contents !== undefined) return 'sbom';
  const kind = kindOfType(statement?.predicateType ?? announced ?? '');
  // What nobody can read must not be lost for it: where it stands, a provenance is what one looks for.
  return kind === 'other' && broken !== undefined ? 'provenance' : kind;
}

export function isProvenanceType(predicateType: string): boolean {
  return predicateType.startsWith(PROVENANCE);
}

function kindOfType(type: string): ClaimKind {
  if (isProvenanceType(type)) return 'provenance';
  if (type.startsWith(SIGNATURE)) return 'signature';
  return SBOM.some((start) => type.startsWith(start)) ? 'sbom' : 'other';
}
