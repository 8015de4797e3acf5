import type { Limits } from '../../base/limits.ts';
import type { Statement } from '../statement/statement.ts';
import { configSourceOr } from './config-source.ts';
import { PRODUCERS } from './producers.ts';
import type { Provenance } from './provenance.ts';
import { readSlsa1 } from './slsa-1.ts';
import { readSlsa02 } from './slsa-02.ts';

const UNKNOWN = 'an unknown producer';

/** The provenance in a statement; undefined for a predicate of another type or version. Never throws. */
export function readProvenance(statement: Statement, limits: Limits): Provenance | undefined {
  const read = READERS.get(statement.predicateType);
  if (read === undefined) return undefined;
  const predicate = read(statement, limits.maxMaterials);
  const producer = PRODUCERS.find((one) => one.wrote(predicate));
  const { version, buildType, builder, materials, completeness, reproducible, invocation } = predicate;
  return {
    version,
    producer: producer?.title ?? UNKNOWN,
    buildType,
    ...(builder === undefined ? {} : { builder }),
    args: new Map(),
    materials,
    completeness,
    ...(reproducible === undefined ? {} : { reproducible }),
    ...(invocation === undefined ? {} : { invocation }),
    ...(producer === undefined ? configSourceOr(predicate, 'workflow') : producer.read(predicate)),
  };
}

const READERS: ReadonlyMap<string, typeof readSlsa02> = new Map([
  ['https://slsa.dev/provenance/v0.2', readSlsa02],
  ['https://slsa.dev/provenance/v1', readSlsa1],
  // Some wrote the number of the specification into it.
  ['https://slsa.dev/provenance/v1.0', readSlsa1],
]);
