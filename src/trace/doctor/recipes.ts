import type { LinkName, TraceLevel } from '../trace-link.ts';
import type { BuildTool } from './build-tools.ts';

/** One thing to add to a build, so that its images can be traced further. */
export interface Recipe {
  readonly id: string;
  /** The link that it fills. */
  readonly link: LinkName;
  readonly title: string;
  /** What it is good for, one sentence. */
  readonly why: string;
  /** The level that is in reach with it, once those before are done. */
  readonly reaches: TraceLevel;
  /** The exact lines; a tool without any cannot do it by itself. */
  readonly lines: Readonly<Record<BuildTool, readonly string[]>>;
}

const IMAGE = 'registry.example.com/you/app';

/** In order of value: each builds on those before. */
export const RECIPES: readonly Recipe[] = [
  {
    id: 'pinned-base',
    link: 'base',
    title: 'Name the base image by its digest, and every other image of the Dockerfile',
    why: 'A tag can move between the build and today; a digest says which layers were meant.',
    reaches: 'T1',
    lines: {
      buildx: [
        "docker buildx imagetools inspect debian:12-slim --format '{{.Manifest.Digest}}'",
        '# Dockerfile:',
        'FROM debian:12-slim@sha256:…',
      ],
      buildah: [
        "skopeo inspect --format '{{.Digest}}' docker://docker.io/library/debian:12-slim",
        '# Dockerfile; buildah then also notes it in the annotation org.opencontainers.image.base.digest:',
        'FROM docker.io/library/debian:12-slim@sha256:…',
      ],
      github: [
        '# Dockerfile; Dependabot ("docker") and Renovate keep it fresh:',
        'FROM debian:12-slim@sha256:…',
      ],
      gitlab: ['# Dockerfile; Renovate keeps it fresh:', 'FROM debian:12-slim@sha256:…'],
      kaniko: ['# Dockerfile:', 'FROM debian:12-slim@sha256:…'],
    },
  },
  {
    id: 'labels',
    link: 'source',
    title: 'Say which commit it was built from',
    why: 'Then "clearpull trace --source" can hold the Dockerfile and the copied files of that commit against the image.',
    reaches: 'T2',
    lines: {
      buildx: [
        'docker buildx build \\',
        '  --label "org.opencontainers.image.source=https://git.example.com/you/app" \\',
        '  --label "org.opencontainers.image.revision=$(git rev-parse HEAD)" …',
      ],
      buildah: [
        'buildah build \\',
        '  --label "org.opencontainers.image.source=https://git.example.com/you/app" \\',
        '  --label "org.opencontainers.image.revision=$(git rev-parse HEAD)" …',
      ],
      github: [
        '- id: meta',
        '  uses: docker/metadata-action@v5',
        `  with: { images: ${IMAGE} }`,
        '- uses: docker/build-push-action@v6',
        '  with:',
        '    labels: ${{ steps.meta.outputs.labels }}',
        '    annotations: ${{ steps.meta.outputs.annotations }}',
      ],
      gitlab: [
        '- docker buildx build',
        '    --label "org.opencontainers.image.source=$CI_PROJECT_URL"',
        '    --label "org.opencontainers.image.revision=$CI_COMMIT_SHA" …',
      ],
      kaniko: [
        '/kaniko/executor \\',
        '  --label org.opencontainers.image.source=$CI_PROJECT_URL \\',
        '  --label org.opencontainers.image.revision=$CI_COMMIT_SHA …',
      ],
    },
  },
  {
    id: 'provenance',
    link: 'provenance',
    title: 'Let the builder write a provenance',
    why: 'It tells the source, the Dockerfile, the arguments and the digests of all that went in, in one statement.',
    reaches: 'T3',
    lines: {
      buildx: ['docker buildx build --provenance=mode=max,version=v1 --push …'],
      buildah: [],
      github: [
        'permissions: { contents: read, packages: write, id-token: write, attestations: write }',
        '- id: build',
        '  uses: docker/build-push-action@v6',
        '  with: { push: true, provenance: mode=max }',
        '- uses: actions/attest-build-provenance@v3',
        '  with:',
        `    subject-name: ${IMAGE}`,
        '    subject-digest: ${{ steps.build.outputs.digest }}',
        '    push-to-registry: true',
      ],
      gitlab: ['- docker buildx build --provenance=mode=max,version=v1 --push …'],
      kaniko: [],
    },
  },
  {
    id: 'signature',
    link: 'signature',
    title: 'Sign it',
    why: 'What is not signed anybody can have written, the provenance of the builder too.',
    reaches: 'T3',
    lines: {
      buildx: [
        `cosign attest --yes --type slsaprovenance1 --predicate provenance.json ${IMAGE}@sha256:…`,
        `cosign sign --yes ${IMAGE}@sha256:…`,
        '# with a key of your own: cosign generate-key-pair, then --key cosign.key',
      ],
      buildah: [
        `cosign attest --yes --type slsaprovenance1 --predicate provenance.json ${IMAGE}@sha256:…`,
        `cosign sign --yes ${IMAGE}@sha256:…`,
      ],
      github: [
        '# actions/attest-build-provenance, above, signs what it says. To sign the image as well:',
        '- uses: sigstore/cosign-installer@v3',
        `- run: cosign sign --yes ${IMAGE}@$\{{ steps.build.outputs.digest }}`,
      ],
      gitlab: [
        'id_tokens:',
        '  SIGSTORE_ID_TOKEN: { aud: sigstore }',
        'script:',
        `  - cosign attest --yes --type slsaprovenance1 --predicate provenance.json ${IMAGE}@sha256:…`,
        `  - cosign sign --yes ${IMAGE}@sha256:…`,
      ],
      kaniko: [
        '/kaniko/executor --digest-file=digest …',
        `cosign attest --yes --type slsaprovenance1 --predicate provenance.json ${IMAGE}@$(cat digest)`,
        `cosign sign --yes ${IMAGE}@$(cat digest)`,
      ],
    },
  },
  {
    id: 'sbom',
    link: 'sbom',
    title: 'Attach a list of contents (SBOM)',
    why: 'Whoever must know whether a library is inside need not unpack the image; clearpull compares the list with it.',
    reaches: 'T3',
    lines: {
      buildx: ['docker buildx build --sbom=true --push …'],
      buildah: [
        `syft ${IMAGE}@sha256:… -o spdx-json=sbom.json`,
        `cosign attest --yes --type spdxjson --predicate sbom.json ${IMAGE}@sha256:…`,
      ],
      github: ['- uses: docker/build-push-action@v6', '  with: { push: true, sbom: true }'],
      gitlab: ['- docker buildx build --sbom=true --push …'],
      kaniko: [
        `syft ${IMAGE}@$(cat digest) -o spdx-json=sbom.json`,
        `cosign attest --yes --type spdxjson --predicate sbom.json ${IMAGE}@$(cat digest)`,
      ],
    },
  },
  {
    id: 'reproducible',
    link: 'rebuild',
    title: 'Make the build repeatable, and repeat it',
    why: 'A second build that gives the same needs nobody to be believed: "clearpull trace --rebuilt" compares the two.',
    reaches: 'T4',
    lines: {
      buildx: [
        'SOURCE_DATE_EPOCH=$(git log -1 --format=%ct) docker buildx build \\',
        `  --output type=registry,name=${IMAGE},rewrite-timestamp=true …`,
      ],
      buildah: ['buildah build --timestamp "$(git log -1 --format=%ct)" …'],
      github: [
        '- run: echo "SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)" >> "$GITHUB_ENV"',
        '- uses: docker/build-push-action@v6',
        '  with:',
        `    outputs: type=registry,name=${IMAGE},rewrite-timestamp=true`,
      ],
      gitlab: [
        '- export SOURCE_DATE_EPOCH="$(git log -1 --format=%ct)"',
        `- docker buildx build --output type=registry,name=${IMAGE},rewrite-timestamp=true …`,
      ],
      kaniko: ['/kaniko/executor --reproducible …'],
    },
  },
];
