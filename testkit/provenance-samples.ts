import type { Provenance } from '../src/trace/provenance/provenance.ts';
import { type BuiltImage, buildImage } from './image.ts';
import { BUILT, buildkitProvenance, REVISION } from './provenance.ts';

/** A statement in the shape in which a producer writes it, and what has to be read out of it. */
export interface ProvenanceSample {
  /** As a row of docs/provenance-producers.md calls it. */
  readonly name: string;
  statement(image: BuiltImage): object;
  readonly expected: Pick<Provenance, 'producer' | 'version'> &
    Partial<Pick<Provenance, 'source' | 'platform' | 'invocation' | 'builder'>>;
}

const V02 = 'https://slsa.dev/provenance/v0.2';
const V1 = 'https://slsa.dev/provenance/v1';
const HTTPS = 'https://github.com/example/app';
const GIT = `git+${HTTPS}@refs/heads/main`;
const WORKFLOW = '.github/workflows/release.yml';
/** What a builder took from a git server itself. */
const BUILT_FROM = { revision: REVISION, saidBy: 'builder', of: 'build' } as const;
const RUN_FROM = { revision: REVISION, saidBy: 'builder', of: 'workflow' } as const;

function subject({ manifest }: BuiltImage): readonly object[] {
  return [{ name: 'registry.example.com/app', digest: { sha256: manifest.digest.slice(7) } }];
}

function v02(predicate: object): ProvenanceSample['statement'] {
  return (image) => ({
    _type: 'https://in-toto.io/Statement/v0.1',
    predicateType: V02,
    subject: subject(image),
    predicate,
  });
}

function v1(buildDefinition: object, runDetails: object): ProvenanceSample['statement'] {
  return (image) => ({
    _type: 'https://in-toto.io/Statement/v1',
    predicateType: V1,
    subject: subject(image),
    predicate: { buildDefinition, runDetails },
  });
}

const GITHUB_RUN = `${HTTPS}/actions/runs/123/attempts/1`;
const RUNNER = 'https://gitlab.com/example/app/-/runners/12';
const TEKTON = 'https://tekton.dev/chains/v2';
const CLOUD_BUILD = 'https://cloudbuild.googleapis.com/GoogleHostedWorker';

