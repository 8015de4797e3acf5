import type { IncomingMessage, ServerResponse } from 'node:http';
import { digestOf } from '../src/base/digest.ts';
import { blobOf } from './image.ts';
import { json } from './registry-answers.ts';
import type { Repository, State } from './registry-switches.ts';

/** Takes blobs and manifests (OCI distribution-spec, "Push"), and refuses what does not have the digest it is put under. */
export async function takeUpload(
  { switches }: State,
  request: IncomingMessage,
  url: URL,
  { blobs, tags }: Repository,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  if (switches.refuseWrites !== undefined) {
    return json(response, switches.refuseWrites, { errors: [{ code: 'DENIED', message: 'read only' }] });
  }
  if (request.method === 'POST') {
    const path = `${url.pathname.replace(/\/$/, '')}/1?state=a`;
    response.setHeader('location', switches.uploadLocation?.(path) ?? path);
    response.writeHead(202).end();
    return;
  }
  const last = decodeURIComponent(url.pathname.slice(url.pathname.lastIndexOf('/') + 1));
  const type = request.headers['content-type'] ?? '';
  const blob = blobOf(type, bytes);
  if (url.pathname.includes('/blobs/uploads/')) {
    if (url.searchParams.get('digest') !== digestOf(bytes)) return json(response, 400, {});
    blobs.set(blob.digest, blob);
    response.writeHead(201).end();
    return;
  }
  if (last.startsWith('sha256:') && last !== blob.digest) return json(response, 400, {});
  const manifest = JSON.parse(bytes.toString('utf8')) as {
    layers?: readonly { digest: string }[];
    subject?: { digest: string };
  };
  for (const { digest } of manifest.layers ?? []) if (!blobs.has(digest)) return json(response, 404, {});
  blobs.set(blob.digest, blob);
  if (!last.startsWith('sha256:')) tags.set(last, blob);
  if (switches.referrers !== undefined && manifest.subject !== undefined) {
    response.setHeader('oci-subject', manifest.subject.digest);
  }
  response.writeHead(201).end();
  switches.afterPut?.(last);
}
