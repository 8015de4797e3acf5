import type { BaseImage } from '../explanation.ts';
import type { Program } from './ledger.ts';

/** The known image that the lowest layers are of. */
export interface BaseLayersKnown {
  /** In full, with its tag. */
  readonly name: string;
  readonly layers: number;
}

/** The known image that accounts for the most layers, be it the image itself. */
export function knownLayers({ chain = [] }: BaseImage): BaseLayersKnown | undefined {
  const [first] = chain;
  return first === undefined ? undefined : { name: first.name, layers: first.layers };
}

/** True when both the entry and its bytes come from a layer of that image. */
export function liesInBase({ node }: Program, base: BaseLayersKnown | undefined): boolean {
  return base !== undefined && node.layer < base.layers && node.contentLayer < base.layers;
}
