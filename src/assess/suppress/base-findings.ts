import type { Finding } from '../../detect/finding.ts';
import type { StartStep } from '../../explain/explanation.ts';
import { filesOfChain } from '../../explain/start-paths.ts';
import { outermost } from '../../image/nested-facts.ts';
import type { BaseBoundary } from './base-boundary.ts';

/**
 * Tells whether the base image alone brought what a finding is about: all its evidence lies in the base's
 * layers, and no layer above took it away again. Evidence in the configuration is the image's own, and what
 * runs at start is never the base's alone: ENTRYPOINT, CMD and ENV above it decide what is started and how.
 */
export function broughtByBase(
  { layers }: BaseBoundary,
  startChain: readonly StartStep[],
): (finding: Finding) => boolean {
  const started = filesOfChain(startChain);
  return ({ evidence }) =>
    evidence.every(
      ({ path, layer, goneIn }) =>
        layer !== undefined &&
        layer < layers &&
        (goneIn === undefined || goneIn < layers) &&
        !started.has(outermost(path).slice(1)),
    );
}
