import type { Producer } from './producer.ts';
import { BUILDKIT } from './producers/buildkit.ts';
import { GITHUB_ACTIONS } from './producers/github-actions.ts';
import { GITLAB_RUNNER } from './producers/gitlab-runner.ts';
import { GOOGLE_CLOUD_BUILD } from './producers/google-cloud-build.ts';
import { RELEASE_IMAGE } from './producers/release-image.ts';
import { SLSA_GITHUB_GENERATOR } from './producers/slsa-github-generator.ts';
import { TEKTON_CHAINS } from './producers/tekton-chains.ts';

/** Every producer of provenance whose own fields are known. Of others, the fields that SLSA has are read. */
export const PRODUCERS: readonly Producer[] = [
  BUILDKIT,
  GITHUB_ACTIONS,
  SLSA_GITHUB_GENERATOR,
  GITLAB_RUNNER,
  TEKTON_CHAINS,
  GOOGLE_CLOUD_BUILD,
  RELEASE_IMAGE,
];
