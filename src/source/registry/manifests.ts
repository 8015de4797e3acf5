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
import { fetchDocument } from './fetch-document.ts';
import type { Answer } from './host.ts';
import { discard } from './redirect.ts';
import { isWebPage, notARegistry, refusal } from './refusal.ts';
import { tagNotFound } from './tags.ts';

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

/** Times that a tag may move while it is looked at. */
const MAX_MOVES = 2;

/**
 * Fetches the manifest or index that a reference names. Its digest is asked for first, by HEAD, which costs nothing
 * of a registry's rate limit, so that what is fetched is that digest and nothing else, and nothing is fetched that
 * is known from before. Registries that do not answer HEAD are asked for the tag at once.
 */
export async function fetchTopManifest(
  client: RegistryClient,
  reference: Reference,
  limits: Limits,
): Promise<FetchedManifest> {
  const { tag = 'latest' } = reference;
  let known = await lookUp(client, reference.digest ?? tag);
  for (let moves = 0; ; moves++) {
    const digest = reference.digest ?? known?.digest;
    if (known?.bytes !== undefined) return verified(client, known.type, known.bytes, known.digest);
    const { answer, body } = await fetchDocument(client, {
      path: `manifests/${digest ?? tag}`,
      headers: ACCEPT,
      digest,
      cap: limits.maxManifestBytes,
      what: `the manifest of ${client.asked.what}`,
    });
    if (answer.statusCode === 200) {
      const manifest = verified(client, mediaTypeOf(answer), body, digest ?? digestIn(answer), answer);
      await client.options.documents?.write(manifest.descriptor.digest, body);
      return manifest;
    }
    const error = refusal(answer, body, answer.asked, client.clock.now());
    if (error.code !== 'target-not-found' || reference.digest !== undefined) throw error;
    known = digest === undefined ? undefined : await lookUp(client, tag);
    if (known === undefined) throw await tagNotFound(client, reference, error);
    // The tag is at another digest now, and what it was at is gone.
    if (known.digest === digest || moves === MAX_MOVES)
      throw inconsistent(client, digest, known.digest, error);
  }
}

/** The bytes of a manifest or index by digest; undefined when the registry does not have it. */
export async function fetchManifest(
  client: RegistryClient,
  { digest, mediaType }: Descriptor,
  cap: number,
): Promise<Buffer | undefined> {
  const known = await client.options.documents?.read(digest);
  if (known !== undefined) return known;
  const what = `the manifest ${digest} of ${client.asked.what}`;
  const path = `manifests/${digest}`;
  const { answer, body } = await fetchDocument(client, {
    path,
    headers: { accept: mediaType },
    digest,
    cap,
    what,
  });
  return foundDocument(client, answer, body, digest);
}

/** What was fetched, kept for the next time; undefined when the registry does not have it. */
export async function foundDocument(
  client: RegistryClient,
  answer: Answer,
  body: Buffer,
  digest: Digest,
): Promise<Buffer | undefined> {
  if (answer.statusCode === 404 && !isWebPage(answer.headers)) return undefined;
  if (answer.statusCode !== 200) throw refusal(answer, body, answer.asked, client.clock.now());
  await client.options.documents?.write(digest, body);
  return body;
}

interface LookedUp {
  readonly digest: Digest;
  /** As announced. */
  readonly type: string;
  /** From before. */
  readonly bytes: Buffer | undefined;
}

/** What the registry says by HEAD of a tag or digest; undefined when it says nothing of use. */
async function lookUp(client: RegistryClient, tag: string): Promise<LookedUp | undefined> {
  const bytes = isDigest(tag) ? await client.options.documents?.read(tag) : undefined;
  // Of a digest there is nothing to learn, except that what is known from before is there, too.
  if (isDigest(tag) && bytes === undefined) return undefined;
  const answer = await client.ask({ method: 'HEAD', path: `manifests/${tag}`, headers: ACCEPT });
  await discard(answer);
  // Asking again, by GET, would only make it worse.
  if (answer.statusCode === 429) throw refusal(answer, Buffer.of(), answer.asked, client.clock.now());
  const digest = isDigest(tag) ? tag : digestIn(answer);
  if (answer.statusCode !== 200 || digest === undefined) return undefined;
  return {
    digest,
    type: mediaTypeOf(answer),
    bytes: bytes ?? (await client.options.documents?.read(digest)),
  };
}

function digestIn({ headers }: Answer): Digest | undefined {
  const said = headers['docker-content-digest'];
  return typeof said === 'string' && isDigest(said) ? said : undefined;
}

/** A tag whose manifest cannot be had, be it that it is moved all the time. */
function inconsistent(
  { asked }: RegistryClient,
  first: Digest | undefined,
  second: Digest,
  cause: ClearpullError,
): ClearpullError {
  const { host, what } = asked;
  return first === second
    ? new ClearpullError('target-invalid', `${host} says that ${what} is ${first}, and does not have that`, {
        hint: 'The registry is damaged, or a mirror is behind. Try again later, or push the image again.',
        cause,
      })
    : new ClearpullError('target-not-found', `${what} is moved faster than it can be read`, {
        hint: 'Name a digest instead of the tag.',
        cause,
      });
}

/** `promised` is undefined when nobody said what digest it has. `answer` is absent for bytes from before. */
function verified(
  client: RegistryClient,
  type: string,
  bytes: Buffer,
  promised: Digest | undefined,
  answer?: Answer,
): FetchedManifest {
  const what = `the manifest of ${client.asked.what}`;
  if (answer !== undefined && type === 'text/html') throw notARegistry(answer.asked);
  // Its digest leaves out the signatures, so that comparing it first would give the wrong reason.
  if (isSchema1Type(type)) throw schema1Error(what);
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

function mediaTypeOf(response: Answer): string {
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
