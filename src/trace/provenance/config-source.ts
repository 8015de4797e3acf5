import { gitMaterial } from './materials.ts';
import type { Predicate } from './predicate.ts';
import type { ProducerFacts } from './producer.ts';
import type { ProvenanceSource } from './provenance.ts';

/** The source as version 0.2 names it, or else the first git checkout among the materials. */
export function configSourceOr(predicate: Predicate, of: ProvenanceSource['of']): ProducerFacts {
  const { configSource = {}, materials } = predicate;
  const git = gitMaterial(materials);
  const named = configSource.uri !== undefined && configSource.revision !== undefined;
  const uri = named ? configSource.uri : (git?.uri ?? configSource.uri);
  const revision = named ? configSource.revision : git?.revision;
  if (uri === undefined && revision === undefined) return {};
  return {
    source: {
      ...(uri === undefined ? {} : { uri }),
      ...(revision === undefined ? {} : { revision }),
      ...(configSource.path === undefined ? {} : { path: configSource.path }),
      saidBy: 'builder',
      of,
    },
  };
}
