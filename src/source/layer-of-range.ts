import { ClearpullError } from '../base/errors.ts';
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