/** One of every producer, version and mode. Shapes as the producers document them; names and digests made up. */
export const PROVENANCE_SAMPLES: readonly ProvenanceSample[] = [
  ...(['0.2', '1'] as const).flatMap((version): ProvenanceSample[] => [
    {
      name: `BuildKit, mode=max, local context, SLSA ${version}`,
      statement: (image) => buildkitProvenance(image, { version }),
      expected: {
        producer: 'BuildKit',
        version,
        builder: 'https://ci.example.com/run/1',
        platform: 'linux/amd64',
        source: {
          uri: 'https://git.example.com/app.git',
          revision: REVISION,
          path: 'Dockerfile',
          saidBy: 'client',
          of: 'build',
        },
      },
    },
    {
      name: `BuildKit, mode=min, git context, SLSA ${version}`,
      statement: (image) => buildkitProvenance(image, { version, mode: 'min', gitContext: true }),
      expected: {
        producer: 'BuildKit',
        version,
        platform: 'linux/amd64',
        source: { ...BUILT_FROM, uri: 'https://git.example.com/app.git#refs/heads/main', path: 'Dockerfile' },
      },
    },
  ]),
  {
    name: 'GitHub Actions (actions/attest-build-provenance), SLSA 1',
    statement: v1(
      {
        buildType: 'https://actions.github.io/buildtypes/workflow/v1',
        externalParameters: { workflow: { ref: 'refs/heads/main', repository: HTTPS, path: WORKFLOW } },
        internalParameters: {
          github: { event_name: 'push', repository_id: '1', runner_environment: 'github-hosted' },
        },
        resolvedDependencies: [{ uri: GIT, digest: { gitCommit: REVISION } }],
      },
      { builder: { id: `${HTTPS}/${WORKFLOW}@refs/heads/main` }, metadata: { invocationId: GITHUB_RUN } },
    ),
    expected: {
      producer: 'GitHub Actions',
      version: '1',
      builder: `${HTTPS}/${WORKFLOW}@refs/heads/main`,
      invocation: GITHUB_RUN,
      source: { ...RUN_FROM, uri: GIT, path: WORKFLOW },
    },
  },
  {
    name: 'SLSA GitHub generator (container), SLSA 0.2',
    statement: v02({
      builder: {
        id: 'https://github.com/slsa-framework/slsa-github-generator/.github/workflows/generator_container_slsa3.yml@refs/tags/v2.0.0',
      },
      buildType: 'https://github.com/slsa-framework/slsa-github-generator/container@v1',
      invocation: {
        configSource: { uri: GIT, digest: { sha1: REVISION }, entryPoint: WORKFLOW },
        parameters: {},
        environment: { github_actor_id: '1', github_event_name: 'push' },
      },
      metadata: {
        buildInvocationID: '123-1',
        completeness: { parameters: true, environment: false, materials: false },
        reproducible: false,
      },
      materials: [{ uri: GIT, digest: { sha1: REVISION } }],
    }),
    expected: {
      producer: 'SLSA GitHub generator',
      version: '0.2',
      invocation: '123-1',
      source: { ...RUN_FROM, uri: GIT, path: WORKFLOW },
    },
  },
  {
    name: 'GitLab Runner, SLSA 0.2',
    statement: v02({
      builder: { id: RUNNER },
      buildType: 'https://gitlab.com/gitlab-org/gitlab-runner/-/blob/v15.10.0/PROVENANCE.md',
      invocation: {
        configSource: {
          uri: 'https://gitlab.com/example/app',
          digest: { sha256: REVISION },
          entryPoint: 'build',
        },
        environment: { architecture: 'amd64', executor: 'docker' },
        parameters: { CI: '' },
      },
      metadata: {
        completeness: { parameters: true, environment: true, materials: false },
        reproducible: false,
      },
      materials: [],
    }),
    expected: {
      producer: 'GitLab Runner',
      version: '0.2',
      builder: RUNNER,
      source: { ...BUILT_FROM, uri: 'https://gitlab.com/example/app', path: 'build' },
    },
  },
  {
    name: 'GitLab Runner, SLSA 1',
    statement: v1(
      {
        buildType: 'https://gitlab.com/gitlab-org/gitlab-runner/-/blob/v17.0.0/PROVENANCE.md',
        externalParameters: {
          source: 'https://gitlab.com/example/app',
          entryPoint: 'build',
          variables: { CI: '[MASKED]' },
        },
        internalParameters: { architecture: 'amd64', executor: 'docker', job: '1', name: 'runner' },
        resolvedDependencies: [{ uri: 'https://gitlab.com/example/app', digest: { sha256: REVISION } }],
      },
      { builder: { id: RUNNER }, metadata: { invocationId: '1' } },
    ),
    expected: {
      producer: 'GitLab Runner',
      version: '1',
      invocation: '1',
      source: { ...BUILT_FROM, uri: 'https://gitlab.com/example/app' },
    },
  },
  {
    name: 'Tekton Chains, a TaskRun, SLSA 0.2',
    statement: v02({
      builder: { id: TEKTON },
      buildType: 'tekton.dev/v1beta1/TaskRun',
      invocation: { configSource: {}, parameters: { CHAINS_GIT_COMMIT: REVISION } },
      metadata: {
        completeness: { parameters: false, environment: false, materials: false },
        reproducible: false,
      },
      materials: [
        { uri: 'oci://registry.example.com/builder', digest: { sha256: 'a'.repeat(64) } },
        { uri: 'git+https://git.example.com/app.git', digest: { sha1: REVISION } },
      ],
    }),
    expected: {
      producer: 'Tekton Chains',
      version: '0.2',
      builder: TEKTON,
      source: { ...BUILT_FROM, uri: 'git+https://git.example.com/app.git' },
    },
  },
  {
    name: 'Tekton Chains, a PipelineRun, SLSA 1',
    statement: v1(
      {
        buildType: 'https://tekton.dev/chains/v2/slsa',
        externalParameters: {
          runSpec: {},
          buildConfigSource: {
            ref: `sha1:${REVISION}`,
            repository: 'https://git.example.com/pipelines.git',
            path: 'pipeline.yaml',
          },
        },
        internalParameters: {},
        resolvedDependencies: [
          { uri: 'oci://registry.example.com/builder', digest: { sha256: 'a'.repeat(64) } },
        ],
      },
      { builder: { id: TEKTON }, metadata: { invocationID: 'uid' } },
    ),
    expected: {
      producer: 'Tekton Chains',
      version: '1',
      invocation: 'uid',
      source: { ...RUN_FROM, uri: 'https://git.example.com/pipelines.git', path: 'pipeline.yaml' },
    },
  },
  {
    name: 'Google Cloud Build, SLSA 0.2',
    statement: v02({
      builder: { id: `${CLOUD_BUILD}@v0.3` },
      buildType: 'https://cloudbuild.googleapis.com/CloudBuildYaml@v0.1',
      invocation: { configSource: { entryPoint: 'cloudbuild.yaml' }, parameters: {} },
      metadata: { buildInvocationId: 'uid', completeness: { materials: true } },
      materials: [{ uri: 'https://github.com/example/app', digest: { sha1: REVISION } }],
    }),
    expected: {
      producer: 'Google Cloud Build',
      version: '0.2',
      invocation: 'uid',
      source: { ...BUILT_FROM, uri: HTTPS, path: 'cloudbuild.yaml' },
    },
  },
  {
    name: 'Google Cloud Build, SLSA 1',
    statement: v1(
      {
        buildType: 'https://cloud.google.com/build/gcb-buildtypes/google-worker/v1',
        externalParameters: {
          buildConfigSource: { path: 'cloudbuild.yaml', ref: 'refs/heads/main', repository: GIT },
          substitutions: {},
        },
        internalParameters: { systemSubstitutions: {}, triggerUri: 'projects/1/triggers/2' },
        resolvedDependencies: [{ uri: GIT, digest: { gitCommit: REVISION } }],
      },
      { builder: { id: CLOUD_BUILD }, metadata: { invocationId: 'uid' } },
    ),
    expected: {
      producer: 'Google Cloud Build',
      version: '1',
      source: { ...BUILT_FROM, uri: GIT, path: 'cloudbuild.yaml' },
    },
  },
  {
    name: "clearpull's release-image",
    statement: v1(
      {
        buildType: 'urn:clearpull:build:release-image:v1',
        externalParameters: {
          source: HTTPS,
          revision: REVISION,
          dockerfile: 'Dockerfile',
          arguments: { SOURCE: HTTPS, REVISION, VERSION: '1' },
        },
        internalParameters: { platform: 'linux/amd64', sourceDateEpoch: 1_700_000_000, node: 'v24.21.0' },
        resolvedDependencies: [
          { uri: `git+${HTTPS}`, digest: { gitCommit: REVISION } },
          { name: '/usr/bin/node', digest: { sha256: 'a'.repeat(64) } },
          { uri: 'pkg:deb/debian/libc6@2.36?arch=amd64' },
        ],
      },
      { builder: { id: 'urn:clearpull:builder:local' } },
    ),
    expected: {
      producer: "clearpull's release-image",
      version: '1',
      builder: 'urn:clearpull:builder:local',
      platform: 'linux/amd64',
      source: { ...BUILT_FROM, uri: `git+${HTTPS}` },
    },
  },
  {
    name: 'a producer that is not known, SLSA 1',
    statement: v1(
      {
        buildType: 'https://build.example.com/v1',
        externalParameters: { whatever: true },
        resolvedDependencies: [{ uri: 'git+https://git.example.com/app', digest: { gitCommit: REVISION } }],
      },
      { builder: { id: 'https://build.example.com' } },
    ),
    expected: {
      producer: 'an unknown producer',
      version: '1',
      builder: 'https://build.example.com',
      source: { ...RUN_FROM, uri: 'git+https://git.example.com/app' },
    },
  },
];

/** The image that the samples are about. */
export function sampledImage(): BuiltImage {
  return buildImage(BUILT);
}
