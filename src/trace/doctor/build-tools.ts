/** What builds images, and writes its advice differently. */
export const BUILD_TOOLS = ['buildx', 'buildah', 'github', 'gitlab', 'kaniko'] as const;
export type BuildTool = (typeof BUILD_TOOLS)[number];

export const TOOL_NAMES: Readonly<Record<BuildTool, string>> = {
  buildx: 'docker buildx',
  buildah: 'buildah, podman',
  github: 'GitHub Actions',
  gitlab: 'GitLab CI',
  kaniko: 'kaniko',
};
