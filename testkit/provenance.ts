import type { Digest } from '../src/base/digest.ts';
import { type BuiltImage, type ImageSpec } from './image.ts';

const buildkit = { comment: 'buildkit.dockerfile.v0' };

export const REVISION = 'c0ffee'.padEnd(40, '0');
const SOURCE_URI = 'https://git.example.com/app.git';
export const BASE_DIGEST: Digest = `sha256:${'b'.repeat(64)}`;

/** The Dockerfile that `BUILT` was built with. */
export const DOCKERFILE = `ARG TAG=2
FROM base.example.com/base:$TAG
ARG VERSION=0
COPY app /app
RUN make VERSION=$VERSION
CMD ["/app"]
`;

/** What BuildKit makes of that Dockerfile on a base of one layer, with the build argument VERSION=7. */
export const BUILT: ImageSpec = {
  steps: [
    {
      createdBy: 'ADD rootfs.tar / # buildkit',
      ...buildkit,
      items: [{ path: 'etc/os-release', data: 'ID=base\n' }],
    },
    { createdBy: 'ARG VERSION=7', ...buildkit },
    {
      createdBy: 'COPY app /app # buildkit',
      ...buildkit,
      items: [{ path: 'app', data: '#!/bin/sh\n', mode: 0o755 }],
    },
    {
      createdBy: 'RUN |1 VERSION=7 /bin/sh -c make VERSION=$VERSION # buildkit',
      ...buildkit,
      items: [{ path: 'made', data: 'made' }],
    },
    { createdBy: 'CMD ["/app"]', ...buildkit },
  ],
  config: {
    Cmd: ['/app'],
    Labels: {
      'org.opencontainers.image.source': 'https://git.example.com/app',
      'org.opencontainers.image.revision': REVISION,
    },
  },
};

export interface ProvenanceChanges {
  readonly version?: '0.2' | '1';
  readonly subject?: Digest;
  /** mode=min has no Dockerfile and no arguments. */
  readonly mode?: 'min' | 'max';
  readonly dockerfile?: string;
  readonly args?: Readonly<Record<string, string>>;
  readonly baseDigest?: Digest;
  readonly platform?: string;
  /** A git context that BuildKit resolved itself; by default the client said what it is. */
  readonly gitContext?: boolean;
  readonly revision?: string;
  readonly uri?: string;
  readonly subjects?: readonly object[];
}

/**
 * What BuildKit writes with mode=max of the steps that left layers (solver/llbsolver/provenance.go): for each step the
 * lines that it stands on, and all layers up to its own. `lines` has the first and last line for each layer.
 */
export function buildkitSteps(
  { layers }: Pick<BuiltImage, 'layers'>,
  lines: readonly (readonly [number, number])[],
): { locations: object; layers: object } {
  const chains = lines.map((_, index) => layers.slice(0, index + 1).map(({ digest }) => ({ digest })));
  return {
    locations: Object.fromEntries(
      lines.map(([first, last], index) => [
        `step${index}`,
        { locations: [{ ranges: [{ start: { line: first }, end: { line: last } }] }] },
      ]),
    ),
    layers: Object.fromEntries(chains.map((chain, index) => [`step${index}:0`, [chain]])),
  };
}

/** A statement in the shape in which BuildKit writes it (moby/buildkit, docs/attestations/slsa-definitions.md). */
export function buildkitProvenance(image: BuiltImage, changes: ProvenanceChanges = {}): object {
  const {
    version = '1',
    subject = image.manifest.digest,
    mode = 'max',
    dockerfile = DOCKERFILE,
    args = { VERSION: '7' },
    baseDigest = BASE_DIGEST,
    platform = 'linux/amd64',
    revision = REVISION,
    uri = SOURCE_URI,
  } = changes;
  const max = mode === 'max';
  const named = `pkg:docker/app@1?platform=${encodeURIComponent(platform)}`;
  const subjects = changes.subjects ?? [{ name: named, digest: { sha256: subject.slice(7) } }];
  const materials = [
    {
      uri: `pkg:docker/base.example.com/base@2?platform=${encodeURIComponent(platform)}`,
      digest: { sha256: baseDigest.slice(7) },
    },
  ];
  const client = changes.gitContext === true ? {} : { vcs: { source: uri, revision } };
  const configSource =
    changes.gitContext === true ? { uri: `${uri}#refs/heads/main`, digest: { sha1: revision } } : {};
  const infos = [{ filename: 'Dockerfile', language: 'Dockerfile', data: btoa(dockerfile) }];
  const metadata = { ...client, ...(max ? { source: { infos } } : {}) };
  const buildArgs = Object.fromEntries(
    Object.entries(args).map(([key, value]) => [`build-arg:${key}`, value]),
  );
  const asked = max ? { args: buildArgs } : {};
  const builder = { id: 'https://ci.example.com/run/1' };
  if (version === '0.2') {
    const key = 'https://mobyproject.org/buildkit@v1#metadata';
    return {
      _type: 'https://in-toto.io/Statement/v0.1',
      predicateType: 'https://slsa.dev/provenance/v0.2',
      subject: subjects,
      predicate: {
        builder,
        buildType: 'https://mobyproject.org/buildkit@v1',
        materials,
        invocation: {
          configSource: { ...configSource, entryPoint: 'Dockerfile' },
          parameters: { frontend: 'dockerfile.v0', ...asked },
          environment: { platform: 'linux/amd64' },
        },
        metadata: {
          completeness: { parameters: true, environment: true, materials: false },
          reproducible: false,
          [key]: metadata,
        },
      },
    };
  }
  return {
    _type: 'https://in-toto.io/Statement/v1',
    predicateType: 'https://slsa.dev/provenance/v1',
    subject: subjects,
    predicate: {
      buildDefinition: {
        buildType: 'https://github.com/moby/buildkit/blob/master/docs/attestations/slsa-definitions.md',
        externalParameters: {
          configSource: { ...configSource, path: 'Dockerfile' },
          request: { frontend: 'dockerfile.v0', ...asked },
        },
        internalParameters: { builderPlatform: 'linux/amd64' },
        resolvedDependencies: materials,
      },
      runDetails: {
        builder,
        metadata: {
          invocationID: 'abc',
          buildkit_completeness: { request: true, resolvedDependencies: false },
          buildkit_metadata: metadata,
        },
      },
    },
  };
}
