import { MEDIA_TYPE } from '../src/base/media-types.ts';
import { type Blob, type BuiltImage, blobOf, descriptorOf, jsonBlob } from './image.ts';

export interface AttachedLayer {
  readonly mediaType: string;
  readonly content: object | Buffer;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface AttachedOptions {
  readonly artifactType?: string;
  /** Whose referrer it is; without it, only a tag leads to it. */
  readonly subject?: Blob;
}

/** A manifest whose layers are statements or signatures, with its blobs; the manifest comes first. */
export function attachedManifest(
  layers: readonly AttachedLayer[],
  options: AttachedOptions = {},
): readonly Blob[] {
  const { artifactType, subject } = options;
  const blobs = layers.map(({ mediaType, content }) =>
    blobOf(mediaType, Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content))),
  );
  const config =
    artifactType === undefined
      ? jsonBlob(MEDIA_TYPE.ociConfig, {
          architecture: '',
          os: '',
          config: {},
          rootfs: { type: 'layers', diff_ids: [] },
        })
      : blobOf('application/vnd.oci.empty.v1+json', Buffer.from('{}'));
  const manifest = jsonBlob(MEDIA_TYPE.ociManifest, {
    schemaVersion: 2,
    mediaType: MEDIA_TYPE.ociManifest,
    ...(artifactType === undefined ? {} : { artifactType }),
    config: descriptorOf(config),
    layers: blobs.map((blob, i) => {
      const annotations = layers[i]?.annotations;
      return descriptorOf(blob, annotations === undefined ? {} : { annotations });
    }),
    ...(subject === undefined ? {} : { subject: descriptorOf(subject) }),
  });
  return [manifest, config, ...blobs];
}

export const BUNDLE_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json';
export const COSIGN_SIGNATURE_TYPE = 'application/vnd.dev.cosign.simplesigning.v1+json';
export const COSIGN_ENVELOPE_TYPE = 'application/vnd.dsse.envelope.v1+json';

/** The tag under which cosign attaches something to an image. */
export function cosignTag(
  { manifest }: Pick<BuiltImage, 'manifest'>,
  ending: '' | '.sig' | '.att' | '.sbom',
): string {
  return `${manifest.digest.replace(':', '-')}${ending}`;
}
