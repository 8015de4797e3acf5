import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { NOTARY_COSE, NOTARY_JWS, NOTARY_SIGNATURE } from '../../src/trace/notary/envelope.ts';
import {
  type AttachedLayer,
  attachedManifest,
  BUNDLE_TYPE,
  COSIGN_SIGNATURE_TYPE,
  cosignTag,
} from '../../testkit/attached.ts';
import { type Blob, type BuiltImage, descriptorOf } from '../../testkit/image.ts';
import type { CosignSignature } from '../../testkit/sigstore.ts';
import { blobsOf, layoutFiles } from '../../testkit/store.ts';

/** Something attached to an image: a bundle or another document as referrer, or cosign's signature under its tag. */
export type AttachedTo =
  | { readonly kind: 'referrer'; readonly content: object | Buffer; readonly mediaType?: string }
  | { readonly kind: 'cosign'; readonly signature: CosignSignature }
  | { readonly kind: 'notary'; readonly format: 'JWS' | 'COSE'; readonly envelope: Buffer };

/** Writes an OCI layout with an image and what is attached to it. */
export async function writeLayout(
  folder: string,
  image: BuiltImage,
  attached: readonly AttachedTo[],
  change?: (files: Map<string, Buffer>) => void,
): Promise<void> {
  const rows: object[] = [descriptorOf(image.manifest, { platform: image.platform })];
  const blobs: Blob[] = [...blobsOf(image)];
  for (const one of attached) {
    const made = manifestOf(image, one);
    blobs.push(...made);
    const name =
      one.kind === 'cosign'
        ? { annotations: { 'org.opencontainers.image.ref.name': cosignTag(image, '.sig') } }
        : {};
    rows.push(descriptorOf(made[0] as Blob, name));
  }
  const files = layoutFiles(rows, blobs);
  change?.(files);
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
}

function manifestOf(image: BuiltImage, one: AttachedTo): readonly Blob[] {
  if (one.kind === 'cosign') {
    const { payload, annotations } = one.signature;
    return attachedManifest([{ mediaType: COSIGN_SIGNATURE_TYPE, content: payload, annotations }]);
  }
  if (one.kind === 'notary') {
    const layer = { mediaType: one.format === 'JWS' ? NOTARY_JWS : NOTARY_COSE, content: one.envelope };
    return attachedManifest([layer], { artifactType: NOTARY_SIGNATURE, subject: image.manifest });
  }
  const mediaType = one.mediaType ?? BUNDLE_TYPE;
  const layer: AttachedLayer = { mediaType, content: one.content };
  return attachedManifest([layer], { artifactType: mediaType, subject: image.manifest });
}
