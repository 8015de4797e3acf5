import { textAt } from '../../fields.ts';
import { gitMaterial } from '../materials.ts';
import type { Producer } from '../producer.ts';

const BUILD_TYPES = [
  'https://actions.github.io/buildtypes/workflow/v1',
  'https://slsa-framework.github.io/github-actions-buildtypes/workflow/v1',
];

/** A workflow run, as actions/attest-build-provenance describes it (actions.github.io/buildtypes/workflow/v1). */
export const GITHUB_ACTIONS: Producer = {
  id: 'github-actions',
  title: 'GitHub Actions',
  buildTypes: BUILD_TYPES,
  reference: 'https://actions.github.io/buildtypes/workflow/v1',
  sourceSays:
    "The repository and commit of the workflow, out of GitHub's token; what it built may be from elsewhere.",
  wrote: ({ buildType }) => BUILD_TYPES.includes(buildType),
  read({ parameters, materials }) {
    const repository = textAt(parameters, 'workflow', 'repository');
    const path = textAt(parameters, 'workflow', 'path');
    const git = gitMaterial(materials);
    const uri = git?.uri ?? repository;
    if (uri === undefined) return {};
    return {
      source: {
        uri,
        ...(git === undefined ? {} : { revision: git.revision }),
        ...(path === undefined ? {} : { path }),
        saidBy: 'builder',
        of: 'workflow',
      },
    };
  },
};
