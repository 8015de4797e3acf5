import { at, isFields, textAt } from '../../fields.ts';
import { configSourceOr } from '../config-source.ts';
import type { Producer } from '../producer.ts';

const STARTS = ['https://tekton.dev/', 'tekton.dev/'];

/** Tekton Chains (tektoncd/chains, docs/slsa-provenance.md and docs/predicate/slsa/v2.md). */
export const TEKTON_CHAINS: Producer = {
  id: 'tekton-chains',
  title: 'Tekton Chains',
  buildTypes: [
    'https://tekton.dev/chains/v2/slsa',
    'https://tekton.dev/chains/v2/slsa-tekton',
    'tekton.dev/v1/TaskRun',
    'tekton.dev/v1/PipelineRun',
  ],
  reference: 'https://github.com/tektoncd/chains/blob/main/docs/slsa-provenance.md',
  sourceSays:
    'The checkout that the tasks report as input; where there is none, where the pipeline came from.',
  wrote: ({ buildType }) => STARTS.some((start) => buildType.startsWith(start)),
  read(predicate) {
    const facts = configSourceOr({ ...predicate, configSource: {} }, 'build');
    if (facts.source !== undefined) return facts;
    const config = at(predicate.parameters, 'buildConfigSource');
    const uri = textAt(config, 'repository');
    if (!isFields(config) || uri === undefined) return configSourceOr(predicate, 'workflow');
    const revision = /^sha1:([0-9a-f]{40})$/.exec(textAt(config, 'ref') ?? '')?.[1];
    const path = textAt(config, 'path');
    return {
      source: {
        uri,
        ...(revision === undefined ? {} : { revision }),
        ...(path === undefined ? {} : { path }),
        saidBy: 'builder',
        of: 'workflow',
      },
    };
  },
};
