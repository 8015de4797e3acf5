import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIndexType, isManifestType, MEDIA_TYPE } from '../src/base/media-types.ts';
import type { ImageManifest } from '../src/image/manifest.ts';
import { type Blob, descriptorOf } from './image.ts';
import type { Repository, State } from './registry-switches.ts';

/** Answers a request for a manifest or index, as the switches say. */
export function answerManifest(
  { switches }: State,
  request: IncomingMessage,
  response: ServerResponse,
  blob: Blob | undefined,
): void {
  if (switches.html) {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>Please log in</html>');
    return;
  }
  const isManifest = blob !== undefined && (isIndexType(blob.mediaType) || isManifestType(blob.mediaType));
  if (!isManifest && !blob?.mediaType.includes('manifest')) {
    refuse(response, 'MANIFEST_UNKNOWN', 'manifest unknown');
    return;
  }
  const bytes = Buffer.from(blob.bytes);
  if (switches.changeManifests) bytes[bytes.length - 2] = 0x20;
  response.setHeader('content-type', switches.contentType ?? blob.mediaType);
  if (!switches.noDigestHeader) {
    const digest = switches.lieAboutDigest ? `sha256:${'1'.repeat(64)}` : blob.digest;
    response.setHeader('docker-content-digest', digest);
  }
  for (const [key, value] of Object.entries(switches.headers ?? {})) response.setHeader(key, value);
  response.setHeader('content-length', bytes.length);
  response.writeHead(200).end(request.method === 'HEAD' ? undefined : bytes);
  if (request.method === 'HEAD') switches.afterHead?.();
}

/** Answers with the manifests whose subject is the digest (OCI distribution-spec, "Listing Referrers"). */
export function answerReferrers(
  { switches }: State,
  { blobs }: Repository,
  url: URL,
  response: ServerResponse,
  digest: string,
): void {
  if (switches.referrers === undefined) return refuse(response, 'NAME_UNKNOWN', 'no such endpoint');
  const all = [...blobs.values()].flatMap((blob) => {
    if (!isManifestType(blob.mediaType)) return [];
    const manifest = JSON.parse(blob.bytes.toString('utf8')) as ImageManifest;
    if (manifest.subject?.digest !== digest) return [];
    return [
      descriptorOf(blob, manifest.artifactType === undefined ? {} : { artifactType: manifest.artifactType }),
    ];
  });
  const page = Number(url.searchParams.get('page') ?? 0);
  const shown = switches.referrers === 'paged' ? all.slice(page, page + 1) : all;
  if (page + 1 < all.length && switches.referrers === 'paged') {
    response.setHeader('link', `<https://elsewhere.example.com${url.pathname}?page=${page + 1}>; rel="next"`);
  }
  response.setHeader('content-type', MEDIA_TYPE.ociIndex);
  response.end(JSON.stringify({ schemaVersion: 2, mediaType: MEDIA_TYPE.ociIndex, manifests: shown }));
}

/** Answers a request for a blob, as the switches say. */
export async function answerBlob(
  state: State,
  request: IncomingMessage,
  response: ServerResponse,
  blob: Blob | undefined,
): Promise<void> {
  const { switches } = state;
  if (blob === undefined) {
    refuse(response, 'BLOB_UNKNOWN', 'blob unknown to registry');
    return;
  }
  if (switches.silentBlobs) return;
  await switches.holdBlobs;
  if (switches.htmlBlobs) {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Please log in</html>');
    return;
  }
  const location = switches.redirectBlobs?.(request.url ?? '');
  if (location !== undefined) {
    response.writeHead(307, { location }).end();
    return;
  }
  const all = Buffer.concat([blob.bytes, Buffer.alloc(switches.extraBytes ?? 0)]);
  const range = switches.noRange ? undefined : /^bytes=(\d+)-$/.exec(request.headers['range'] ?? '')?.[1];
  const start = Number(range ?? 0);
  const bytes = all.subarray(start);
  if (range !== undefined && switches.changeRest) bytes.fill(0);
  if (range !== undefined && switches.oddRange === 416) return json(response, 416, {});
  if (range !== undefined && switches.oddRange === 'wrong-part') {
    response.setHeader('content-range', `bytes 0-0/${all.length}`);
    response.writeHead(206).end(all.subarray(0, 1));
    return;
  }
  if (range !== undefined) {
    response.statusCode = 206;
    response.setHeader('content-range', `bytes ${start}-${all.length - 1}/${all.length}`);
  }
  response.setHeader('content-type', 'application/octet-stream');
  response.setHeader('content-length', bytes.length + (switches.wrongLength ?? 0));
  if (request.method === 'HEAD') {
    response.end();
  } else if (bytes.length > (switches.stallBlobs ?? Number.POSITIVE_INFINITY)) {
    response.write(bytes.subarray(0, switches.stallBlobs));
  } else if (state.cut < (switches.cutBlobs ?? 0)) {
    state.cut++;
    const end = switches.cutAfter ?? Math.ceil(bytes.length / 2);
    response.write(bytes.subarray(0, end), () => response.destroy());
  } else if (switches.trickleBlobs !== undefined) {
    for (let at = 0; at < bytes.length && !response.destroyed; at += switches.trickleBlobs) {
      response.write(bytes.subarray(at, at + switches.trickleBlobs));
      await new Promise((resolve) => setImmediate(resolve));
    }
    response.end();
  } else if ((switches.wrongLength ?? 0) > 0) {
    response.write(bytes, () => response.destroy());
  } else {
    response.end(bytes);
  }
}

/** 404 in the words of the OCI distribution-spec. */
export function refuse(response: ServerResponse, code: string, message: string): void {
  json(response, 404, { errors: [{ code, message }] });
}

export function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
