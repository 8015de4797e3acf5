import type { Limits } from '../../base/limits.ts';
import type { Image } from '../../image/image.ts';
import type { LayerCache } from '../../store/layer-cache.ts';
import { FactsBudget, factsCost } from './facts-budget.ts';
import { knownLayer, type LayerKnowledge, storedFacts, textsOf } from './layer-knowledge.ts';

/**
 * The facts of all layers out of the cache, for what judges nothing. Undefined when those of one are not there or there is
 * not room for all: then they have to be read, which also decides what is left out.
 */
export async function recallLayers(
  { layers }: Pick<Image, 'layers'>,
  cache: LayerCache,
  { maxImageFactsBytes }: Pick<Limits, 'maxImageFactsBytes'>,
): Promise<readonly LayerKnowledge[] | undefined> {
  const budget = new FactsBudget(layers.length, maxImageFactsBytes);
  const known: LayerKnowledge[] = [];
  for (const layer of layers) {
    const stored = await storedFacts(layer, cache);
    if (stored === undefined) return undefined;
    budget.note(known.length, factsCost(stored.facts));
    if (budget.firstLeftOut() <= known.length) return undefined;
    const texts = textsOf(stored, cache);
    known.push(knownLayer(stored.facts, { ...stored, stored: true }, new Map(), texts, () => undefined));
  }
  return known;
}
