import { at, textAt } from '../fields.ts';
import type { Statement } from '../statement/statement.ts';
import { readMaterials } from './materials.ts';
import type { Predicate } from './predicate.ts';

/** The fields of SLSA provenance 1.x (slsa.dev/spec/v1.0/provenance; 1.1 and 1.2 kept the predicate type). */
export function readSlsa1({ predicate, subjects }: Statement, maxMaterials: number): Predicate {
  const definition = at(predicate, 'buildDefinition');
  const builder = textAt(predicate, 'runDetails', 'builder', 'id');
  const metadata = at(predicate, 'runDetails', 'metadata');
  const invocation = textAt(metadata, 'invocationId') ?? textAt(metadata, 'invocationID');
  return {
    version: '1',
    buildType: textAt(definition, 'buildType') ?? '',
    ...(builder === undefined ? {} : { builder }),
    ...(invocation === undefined ? {} : { invocation }),
    materials: readMaterials(at(definition, 'resolvedDependencies'), maxMaterials),
    parameters: at(definition, 'externalParameters'),
    environment: at(definition, 'internalParameters'),
    metadata,
    completeness: {},
    subjects,
  };
}
