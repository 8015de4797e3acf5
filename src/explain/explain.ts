import type { Digest } from '../base/digest.ts';
import type { Limits } from '../base/limits.ts';
import { type Catalog, EMPTY_CATALOG } from '../catalog/index.ts';
import type { Image } from '../image/image.ts';
import type { ImageTree } from '../image/tree/image-tree.ts';
import { baseOf } from './base/base-of.ts';
import { printDockerfile } from './dockerfile.ts';
import type { Explanation } from './explanation.ts';
import { buildSigns } from './history/build-signs.ts';
import { instructionsOf } from './history/instructions.ts';
import { matchLayers } from './history/layers.ts';
import { type ProvidedDockerfile, withSource } from './source/with-source.ts';
import { startChain } from './start-chain/start-chain.ts';

export interface ExplainInput {
  readonly image: Image;
  /** The merged tree of the image's layers. */
  readonly tree: ImageTree;
  /** Text kept of the file at a path of the tree, without leading slash; undefined when none was kept. */
  text(path: string): string | undefined;
  readonly limits: Limits;
  /** The Dockerfile that a provenance attestation holds. It is nobody's but the attestation's word. */
  readonly provided?: ProvidedDockerfile;
  /** Known images; default none. */
  readonly catalog?: Catalog;
  /** Digest of each layer's content by index, computed from its bytes; undefined for one that was not read. */
  readonly diffIds?: readonly (Digest | undefined)[];
}

const NOTHING_SAYS = '# A plain root file system: nothing says how it was built.\n';

/**
 * Explains an image from its configuration, its merged tree and the texts kept of it: which instructions built
 * it, on which base, and what can run when it starts. Pure, and never throws for anything that an image holds.
 */
export function explain(input: ExplainInput): Explanation {
  const { image, tree, limits } = input;
  const history = instructionsOf(image.config);
  const told =
    input.provided === undefined
      ? { instructions: history.instructions, notes: [], layerOfRow: new Map<number, number>() }
      : withSource(history.instructions, input.provided);
  const layered = matchLayers(told.instructions, image.layers.length, history.sharedRows, told.layerOfRow);
  const base = baseOf(image, input.diffIds ?? [], input.catalog ?? EMPTY_CATALOG);
  // What has no history at all contradicts nothing.
  const notes = image.bare
    ? []
    : [...told.notes, ...layered.notes, ...history.notes, ...buildSigns(image.config.config, tree)];
  const dockerfile = image.bare
    ? NOTHING_SAYS
    : printDockerfile({
        instructions: layered.instructions,
        builders: history.builders,
        base,
        notes,
        layerCount: image.layers.length,
      });
  return {
    instructions: layered.instructions,
    instructionOfLayer: layered.ofLayer,
    base,
    dockerfile,
    ...startChain({
      config: image.config.config,
      tree,
      text: (path) => input.text(path),
      instructions: layered.instructions,
      instructionOfLayer: layered.ofLayer,
      limits,
    }),
    notes,
  };
}
