import type { Limits } from '../../base/limits.ts';
import { againstHistory } from '../../explain/index.ts';
import { certifiedBuildOf, type Standing } from '../standing.ts';
import type { TraceInput } from '../trace-link.ts';
import type { Check, CheckInput } from './check.ts';
import { baseAmongMaterials, checkBase, type ProvenBase } from './check-base.ts';
import { checkCertificate } from './check-certificate.ts';
import { checkArguments, checkDockerfile } from './check-dockerfile.ts';
import { checkPlatform } from './check-platform.ts';
import { checkSource } from './check-source.ts';
import type { Provenance } from './provenance.ts';
import { readProvenance } from './read-provenance.ts';

/** A provenance with what holding it against the image came to. */
export interface AssessedProvenance {
  readonly standing: Standing;
  readonly provenance: Provenance;
  readonly checks: readonly Check[];
  /** The base that its Dockerfile and materials tell of. */
  readonly base?: ProvenBase;
}

/** Reads a provenance that counts and compares all that it says. Undefined for one of a version that is not known. */
export function assessProvenance(
  standing: Standing,
  { image, explanation }: Pick<TraceInput, 'image' | 'explanation'>,
  limits: Limits,
): AssessedProvenance | undefined {
  const { statement } = standing.claim;
  const provenance = statement === undefined ? undefined : readProvenance(statement, limits);
  if (provenance === undefined) return undefined;
  const fit = fitOf(provenance, image);
  const input: CheckInput = { provenance, image, explanation, ...(fit === undefined ? {} : { fit }) };
  const base = baseAmongMaterials(input);
  const certified = certifiedBuildOf(standing);
  return {
    standing,
    provenance,
    checks: [
      ...checkSource(input),
      ...checkPlatform(input),
      ...checkBase(input),
      ...checkDockerfile(input),
      ...checkArguments(input),
      ...(certified === undefined ? [] : checkCertificate(provenance, certified)),
    ],
    ...(base === undefined ? {} : { base }),
  };
}

function fitOf({ dockerfile, args }: Provenance, { config }: TraceInput['image']): CheckInput['fit'] {
  if (dockerfile?.text === undefined || config.history.length === 0) return undefined;
  const { text, path = 'Dockerfile' } = dockerfile;
  const { fit, odd } = againstHistory(config, { text, path, args, from: 'the Dockerfile' });
  return { odd, ...(fit === undefined ? {} : { stage: fit }) };
}
