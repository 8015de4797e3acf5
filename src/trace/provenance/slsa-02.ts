import { at, flagAt, textAt, textsAt } from '../fields.ts';
import type { Statement } from '../statement/statement.ts';
import { readMaterials, revisionIn } from './materials.ts';
import type { Predicate } from './predicate.ts';

/** The fields of SLSA provenance 0.2 (slsa.dev/spec/v0.2/provenance). What has another shape is left out. */
export function readSlsa02({ predicate, subjects }: Statement, maxMaterials: number): Predicate {
  const builder = textAt(predicate, 'builder', 'id');
  const invocation =
    textAt(predicate, 'metadata', 'buildInvocationID') ?? textAt(predicate, 'metadata', 'buildInvocationId');
  const config = at(predicate, 'invocation', 'configSource');
  const uri = textAt(config, 'uri');
  const revision = revisionIn(textsAt(config, 16, 'digest'));
  const path = textAt(config, 'entryPoint');
  const said = at(predicate, 'metadata', 'completeness');
  const [parameters, environment, materials] = ['parameters', 'environment', 'materials'].map((key) =>
    flagAt(said, key),
  );
  const reproducible = flagAt(predicate, 'metadata', 'reproducible');
  return {
    version: '0.2',
    buildType: textAt(predicate, 'buildType') ?? '',
    ...(builder === undefined ? {} : { builder }),
    ...(invocation === undefined ? {} : { invocation }),
    materials: readMaterials(at(predicate, 'materials'), maxMaterials),
    configSource: {
      ...(uri === undefined ? {} : { uri }),
      ...(revision === undefined ? {} : { revision }),
      ...(path === undefined ? {} : { path }),
    },
    parameters: at(predicate, 'invocation', 'parameters'),
    environment: at(predicate, 'invocation', 'environment'),
    metadata: at(predicate, 'metadata'),
    completeness: {
      ...(parameters === undefined ? {} : { parameters }),
      ...(environment === undefined ? {} : { environment }),
      ...(materials === undefined ? {} : { materials }),
    },
    ...(reproducible === undefined ? {} : { reproducible }),
    subjects,
  };
}
