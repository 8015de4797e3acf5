import { isLibraryModule } from '../../analyze/index.ts';
import type { LayerEntry, LayerFacts } from '../../image/layer-facts.ts';
import { isStartedPlace } from '../../image/started-places.ts';
import type { LayerView } from '../detector.ts';
import { type Role, roleOf } from './role.ts';

/** A file of a layer whose text was kept. */
export interface LayerText {
  /** Index into the layer's entries. */
  readonly index: number;
  readonly entry: LayerEntry;
  /** Something starts it by itself, by where it lies. */
  readonly started: boolean;
  readonly role: Role;
}

const kept = new WeakMap<LayerFacts, readonly LayerText[]>();

/**
 * The texts of a layer that a detector may read, in entry order. Those kept for everybody are looked for once a layer:
 * few of its entries are one, and every detector asks.
 */
export function layerTexts(layer: LayerView): readonly LayerText[] {
  const { facts } = layer;
  let texts = kept.get(facts);
  if (texts === undefined) {
    texts = facts.entries.flatMap((entry, index): readonly LayerText[] => {
      if (entry.kind !== 'file' || entry.text === undefined) return [];
      if (layer.again !== undefined)
        return [{ index, entry, started: layer.again === 'autostarted', role: 'active' }];
      // A module is kept for what imports it at start: by itself it is nobody's business.
      return isLibraryModule(entry) ? [] : [layerText(entry, index)];
    });
    kept.set(facts, texts);
  }
  const marked = markedTexts(layer);
  return marked.length === 0 ? texts : [...texts, ...marked].sort((a, b) => a.index - b.index);
}

/** Those that are kept for this detector alone. */
function markedTexts(layer: LayerView): readonly LayerText[] {
  const { entries } = layer.facts;
  return (layer.marked ?? [...entries.keys()]).flatMap((index) => {
    const entry = entries[index];
    if (entry?.kind !== 'file' || layer.text(entry) === undefined) return [];
    if (entry.text !== undefined && !isLibraryModule(entry)) return [];
    return [layerText(entry, index)];
  });
}

function layerText(entry: LayerEntry, index: number): LayerText {
  const started = entry.host === undefined && isStartedPlace(entry.path);
  return { index, entry, started, role: started ? 'active' : roleOf(entry.path) };
}
