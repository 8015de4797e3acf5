import type { Assessment } from '../assess/assessment.ts';
import { type Packages, packagesOf } from '../explain/packages/packages.ts';
import type { RunConfig } from '../image/config.ts';
import type { Image } from '../image/image.ts';
import type { ImageTree } from '../image/tree/image-tree.ts';
import { type HostUse, hostsOf } from './hosts.ts';

/** Everything of one image that a comparison needs. Taken while its texts can still be read. */
export interface ImageProfile {
  readonly assessment: Assessment;
  readonly config: RunConfig;
  readonly tree: ImageTree;
  readonly packages: Packages;
  /** Places on the network that it names, by host. */
  readonly hosts: ReadonlyMap<string, HostUse>;
  /** What was not looked at, one sentence each. */
  readonly notes: readonly string[];
}

export interface ProfileInput {
  readonly image: Image;
  readonly assessment: Assessment;
  readonly tree: ImageTree;
  /** The text kept of the file at a path of the merged tree. */
  readonly text: (path: string) => string | undefined;
}

/** Puts together what a comparison needs of one image. Pure. */
export function profileOf({ image, assessment, tree, text }: ProfileInput): ImageProfile {
  const packages = packagesOf(tree, text);
  const { hosts, notes } = hostsOf({ assessment, config: image.config.config, tree, text });
  return {
    assessment,
    config: image.config.config,
    tree,
    packages,
    hosts,
    notes: [...packages.notes, ...notes],
  };
}
