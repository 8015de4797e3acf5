import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { digestHex, digestOf, isDigest } from '../src/base/digest.ts';
import { configSchema } from '../src/image/config.ts';
import type { Image, LayerSource } from '../src/image/image.ts';
import { manifestSchema } from '../src/image/manifest.ts';

/**
 * Checks every invariant of an image as a source yields it, its layers' bytes included, and returns what does not
 * hold, one sentence each. For the tests of sources: the images are small and whole.
 */
export async function validateImage(image: Image): Promise<string[]> {
  const violations: string[] = [];
  const check = (holds: boolean, violation: string): void => {
    if (!holds) violations.push(violation);
  };
  check(image.reference !== '', 'the reference is empty');
  check(isDigest(image.digest), `the digest "${image.digest}" is none`);
  if (image.indexDigest !== undefined) {
    check(isDigest(image.indexDigest), `the index digest "${image.indexDigest}" is none`);
    check(image.hasManifest, 'came from an index and has no manifest');
    check(image.indexDigest !== image.digest, 'the index digest is the manifest digest');
  }
  if (image.bare) {
    check(!image.hasManifest, 'is a plain root file system and has a manifest');
    check(image.digest === image.layers[0]?.diffId, "the digest is not the root file system's");
    check(image.layers.length === 1, `is a plain root file system of ${image.layers.length} layers`);
  } else if (!image.hasManifest) {
    check(image.digest === image.manifest.config.digest, 'the digest is not the image ID');
  }
  check(manifestSchema.safeParse(image.manifest).success, 'the manifest does not fit its schema');
  check(configSchema.safeParse(image.config).success, 'the configuration does not fit its schema');
  const { os, architecture } = image.platform;
  check(image.bare !== undefined || (os !== '' && architecture !== ''), 'the platform is not filled in');
  check(os !== 'unknown' && architecture !== 'unknown', 'an attestation was taken for a platform');
  for (const [key, value] of Object.entries(image.annotations)) {
    check(typeof value === 'string', `the annotation ${key} is no string`);
  }
  for (const attestation of image.attestations) {
    const type = attestation.annotations?.['vnd.docker.reference.type'];
    check(type === 'attestation-manifest', `${attestation.digest} is no attestation`);
    const subject = attestation.annotations?.['vnd.docker.reference.digest'];
    check(subject === image.digest, `the attestation ${attestation.digest} is about another image`);
  }

  const diffIds = image.config.rootfs.diff_ids ?? [];
  check(image.layers.length === diffIds.length, `${image.layers.length} layers, ${diffIds.length} diff IDs`);
  if (image.hasManifest) {
    const { length } = image.manifest.layers;
    check(image.layers.length === length, `${image.layers.length} layers, ${length} in the manifest`);
  }
  for (const [i, layer] of image.layers.entries()) {
    check(layer.index === i, `layer ${i} says it is ${layer.index}`);
    check(layer.diffId === diffIds[i], `layer ${i} has another diff ID than the configuration`);
    const descriptor = image.manifest.layers[i];
    if (image.hasManifest && descriptor !== undefined) {
      check(layer.blob.digest === descriptor.digest, `layer ${i} has another digest than the manifest`);
      check(layer.blob.size === descriptor.size, `layer ${i} has another size than the manifest`);
      check(layer.blob.mediaType === descriptor.mediaType, `layer ${i} has another type than the manifest`);
    }
    if (layer.unavailable === undefined) violations.push(...(await validateLayer(layer)));
    else check(layer.unavailable.detail !== '', `layer ${i} does not say why it is unavailable`);
  }
  return violations;
}

async function validateLayer(layer: LayerSource): Promise<string[]> {
  const what = `layer ${layer.index}`;
  const violations: string[] = [];
  const check = (holds: boolean, violation: string): void => {
    if (!holds) violations.push(`${what} ${violation}`);
  };
  let bytes: Buffer;
  try {
    bytes = await readLayer(layer, check);
    check((await readLayer(layer, () => {})).equals(bytes), 'gives other bytes when it is opened again');
  } catch (error) {
    return [...violations, `${what} cannot be read: ${String(error)}`];
  }
  const { digest, size, mediaType } = layer.blob;
  check(mediaType !== '', 'has no media type');
  if (size !== undefined) check(size === bytes.length, `gives ${bytes.length} bytes, not ${size}`);
  if (digest !== undefined) check(hasDigest(bytes, digest), `does not give the bytes of ${digest}`);
  if (layer.diffId !== undefined) {
    const uncompressed = decompressed(bytes);
    if (typeof uncompressed === 'string') check(false, uncompressed);
    else check(hasDigest(uncompressed, layer.diffId), `does not decompress to ${layer.diffId}`);
  }
  return violations;
}

function hasDigest(bytes: Buffer, digest: NonNullable<LayerSource['diffId']>): boolean {
  const algorithm = digest.split(':')[0] as 'sha256' | 'sha384' | 'sha512';
  return digestHex(digestOf(bytes, algorithm)) === digestHex(digest);
}

async function readLayer(
  layer: LayerSource,
  check: (holds: boolean, violation: string) => void,
): Promise<Buffer> {
  const source = await layer.open();
  const chunks: Uint8Array[] = [];
  if (source.kind === 'stream') {
    for await (const chunk of source.stream) chunks.push(chunk);
    return Buffer.concat(chunks);
  }
  const { path, offset, size } = source;
  const file = await stat(path);
  check(file.isFile(), `lies in ${path}, which is no file`);
  check(offset >= 0 && size >= 0 && offset + size <= file.size, `goes past the end of ${path}`);
  if (size === 0) return Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { start: offset, end: offset + size - 1 })) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

/** Told by the first bytes, as Docker does, and never by the media type. */
function decompressed(bytes: Buffer): Buffer | string {
  try {
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzipSync(bytes);
    if (isZstd(bytes)) return allFrames(bytes);
    return bytes;
  } catch (error) {
    return `does not decompress: ${String(error)}`;
  }
}

function isZstd(bytes: Buffer): boolean {
  if (bytes.length < 8) return false;
  const magic = bytes.readUInt32LE(0);
  return magic === 0xfd2fb528 || magic >>> 4 === 0x184d2a5;
}

/** Node's own function stops behind the first frame. */
function allFrames(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const rest = bytes.subarray(at);
    if (rest.readUInt32LE(0) >>> 4 === 0x184d2a5) {
      at += 8 + rest.readUInt32LE(4);
      continue;
    }
    const { buffer, engine } = zstdDecompressSync(rest, { info: true }) as unknown as {
      readonly buffer: Buffer;
      readonly engine: { readonly bytesWritten: number };
    };
    if (engine.bytesWritten === 0) throw new Error('a frame takes no bytes');
    parts.push(buffer);
    at += engine.bytesWritten;
  }
  return Buffer.concat(parts);
}
