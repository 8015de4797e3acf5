import { ClearpullError } from '../base/errors.ts';
import { isForeignLayerType } from '../base/media-types.ts';
import type { Descriptor } from '../image/descriptor.ts';
import type { LayerSource } from '../image/image.ts';
import type { FileRange } from './place.ts';

/** A layer that lies in a local file, or, without a range, why it cannot be had. */
export function layerOfRange(
  range: FileRange | undefined,
  missing: NonNullable<LayerSource['unavailable']>,
): Pick<LayerSource, 'open' | 'unavailable'> {
  if (range === undefined) return unavailableLayer(missing);
  const { path, offset, size } = range;
  return { open: async () => ({ kind: 'file', path, offset, size }) };
}

/** What to say of a layer that its place does not hold. */
export function missingLayer(
  { digest, mediaType }: Descriptor,
  why?: string,
): NonNullable<LayerSource['unavailable']> {
  if (isForeignLayerType(mediaType)) {
    return {
      reason: 'layer-not-distributable',
      detail: `the layer ${digest} may not be distributed, and was left out`,
    };
  }
  const because = why === undefined ? '' : `: ${why}`;
  return { reason: 'layer-missing', detail: `the layer ${digest} is missing${because}` };
}

/** A layer that cannot be had. */
export function unavailableLayer(
  unavailable: NonNullable<LayerSource['unavailable']>,
): Pick<LayerSource, 'open' | 'unavailable'> {
  return {
    unavailable,
    open: async () => {
      throw new ClearpullError('target-invalid', unavailable.detail);
    },
  };
}
