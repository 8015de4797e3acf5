import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Digest, digestHex, digestOf } from '../src/base/digest.ts';
import { MEDIA_TYPE } from '../src/base/media-types.ts';
import { type Blob, type BuiltImage, type BuiltIndex, blobOf, descriptorOf, jsonBlob } from './image.ts';
import { type TarItem, tar } from './tar.ts';

export interface LayoutItem {
  readonly image: BuiltImage | BuiltIndex;
  /** Goes into `org.opencontainers.image.ref.name`; left out there when not given. */
  readonly name?: string;
}

export interface ArchivedImage {
  readonly image: BuiltImage;
  /** `name:tag`; may be empty. */
  readonly tags: readonly string[];
}

/** Writes an OCI image layout (OCI image-spec, image-layout.md) into `folder`, which is made when missing. */
export async function writeOciLayout(folder: string, items: readonly LayoutItem[]): Promise<void> {
  for (const [path, bytes] of ociLayoutFiles(items)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
}

/** The same layout as a tar, as `skopeo copy … oci-archive:` writes it. */
export function ociArchive(items: readonly LayoutItem[]): Buffer {
  return tarOfFiles(ociLayoutFiles(items));
}

/** The files of an OCI layout by path. */
export function ociLayoutFiles(items: readonly LayoutItem[]): Map<string, Buffer> {
  const manifests = items.map(({ image, name }) =>
    descriptorOf(topBlob(image), {
      ...('manifest' in image ? { platform: image.platform } : {}),
      ...(name === undefined ? {} : { annotations: { 'org.opencontainers.image.ref.name': name } }),
    }),
  );
  return layoutFiles(
    manifests,
    items.flatMap(({ image }) => blobsOf(image)),
  );
}

/** What the layout's index.json points at: the manifest, or the index. */
export function topBlob(image: BuiltImage | BuiltIndex): Blob {
  return 'manifest' in image ? image.manifest : image.index;
}

/** Every blob of an image or an index, the top one first. */
export function blobsOf(image: BuiltImage | BuiltIndex): Blob[] {
  if ('manifest' in image) return [image.manifest, image.config, ...image.layers];
  return [image.index, ...image.images.flatMap(blobsOf), ...image.attestationBlobs];
}

/** A layout's files for the given index.json rows and blobs. */
export function layoutFiles(manifests: readonly object[], blobs: readonly Blob[]): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const blob of blobs) files.set(blobPath(blob), blob.bytes);
  files.set(
    'index.json',
    Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.index.v1+json',
        manifests,
      }),
    ),
  );
  files.set('oci-layout', Buffer.from('{"imageLayoutVersion":"1.0.0"}'));
  return files;
}

/** Where an OCI layout keeps a blob. */
export function blobPath(blob: Blob): string {
  const [algorithm] = blob.digest.split(':');
  return `blobs/${algorithm}/${digestHex(blob.digest)}`;
}

/** The files as a tar, with their folders. */
export function tarOfFiles(files: ReadonlyMap<string, Buffer>): Buffer {
  const items: TarItem[] = [];
  const folders = new Set<string>();
  for (const [path, data] of files) {
    for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
      const folder = path.slice(0, slash);
      if (folders.has(folder)) continue;
      folders.add(folder);
      items.push({ path: folder, type: 'directory' });
    }
    items.push({ path, data });
  }
  return tar(items);
}

/**
 * What `docker save` wrote before version 25: manifest.json, <hex>.json, <hex>/layer.tar uncompressed (a layer
 * that occurs again is a symlink to the first), and repositories.
 */
export function dockerArchive(images: readonly ArchivedImage[]): Buffer {
  const items: TarItem[] = [];
  const done = new Set<string>();
  const layerFiles = new Map<Digest, string>();
  const manifest: object[] = [];
  const repositories: Record<string, Record<string, string>> = {};
  for (const { image, tags } of images) {
    const layers: string[] = [];
    let id = '';
    for (const [i, diffId] of image.diffIds.entries()) {
      id = digestHex(digestOf(Buffer.from(`${id} ${diffId}`)));
      const file = `${id}/layer.tar`;
      layers.push(file);
      if (done.has(id)) continue;
      done.add(id);
      items.push({ path: id, type: 'directory' }, { path: `${id}/VERSION`, data: '1.0' });
      items.push({ path: `${id}/json`, data: JSON.stringify({ id }) });
      const first = layerFiles.get(diffId);
      if (first === undefined) items.push({ path: file, data: image.tars[i] });
      else items.push({ path: file, type: 'symlink', target: `../${first}` });
      if (first === undefined) layerFiles.set(diffId, file);
    }
    const config = `${digestHex(image.config.digest)}.json`;
    if (!done.has(config)) items.push({ path: config, data: image.config.bytes });
    done.add(config);
    manifest.push({ Config: config, RepoTags: tags.length === 0 ? null : tags, Layers: layers });
    for (const tag of tags) putRepository(repositories, tag, id);
  }
  items.push({ path: 'manifest.json', data: JSON.stringify(manifest) });
  items.push({ path: 'repositories', data: JSON.stringify(repositories) });
  return tar(items);
}

/**
 * What `docker save` writes since version 25: an OCI layout whose manifest.json points into blobs/. With
 * Docker's own image store the layers in it are uncompressed, and so the manifest differs from the one pulled;
 * `asStored` keeps both as they were, as the containerd image store does.
 */
export function modernDockerArchive(
  images: readonly ArchivedImage[],
  options: { readonly asStored?: boolean } = {},
): Buffer {
  const blobs: Blob[] = [];
  const rows: object[] = [];
  const manifest: object[] = [];
  const repositories: Record<string, Record<string, string>> = {};
  for (const { image, tags } of images) {
    const layers = options.asStored
      ? image.layers
      : image.tars.map((bytes) => blobOf(MEDIA_TYPE.ociLayer, bytes));
    const top = options.asStored ? image.manifest : uncompressedManifest(image, layers);
    blobs.push(top, image.config, ...layers);
    if (tags.length === 0) rows.push(descriptorOf(top));
    for (const tag of tags) {
      rows.push(
        descriptorOf(top, {
          annotations: {
            'io.containerd.image.name': `docker.io/library/${tag}`,
            'org.opencontainers.image.ref.name': tag.slice(tag.lastIndexOf(':') + 1),
          },
        }),
      );
      putRepository(repositories, tag, digestHex((layers.at(-1) ?? image.config).digest));
    }
    manifest.push({
      Config: blobPath(image.config),
      RepoTags: tags.length === 0 ? null : tags,
      Layers: layers.map(blobPath),
    });
  }
  const files = layoutFiles(rows, blobs);
  files.set('manifest.json', Buffer.from(JSON.stringify(manifest)));
  files.set('repositories', Buffer.from(JSON.stringify(repositories)));
  return tarOfFiles(files);
}

function uncompressedManifest(image: BuiltImage, layers: readonly Blob[]): Blob {
  return jsonBlob(MEDIA_TYPE.ociManifest, {
    schemaVersion: 2,
    mediaType: MEDIA_TYPE.ociManifest,
    config: { ...descriptorOf(image.config), mediaType: MEDIA_TYPE.ociConfig },
    layers: layers.map((layer) => descriptorOf(layer)),
  });
}

function putRepository(into: Record<string, Record<string, string>>, tag: string, id: string): void {
  const colon = tag.lastIndexOf(':');
  const name = tag.slice(0, colon);
  into[name] = { ...into[name], [tag.slice(colon + 1)]: id };
}
