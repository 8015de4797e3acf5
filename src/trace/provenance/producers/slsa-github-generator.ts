import { configSourceOr } from '../config-source.ts';
import type { Producer } from '../producer.ts';

const PREFIX = 'https://github.com/slsa-framework/slsa-github-generator/';

/** slsa-github-generator's reusable workflows (its SPECIFICATIONS and the internal/builders documents). */
export const SLSA_GITHUB_GENERATOR: Producer = {
  id: 'slsa-github-generator',
  title: 'SLSA GitHub generator',
  buildTypes: [`${PREFIX}container@v1`, `${PREFIX}generic@v1`, `${PREFIX}go@v1`],
  reference: 'https://github.com/slsa-framework/slsa-github-generator',
  sourceSays: "The repository and commit of the calling workflow, out of GitHub's token.",
  wrote: ({ buildType, builder }) => buildType.startsWith(PREFIX) || builder?.startsWith(PREFIX) === true,
  read: (predicate) => configSourceOr(predicate, 'workflow'),
};
