import { ClearpullError } from '../../base/errors.ts';
import type { Limits } from '../../base/limits.ts';
import { isIndexType } from '../../base/media-types.ts';
import type { Attached, AttachedManifest } from '../../image/attached.ts';
import type { Descriptor } from '../../image/descriptor.ts';
import type { Image } from '../../image/image.ts';
import type { ImageIndex } from '../../image/manifest.ts';
import { attachedTags } from '../attached-tags.ts';
import { type DocumentStore, readIndex, readManifest } from '../documents.ts';
import { rowNames } from './rows.ts';

/**
 * What an OCI layout holds about an image's manifest and index: manifests in its index.json whose `subject` it is, what
 * lies under the tag for referrers, and under cosign's tags, as tools copy them from registries.
 */
export async function findAttached(
  store: DocumentStore,
  index: ImageIndex,
  { digest, indexDigest }: Pick<Image, 'digest' | 'indexDigest'>,
  limits: Limits,
): Promise<Attached> {
  const subjects = indexDigest === undefined ? [digest] : [digest, indexDigest];
  const tags = subjects.map(attachedTags);
  const manifests: AttachedManifest[] = [];
  const notes: string[] = [];
  let read = 0;
  for (const row of index.manifests) {
    const name = rowNames(row).find((one) =>
      tags.some(({ referrers, cosign }) => [referrers, ...cosign].includes(one)),
    );
    if (name !== undefined && !isIndexType(row.mediaType)) {
      manifests.push({ descriptor: row, place: `under the tag ${name}` });
      continue;
    }
    // Rows for a platform are images.
    if (name === undefined && (isIndexType(row.mediaType) || row.platform !== undefined)) continue;
    if (read++ >= limits.maxAttestationManifests) {
      notes.push(
        `Only ${limits.maxAttestationManifests} manifests of the layout were looked at for what is attached.`,
      );
      break;
    }
    try {
      manifests.push(...(await behindRow(store, row, subjects, limits)));
    } catch (error) {
      if (!(error instanceof ClearpullError)) throw error;
      notes.push(`Something attached to the image could not be looked for: ${error.message}.`);
    }
  }
  return { manifests, notes };
}

async function behindRow(
  store: DocumentStore,
  row: Descriptor,
  subjects: readonly string[],
  limits: Limits,
): Promise<readonly AttachedManifest[]> {
  if (isIndexType(row.mediaType)) {
    const listed = (await readIndex(store, row, limits))?.manifests ?? [];
    return listed.map((descriptor) => ({ descriptor, place: `among the referrers in ${store.title}` }));
  }
  const subject = (await readManifest(store, row, limits))?.subject?.digest;
  if (subject === undefined || !subjects.includes(subject)) return [];
  return [{ descriptor: row, place: `among the referrers of ${subject}` }];
}
