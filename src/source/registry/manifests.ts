import { type Digest, digestOf, isDigest } from '../../base/digest.ts';
import { ClearpullError } from '../../base/errors.ts';
import type { Limits } from '../../base/limits.ts';
import { isIndexType, isManifestType, isSchema1Type, MEDIA_TYPE } from '../../base/media-types.ts';
import type { Descriptor } from '../../image/descriptor.ts';
import type { Reference } from '../../image/reference.ts';
import { isSchema1, schema1Error } from '../documents.ts';
import { parseJson } from '../parse-json.ts';
import { verifyDigest } from '../verify.ts';
import type { RegistryClient } from './client.ts';
import { readBody } from './read-body.ts';
import { discard } from './redirect.ts';
import { notARegistry, refusal } from './refusal.ts';
import { tagNotFound } from './tags.ts';
import type { HttpResponse } from './transport.ts';

export interface FetchedManifest {
  readonly descriptor: Descriptor;
  readonly bytes: Buffer;
}

const ACCEPT = {
  accept: [
    MEDIA_TYPE.ociIndex,
    MEDIA_TYPE.dockerList,
    MEDIA_TYPE.ociManifest,
    MEDIA_TYPE.dockerManifest,
    `${MEDIA_TYPE.dockerSchema1Signed};q=0.1`,
  ].join(', '),
};

/**
 * Fetches the manifest or index that a reference names. A tag's digest is asked for first, which costs nothing
 * of a registry's rate limit, so that what is fetched is that digest and nothing else; registries that do not
 * answer HEAD are asked for the tag at once.
 */
export async function fetchTopManifest(
  client: RegistryClient,
  reference: Reference,
  limits: Limits,
): Promise<FetchedManifest> {
  const { tag = 'latest' } = reference;
  const digest = reference.digest ?? (await digestOfTag(client, tag));
  const response = await client.ask({ method: 'GET', path: `manifests/${digest ?? tag}`, headers: ACCEPT });
  const body = await readBody(
    response,
    limits.maxManifestBytes,
    `the manifest of ${client.asked.what}`,
    client.asked,
    client.signal,
  );
  if (response.statusCode !== 200) {
    const error = refusal(response.statusCode, body, client.asked);
    if (error.code !== 'target-not-found' || reference.digest !== undefined) throw error;
    throw await tagNotFound(client, reference, error);
  }
  return verified(client, response, body, digest);
}

/** The bytes of a manifest or index by digest; undefined when the registry does not have it. */
export async function fetchManifest(
  client: RegistryClient,
  descriptor: Descriptor,
  cap: number,
): Promise<Buffer | undefined> {
  const headers = { accept: descriptor.mediaType };
  const response = await client.ask({ method: 'GET', path: `manifests/${descriptor.digest}`, headers });
  const body = await readBody(
    response,
    cap,
    `the manifest ${descriptor.digest} of ${client.asked.what}`,
    client.asked,
    client.signal,
  );
  if (response.statusCode === 404) return undefined;
  if (response.statusCode !== 200) throw refusal(response.statusCode, body, client.asked);
  return body;
}

async function digestOfTag(client: RegistryClient, tag: string): Promise<Digest | undefined> {
  const response = await client.ask({ method: 'HEAD', path: `manifests/${tag}`, headers: ACCEPT });
  await discard(response);
  const digest = response.headers['docker-content-digest'];
  return response.statusCode === 200 && typeof digest === 'string' && isDigest(digest) ? digest : undefined;
}

function verified(
  client: RegistryClient,
  response: HttpResponse,
  bytes: Buffer,
  asked: Digest | undefined,
): FetchedManifest {
  const what = `the manifest of ${client.asked.what}`;
  const said = response.headers['docker-content-digest'];
  const type = mediaTypeOf(response);
  if (type === 'text/html') throw notARegistry(client.asked);
  // Its digest leaves out the signatures, so that comparing it first would give the wrong reason.
  if (isSchema1Type(type)) throw schema1Error(what);
  const promised = asked ?? (typeof said === 'string' && isDigest(said) ? said : undefined);
  if (promised !== undefined) verifyDigest(bytes, promised, what);
  const json = parseJson(bytes, what);
  if (isSchema1(json)) throw schema1Error(what);
  const mediaType = isIndexType(type) || isManifestType(type) ? type : mediaTypeInside(json);
  if (mediaType === undefined) {
    throw new ClearpullError(
      'target-invalid',
      `${what} is of a type clearpull does not know: ${type.slice(0, 100)}`,
    );
  }
  return { descriptor: { mediaType, digest: promised ?? digestOf(bytes), size: bytes.length }, bytes };
}

function mediaTypeOf(response: HttpResponse): string {
  const header = response.headers['content-type'];
  return (typeof header === 'string' ? header : '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** For registries that answer `application/json` or nothing. */
function mediaTypeInside(json: unknown): string | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const type = 'mediaType' in json && typeof json.mediaType === 'string' ? json.mediaType : '';
  if (isIndexType(type) || isManifestType(type)) return type;
  if (type !== '') return undefined;
  if ('manifests' in json) return MEDIA_TYPE.ociIndex;
  return 'layers' in json && 'config' in json ? MEDIA_TYPE.ociManifest : undefined;
}
