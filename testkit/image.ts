import { gzipSync, zstdCompressSync } from 'node:zlib';
import { type Digest, digestOf } from '../src/base/digest.ts';
import { MEDIA_TYPE } from '../src/base/media-types.ts';
import type { HistoryRow, RunConfig } from '../src/image/config.ts';
import type { Descriptor } from '../src/image/descriptor.ts';
import type { Platform } from '../src/image/platform.ts';
import { type TarItem, tar } from './tar.ts';

/** One row of the history. With neither `items` nor `tarBytes` it is an `empty_layer` row. */
export interface Step {
  readonly createdBy: string;
  readonly items?: readonly TarItem[];
  /** The layer's tar itself, for hostile ones. */
  readonly tarBytes?: Buffer;
  /** Default `gzip`. */
  readonly compression?: 'none' | 'gzip' | 'zstd';
  readonly comment?: string;
  readonly author?: string;
}

export interface ImageSpec {
  readonly steps: readonly Step[];
  readonly config?: RunConfig;
  /** Default linux/amd64. */
  readonly platform?: Platform;
  /** Of the manifest. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Docker's v2.2 media types instead of OCI's. zstd layers have no such type and keep OCI's. */
  readonly docker?: boolean;
  /** Instead of the rows that the steps give. */
  readonly history?: readonly HistoryRow[];
  /** RFC 3339; default the start of 2024. */
  readonly created?: string;
  /** Of gzip, 1 to 9; default 6. */
  readonly gzipLevel?: number;
}

export interface Blob {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
  readonly bytes: Buffer;
}

