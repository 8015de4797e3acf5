import { DEFAULT_LIMITS, type Limits } from '../../src/base/limits.ts';

/** Low enough that random inputs reach them, high enough that they rarely do. */
export const FUZZ_LIMITS: Limits = {
  ...DEFAULT_LIMITS,
  maxLayerBytes: 16 * 1024 * 1024,
  maxPathBytes: 1024,
  maxLayerEntries: 500,
  maxTextBytes: 64 * 1024,
  maxLayerTextBytes: 512 * 1024,
  maxMarksPerLayer: 500,
};
