import type { BuildStep } from './build-steps.ts';

/** The lines of a Dockerfile that made a layer, as the builder says. */
export interface AttestedLayer {
  /** Index in the image. */
  readonly layer: number;
  readonly firstLine: number;
  readonly lastLine: number;
}

/**
 * The layers of an image that steps of its build left: a step whose chain of layers is the image's lowest ones, up to
 * and with this layer. A layer that steps of different lines end with is nobody's, because some of them added nothing.
 *
 * @param digests the image's compressed layers, lowest first
 */
export function attestedLayers(
  steps: readonly BuildStep[],
  digests: readonly (string | undefined)[],
): readonly AttestedLayer[] {
  const found = new Map<number, AttestedLayer | undefined>();
  for (const { firstLine, lastLine, chains } of steps) {
    for (const chain of chains) {
      const layer = chain.length - 1;
      if (layer < 0 || !chain.every((digest, index) => digest === digests[index])) continue;
      const before = found.get(layer);
      const same = before?.firstLine === firstLine && before.lastLine === lastLine;
      found.set(layer, !found.has(layer) || same ? { layer, firstLine, lastLine } : undefined);
    }
  }
  return [...found.values()].filter((one) => one !== undefined).sort((one, other) => one.layer - other.layer);
}
