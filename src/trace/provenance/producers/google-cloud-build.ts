import { textAt } from '../../fields.ts';
import { configSourceOr } from '../config-source.ts';
import type { Producer } from '../producer.ts';

const WORKER = 'https://cloudbuild.googleapis.com/';
const V1 = [
  'https://cloud.google.com/build/gcb-buildtypes/',
  'https://slsa-framework.github.io/gcb-buildtypes/',
];

/** Google Cloud Build (slsa-framework/gcb-buildtypes, triggered-build/v1; 0.2 as Artifact Registry hands it out). */
export const GOOGLE_CLOUD_BUILD: Producer = {
  id: 'google-cloud-build',
  title: 'Google Cloud Build',
  buildTypes: [
    'https://cloudbuild.googleapis.com/CloudBuildYaml@v0.1',
    'https://cloud.google.com/build/gcb-buildtypes/google-worker/v1',
    'https://slsa-framework.github.io/gcb-buildtypes/triggered-build/v1',
  ],
  reference: 'https://github.com/slsa-framework/gcb-buildtypes',
  sourceSays: 'The commit that the trigger resolved; a build from uploaded files has none.',
  wrote: ({ buildType, builder }) =>
    V1.some((start) => buildType.startsWith(start)) ||
    buildType.startsWith(WORKER) ||
    builder?.startsWith(WORKER) === true,
  read(predicate) {
    const facts = configSourceOr(predicate, 'build');
    const { parameters } = predicate;
    const uri =
      textAt(parameters, 'sourceToBuild', 'repository') ??
      textAt(parameters, 'buildConfigSource', 'repository');
    const path = textAt(parameters, 'buildConfigSource', 'path');
    if (facts.source === undefined && uri === undefined) return {};
    return {
      source: {
        ...(uri === undefined ? {} : { uri }),
        ...facts.source,
        ...(path === undefined ? {} : { path }),
        saidBy: 'builder',
        of: 'build',
      },
    };
  },
};
