import { z } from 'zod';

/** Fields that many parts of the reports have. */
export const count = z.int().nonnegative();
export const fromOne = z.int().positive();
export const layerDigest = z
  .string()
  .nullable()
  .describe("The layer's digest in the manifest; null for the configuration");
