import type { Digest } from '../../base/digest.ts';
import type { LayerKnowledge } from './layer-knowledge.ts';

export type StoredLayer = Pick<LayerKnowledge, 'facts' | 'stored'>;

/**
 * The diffIDs of an image's layers, for a key of what depends on all of them. Undefined when a layer is missing, or its facts
 * are not those that its diffID stands for.
 */
export function storedDiffIds(layers: readonly StoredLayer[]): readonly Digest[] | undefined {
  const found: Digest[] = [];
  for (const { facts, stored } of layers) {
    if (facts === undefined || !stored) return undefined;
    found.push(facts.diffId);
  }
  return found;
}
