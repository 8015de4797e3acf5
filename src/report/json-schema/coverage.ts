import { z } from 'zod';
import { count, fromOne, layerDigest } from './fields.ts';

const unreadSchema = z.object({
  reason: z.string(),
  limit: z.string().optional().describe('With limit-reached: its name, as --limit takes it'),
  detail: z.string(),
  path: z.string().nullable(),
  layer: layerDigest,
  layerNumber: fromOne.nullable(),
});

const opaqueSchema = z.object({
  path: z.string().describe('Through the archives around it: /outer.zip!/inner.7z'),
  reason: z.string(),
  detail: z.string(),
  bytes: count.describe('Not looked into, as they are stored'),
  layer: layerDigest,
  layerNumber: fromOne.nullable(),
});

/** How far the image was read. */
export const coverageSchema = z.object({
  complete: z.boolean(),
  layers: count,
  layersRead: count,
  files: count,
  bytes: count,
  unread: z.array(unreadSchema),
  unopened: z
    .object({ count, examples: z.array(z.string()) })
    .describe('Archives inside the image, or parts of them, that could not be looked into'),
  nested: z
    .object({ archives: count, files: count, bytes: count })
    .optional()
    .describe('What the archives inside the image came to; absent in reports of older versions'),
  opaque: z
    .object({ bytes: count, listed: z.array(opaqueSchema) })
    .optional()
    .describe('Which archives those of unopened are, and why; absent where there are none'),
  notes: z.array(z.string()).optional().describe('How it was read, where that is not what one would expect'),
});
