import type { RunConfig } from '../../image/config.ts';
import type { ImageTree } from '../../image/tree/image-tree.ts';
import { oneLine } from '../printable.ts';

/** A tool that leaves labels, and files that only it puts there. */
interface BuildTool {
  readonly name: string;
  /** Labels of what it built; beginning of a label's name. */
  readonly labels: readonly string[];
  /** Labels of images that are made for it; those of what it built have them, too. */
  readonly baseLabels?: readonly string[];
  readonly files: readonly string[];
}

/** From buildpacks/spec (platform.md, "Labels"), openshift/source-to-image (pkg/api/constants) and earthly (buildkitd). */
const TOOLS: readonly BuildTool[] = [
  {
    name: 'Cloud Native Buildpacks',
    labels: [
      'io.buildpacks.lifecycle.metadata',
      'io.buildpacks.build.metadata',
      'io.buildpacks.project.metadata',
    ],
    baseLabels: ['io.buildpacks.'],
    files: ['cnb/lifecycle/launcher', 'layers/config/metadata.toml'],
  },
  {
    name: 'source-to-image (s2i)',
    labels: ['io.openshift.s2i.build.'],
    baseLabels: ['io.openshift.s2i.'],
    files: ['usr/libexec/s2i/run'],
  },
  { name: 'Earthly', labels: ['dev.earthly.'], files: [] },
];

/**
 * What labels and files say of the tool that built an image, a sentence each with how sure it is: labels are inherited
 * from the base and can be set by anybody, files alone may be the base's.
 */
export function buildSigns(config: RunConfig, tree: ImageTree): readonly string[] {
  const labels = Object.keys(config.Labels ?? {}).sort();
  return TOOLS.flatMap((tool) => {
    const label = labels.find((key) => tool.labels.some((start) => key.startsWith(start)));
    const base = labels.find((key) => (tool.baseLabels ?? []).some((start) => key.startsWith(start)));
    const file = tool.files.find((path) => tree.resolve(path).kind === 'found');
    if (label !== undefined && file !== undefined) {
      return [
        `Built by ${tool.name}: its label ${shown(label)} says so, and /${file} is what that puts into an image.`,
      ];
    }
    if (label !== undefined) {
      return [
        `Its label ${shown(label)} says that ${tool.name} built it. Nothing else does, and labels are inherited.`,
      ];
    }
    if (base === undefined) return [];
    return [
      `Made for ${tool.name} to build on, or built on such an image: its label ${shown(base)} says so.`,
    ];
  });
}

function shown(label: string): string {
  return oneLine(label, 100);
}