export interface BuiltImage {
  readonly manifest: Blob;
  readonly config: Blob;
  /** From the bottom, as stored. */
  readonly layers: readonly Blob[];
  readonly diffIds: readonly Digest[];
  /** The layers before compression. */
  readonly tars: readonly Buffer[];
  readonly platform: Platform;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface IndexItem {
  readonly image: BuiltImage;
  /** Instead of the image's own; `null` leaves it out of the index. */
  readonly platform?: Platform | null;
}

export interface IndexOptions {
  /** Adds a BuildKit-shaped attestation manifest for each image: `true`, or the in-toto statements to put in. */
  readonly attestations?: boolean | ((image: BuiltImage) => readonly object[]);
  /** Docker's manifest list instead of an OCI index. */
  readonly docker?: boolean;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface BuiltIndex {
  readonly index: Blob;
  readonly images: readonly BuiltImage[];
  /** Manifests, configurations and layers of the attestations. */
  readonly attestationBlobs: readonly Blob[];
}

const CREATED = '2024-01-01T00:00:00Z';

/** Builds every blob of an image. The same spec gives the same bytes on the same version of Node. */
export function buildImage(spec: ImageSpec): BuiltImage {
  const docker = spec.docker ?? false;
  const platform = spec.platform ?? { os: 'linux', architecture: 'amd64' };
  const layerSteps = spec.steps.filter((step) => !isEmptyStep(step));
  const tars = layerSteps.map((step) => step.tarBytes ?? tar(step.items ?? []));
  const layers = layerSteps.map((step, i) =>
    layerBlob(tars[i] as Buffer, step.compression ?? 'gzip', docker, spec.gzipLevel),
  );
  const diffIds = tars.map((bytes) => digestOf(bytes));
  const created = spec.created ?? CREATED;
  const config = jsonBlob(docker ? MEDIA_TYPE.dockerConfig : MEDIA_TYPE.ociConfig, {
    created,
    ...platform,
    config: spec.config ?? {},
    rootfs: { type: 'layers', diff_ids: diffIds },
    history: spec.history ?? spec.steps.map((step) => historyRow(step, created)),
  });
  const mediaType = docker ? MEDIA_TYPE.dockerManifest : MEDIA_TYPE.ociManifest;
  const manifest = jsonBlob(mediaType, {
    schemaVersion: 2,
    mediaType,
    config: descriptorOf(config),
    layers: layers.map((layer) => descriptorOf(layer)),
    ...(spec.annotations === undefined ? {} : { annotations: spec.annotations }),
  });
  return { manifest, config, layers, diffIds, tars, platform, annotations: spec.annotations ?? {} };
}

/** `bytes` as a blob of the given media type. */
export function blobOf(mediaType: string, bytes: Buffer): Blob {
  return { mediaType, digest: digestOf(bytes), size: bytes.length, bytes };
}

/** A blob that holds `value` as JSON. */
export function jsonBlob(mediaType: string, value: unknown): Blob {
  return blobOf(mediaType, Buffer.from(JSON.stringify(value)));
}

/** A blob's descriptor, as a manifest or an index names it. */
export function descriptorOf(blob: Blob, more: Partial<Descriptor> = {}): Descriptor {
  return { mediaType: blob.mediaType, digest: blob.digest, size: blob.size, ...more };
}

/** An index of several images, as `docker buildx build --platform a,b` pushes it. */
export function buildIndex(items: readonly IndexItem[], options: IndexOptions = {}): BuiltIndex {
  const manifests: Descriptor[] = [];
  const attestationBlobs: Blob[] = [];
  for (const { image, platform } of items) {
    const shown = platform === null ? {} : { platform: platform ?? image.platform };
    manifests.push(descriptorOf(image.manifest, shown));
  }
  for (const { image } of items) {
    const statements = attestationStatements(image, options.attestations ?? false);
    if (statements.length === 0) continue;
    const [manifest, ...rest] = attestation(statements);
    attestationBlobs.push(manifest, ...rest);
    manifests.push(
      descriptorOf(manifest, {
        annotations: {
          'vnd.docker.reference.digest': image.manifest.digest,
          'vnd.docker.reference.type': 'attestation-manifest',
        },
        platform: { architecture: 'unknown', os: 'unknown' },
      }),
    );
  }
  const mediaType = options.docker ? MEDIA_TYPE.dockerList : MEDIA_TYPE.ociIndex;
  const index = jsonBlob(mediaType, {
    schemaVersion: 2,
    mediaType,
    manifests,
    ...(options.annotations === undefined ? {} : { annotations: options.annotations }),
  });
  return { index, images: items.map((item) => item.image), attestationBlobs };
}

function isEmptyStep(step: Step): boolean {
  return step.items === undefined && step.tarBytes === undefined;
}

function historyRow(step: Step, created: string): HistoryRow {
  return {
    created,
    created_by: step.createdBy,
    ...(step.author === undefined ? {} : { author: step.author }),
    ...(step.comment === undefined ? {} : { comment: step.comment }),
    ...(isEmptyStep(step) ? { empty_layer: true } : {}),
  };
}

function layerBlob(bytes: Buffer, compression: 'none' | 'gzip' | 'zstd', docker: boolean, level = 6): Blob {
  if (compression === 'none') return blobOf(docker ? MEDIA_TYPE.dockerLayer : MEDIA_TYPE.ociLayer, bytes);
  if (compression === 'zstd') return blobOf(MEDIA_TYPE.ociLayerZstd, zstdCompressSync(bytes));
  return blobOf(docker ? MEDIA_TYPE.dockerLayerGzip : MEDIA_TYPE.ociLayerGzip, gzipSync(bytes, { level }));
}

function attestationStatements(
  image: BuiltImage,
  wanted: NonNullable<IndexOptions['attestations']>,
): readonly object[] {
  if (wanted === false) return [];
  if (wanted !== true) return wanted(image);
  return [
    {
      _type: 'https://in-toto.io/Statement/v0.1',
      predicateType: 'https://slsa.dev/provenance/v0.2',
      subject: [{ name: 'pkg:docker/example@1', digest: { sha256: image.manifest.digest.slice(7) } }],
      predicate: { builder: { id: '' }, buildType: 'https://mobyproject.org/buildkit@v1', materials: [] },
    },
  ];
}

/** moby/buildkit, docs/attestations/attestation-storage.md. */
function attestation(statements: readonly object[]): [manifest: Blob, ...rest: Blob[]] {
  const layers = statements.map((statement) =>
    blobOf(MEDIA_TYPE.inToto, Buffer.from(JSON.stringify(statement))),
  );
  const config = jsonBlob(MEDIA_TYPE.ociConfig, {
    architecture: 'unknown',
    os: 'unknown',
    config: {},
    rootfs: { type: 'layers', diff_ids: layers.map((layer) => layer.digest) },
  });
  const manifest = jsonBlob(MEDIA_TYPE.ociManifest, {
    schemaVersion: 2,
    mediaType: MEDIA_TYPE.ociManifest,
    config: descriptorOf(config),
    layers: layers.map((layer, i) =>
      descriptorOf(layer, { annotations: { 'in-toto.io/predicate-type': predicateType(statements[i]) } }),
    ),
  });
  return [manifest, config, ...layers];
}

function predicateType(statement: object | undefined): string {
  const type = statement !== undefined && 'predicateType' in statement ? statement.predicateType : undefined;
  return typeof type === 'string' ? type : '';
}
