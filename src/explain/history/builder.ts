/** What wrote a history row, as far as its shape tells. */
export type Builder =
  | 'classic'
  | 'buildkit'
  | 'buildah'
  | 'kaniko'
  | 'buildkit-exporter'
  | 'ko'
  | 'jib'
  | 'bazel'
  | 'nix'
  | 'apko'
  | 'buildpacks'
  | 'debuerreotype'
  | 'import'
  | 'squash'
  | 'umoci'
  | 'unknown';

const NAMES: Readonly<Record<Builder, string>> = {
  classic: "Docker's classic builder",
  buildkit: 'BuildKit',
  buildah: 'buildah',
  kaniko: 'kaniko',
  'buildkit-exporter': "BuildKit's exporter",
  ko: 'ko',
  jib: 'Jib',
  bazel: 'Bazel',
  nix: 'Nix',
  apko: 'apko',
  buildpacks: 'Cloud Native Buildpacks',
  debuerreotype: 'debuerreotype',
  import: 'docker import',
  squash: 'docker build --squash',
  umoci: 'umoci',
  unknown: 'an unknown builder',
};

/** The builder's name as people know it. */
export function builderName(builder: Builder): string {
  return NAMES[builder];
}

/** True for builders that follow a Dockerfile, so that their rows are instructions. */
export function readsDockerfiles(builder: Builder): boolean {
  return builder === 'classic' || builder === 'buildkit' || builder === 'buildah' || builder === 'kaniko';
}
