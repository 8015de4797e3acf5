import type { Limits } from '../../base/limits.ts';
import type { Packages } from '../../explain/index.ts';
import type { Standing } from '../standing.ts';
import type { TraceLink } from '../trace-link.ts';

const name = 'sbom';

/** Lists of contents, held against the packages that the image's own databases have. */
export function sbomLink(
  standings: readonly Standing[],
  _packages: Packages | undefined,
  _limits: Limits,
): TraceLink {
  if (standings.length === 0) {
    return {
      name,
      status: 'missing',
      evidence: [],
      reason: 'No list of contents (SBOM) comes with the image.',
    };
  }
  return {
    name,
    status: 'claimed',
    evidence: standings.map(({ claim }) => claim.where),
    reason: 'A list of contents is there.',
  };
}
