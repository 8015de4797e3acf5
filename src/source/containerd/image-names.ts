import { isDigest } from '../../base/digest.ts';
import { ClearpullError } from '../../base/errors.ts';
import type { Descriptor } from '../../image/descriptor.ts';
import { BoltFile } from './bolt-file.ts';
import type { BoltBucket } from './bolt-page.ts';

/** A name in containerd's own list, and what it leads to. */
export interface StoredName {
  readonly namespace: string;
  readonly name: string;
  readonly target: Descriptor;
}

/** Names read at most, and bytes of one: longer ones name no image that can be pulled. */
const MAX_NAMES = 100_000;
const MAX_NAME_BYTES = 1024;
/** How often reading starts again because containerd wrote in between. */
const MAX_TRIES = 5;

/**
 * Every image name of every namespace, from meta.db (containerd/containerd, core/metadata/buckets.go). Throws the
 * file system's error and `target-invalid` for a damaged database.
 */
export async function readStoredNames(database: string): Promise<readonly StoredName[]> {
  for (let tries = 1; ; tries++) {
    const file = await BoltFile.open(database);
    let failure: unknown;
    let names: readonly StoredName[] = [];
    try {
      names = await namesIn(file).catch((error: unknown) => {
        failure = error;
        return [];
      });
      // What was read while containerd wrote may be a mixture.
      if (await file.isCurrent()) {
        if (failure !== undefined) throw failure;
        return names;
      }
    } finally {
      await file.close();
    }
    if (tries === MAX_TRIES) {
      throw new ClearpullError('target-invalid', 'containerd writes to its meta.db all the time', {
        hint: 'Try again when it has less to do.',
      });
    }
  }
}

async function namesIn(file: BoltFile): Promise<readonly StoredName[]> {
  const names: StoredName[] = [];
  const version = await file.bucket(file.root, 'v1');
  if (version === undefined) return names;
  for await (const { key, bucket } of file.elements(version)) {
    const images = bucket === undefined ? undefined : await file.bucket(bucket, 'images');
    if (images === undefined || key.length > MAX_NAME_BYTES) continue;
    const namespace = key.toString('utf8');
    for await (const image of file.elements(images)) {
      const target = image.bucket === undefined ? undefined : await targetOf(file, image.bucket);
      if (target === undefined || image.key.length > MAX_NAME_BYTES) continue;
      names.push({ namespace, name: image.key.toString('utf8'), target });
      if (names.length > MAX_NAMES) {
        throw new ClearpullError('limit-reached', `containerd knows more than ${MAX_NAMES} image names`);
      }
    }
  }
  return names;
}

async function targetOf(file: BoltFile, image: BoltBucket): Promise<Descriptor | undefined> {
  const bucket = await file.bucket(image, 'target');
  if (bucket === undefined) return undefined;
  const values = new Map<string, Buffer>();
  for await (const { key, value } of file.elements(bucket)) {
    if (value.length <= MAX_NAME_BYTES) values.set(key.toString('utf8'), value);
  }
  const digest = values.get('digest')?.toString('utf8') ?? '';
  const mediaType = values.get('mediatype')?.toString('utf8') ?? '';
  const size = varint(values.get('size') ?? Buffer.alloc(0));
  return isDigest(digest) && size >= 0 ? { mediaType, digest, size } : undefined;
}

/** A signed variable-length number as Go's encoding/binary writes it. */
function varint(bytes: Buffer): number {
  let value = 0n;
  for (const [i, byte] of bytes.subarray(0, 10).entries()) {
    value |= BigInt(byte & 0x7f) << BigInt(7 * i);
    if (byte < 0x80) break;
  }
  const signed = (value & 1n) === 0n ? value >> 1n : -(value >> 1n) - 1n;
  return Number.isSafeInteger(Number(signed)) ? Number(signed) : -1;
}
