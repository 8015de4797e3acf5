import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type BoltOptions, type BoltTree, boltDatabase } from './bolt.ts';
import type { BuiltImage, BuiltIndex } from './image.ts';
import { blobPath, blobsOf, topBlob } from './store.ts';

export interface StoredItem {
  readonly image: BuiltImage | BuiltIndex;
  readonly name: string;
  /** Default `default`. */
  readonly namespace?: string;
}

/** Writes containerd's folder as its content store and metadata plug-ins lay it out. */
export async function writeContainerdRoot(
  root: string,
  items: readonly StoredItem[],
  options: BoltOptions = {},
): Promise<void> {
  for (const { image } of items) {
    for (const blob of blobsOf(image)) {
      await put(join(root, 'io.containerd.content.v1.content', blobPath(blob)), blob.bytes);
    }
  }
  await put(join(root, META_DB), boltDatabase(metadata(items), options));
}

export const META_DB = 'io.containerd.metadata.v1.bolt/meta.db';

/** The tree of meta.db: `v1/NAMESPACE/images/NAME/target/{digest,mediatype,size}`, among other things. */
export function metadata(items: readonly StoredItem[]): BoltTree {
  const namespaces = new Map<string, BoltTree>();
  for (const [namespace, own] of Map.groupBy(items, (item) => item.namespace ?? 'default')) {
    const images = new Map<string, BoltTree>();
    for (const { image, name } of own) {
      const { digest, mediaType, size } = topBlob(image);
      const target = new Map([
        ['digest', Buffer.from(digest)],
        ['mediatype', Buffer.from(mediaType)],
        ['size', varint(size)],
      ]);
      images.set(
        name,
        new Map<string, Buffer | BoltTree>([
          ['createdat', Buffer.alloc(15)],
          ['target', target],
        ]),
      );
    }
    namespaces.set(
      namespace,
      new Map<string, BoltTree>([
        ['containers', new Map()],
        ['images', images],
      ]),
    );
  }
  namespaces.set('empty', new Map());
  return new Map<string, BoltTree>([
    ['v1', new Map<string, Buffer | BoltTree>([...namespaces, ['version', varint(4)]])],
  ]);
}

/** A signed number as Go's encoding/binary writes it. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt(value) * 2n;
  while (rest >= 0x80n) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return Buffer.from([...bytes, Number(rest)]);
}

async function put(file: string, bytes: Buffer): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes);
}
