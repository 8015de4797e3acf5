import { z } from 'zod';
import { type Digest, digestAlgorithm, digestHex } from '../../base/digest.ts';
import { ClearpullError } from '../../base/errors.ts';
import type { Limits } from '../../base/limits.ts';
import type { Descriptor } from '../../image/descriptor.ts';
import type { ImageIndex } from '../../image/manifest.ts';
import { type DocumentStore, parseIndex, withBudget } from '../documents.ts';
import type { LayerOpener } from '../image-of.ts';
import { layerOfRange, missingLayer } from '../layer-of-range.ts';
import { parseDocument } from '../parse-json.ts';
import { type Place, readEntryDocument, readRange } from '../place.ts';

const layoutSchema = z.object({ imageLayoutVersion: z.string() });

/**
 * The index.json of an OCI image layout (OCI image-spec, image-layout.md); undefined when the place is none.
 * Throws `target-invalid` for a layout of another version or a malformed one.
 */
export async function readLayoutIndex(
  place: Place,
  shown: string,
  limits: Limits,
): Promise<ImageIndex | undefined> {
  const marker = await readEntryDocument(
    place,
    'oci-layout',
    limits.maxManifestBytes,
    `oci-layout of ${shown}`,
  );
  if (marker === undefined) return undefined;
  const { imageLayoutVersion } = parseDocument(marker, layoutSchema, `oci-layout of ${shown}`);
  if (!imageLayoutVersion.startsWith('1.')) {
    throw new ClearpullError(
      'target-invalid',
      `${shown} is an OCI layout of version ${imageLayoutVersion.slice(0, 20)}; clearpull knows version 1`,
    );
  }
  const what = `index.json of ${shown}`;
  const bytes = await readEntryDocument(place, 'index.json', limits.maxManifestBytes, what);
  if (bytes === undefined) throw new ClearpullError('target-invalid', `${what} is missing`);
  return parseIndex(bytes, undefined, what, limits);
}

/** The manifests and configurations of a layout. */
export function layoutDocuments(place: Place, shown: string, limits: Limits): DocumentStore {
  return withBudget(
    {
      title: shown,
      read: async (descriptor, _kind, cap) => {
        const range = await place.find(blobPath(descriptor.digest));
        return range === undefined
          ? undefined
          : readRange(range, cap, `the blob ${descriptor.digest} of ${shown}`);
      },
    },
    limits,
  );
}

/** The layers of a layout. `whyMissing` may say why one is not there. */
export function layoutLayers(place: Place, whyMissing?: string): LayerOpener {
  return async (descriptor: Descriptor) =>
    layerOfRange(await place.find(blobPath(descriptor.digest)), missingLayer(descriptor, whyMissing));
}

/** Built from checked hex digits only. */
function blobPath(digest: Digest): string {
  return `blobs/${digestAlgorithm(digest)}/${digestHex(digest)}`;
}
