import type { Digest } from '../../base/digest.ts';
import { digestOf } from '../../base/digest.ts';
import { ClearpullError } from '../../base/errors.ts';
import type { Limits } from '../../base/limits.ts';
import { MEDIA_TYPE } from '../../base/media-types.ts';
import type { Attached, AttachedManifest } from '../../image/attached.ts';
import type { Image } from '../../image/image.ts';
import { attachedTags } from '../attached-tags.ts';
import { parseIndex } from '../documents.ts';
import type { RegistryClient } from './client.ts';
import { fetchDocument } from './fetch-document.ts';
import { isWebPage } from './refusal.ts';

/** Pages of one list of referrers. */
const MAX_PAGES = 8;

/**
 * What a registry holds about an image's manifest and index: referrers (OCI distribution-spec, "Listing Referrers"), by
 * their tag where the registry does not know them, and cosign's tags. Only this repository of this registry is asked.
 * What cannot be had is noted; interruptions are thrown.
 */
export async function findAttached(
  client: RegistryClient,
  { digest, indexDigest }: Pick<Image, 'digest' | 'indexDigest'>,
  limits: Limits,
): Promise<Attached> {
  const notes: string[] = [];
  const manifests: AttachedManifest[] = [];
  for (const subject of indexDigest === undefined ? [digest] : [digest, indexDigest]) {
    const tags = attachedTags(subject);
    const found = await Promise.all([
      noted(notes, async () => referrers(client, subject, tags.referrers, limits)),
      ...tags.cosign.map((tag) => noted(notes, async () => tagged(client, tag, limits))),
    ]);
    manifests.push(...found.flat());
  }
  return { manifests, notes };
}

async function noted(
  notes: string[],
  look: () => Promise<readonly AttachedManifest[]>,
): Promise<readonly AttachedManifest[]> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof ClearpullError) || error.code === 'interrupted') throw error;
    notes.push(`Something attached to the image could not be looked for: ${error.message}.`);
    return [];
  }
}

async function referrers(
  client: RegistryClient,
  subject: Digest,
  tag: string,
  limits: Limits,
): Promise<readonly AttachedManifest[]> {
  const what = `the referrers of ${subject} in ${client.asked.what}`;
  const place = `among the referrers of ${subject}`;
  const found: AttachedManifest[] = [];
  let query: string | undefined = '';
  for (let page = 0; query !== undefined && page < MAX_PAGES; page++) {
    const { answer, body } = await fetchDocument(client, {
      path: `referrers/${subject}${query}`,
      headers: { accept: MEDIA_TYPE.ociIndex },
      digest: undefined,
      cap: limits.maxManifestBytes,
      what,
    });
    // Registries without referrers answer 404 or, the older ones, with something else; the tag is for those.
    if (answer.statusCode !== 200 || isWebPage(answer.headers)) {
      if (page > 0) break;
      return referrersTag(client, tag, place, limits);
    }
    const { manifests } = parseIndex(body, undefined, what, limits);
    for (const descriptor of manifests) found.push({ descriptor, place });
    query = nextQuery(answer.headers['link']);
  }
  return found;
}

async function referrersTag(
  client: RegistryClient,
  tag: string,
  place: string,
  limits: Limits,
): Promise<readonly AttachedManifest[]> {
  const body = await byTag(client, tag, MEDIA_TYPE.ociIndex, limits);
  if (body === undefined) return [];
  const { manifests } = parseIndex(body, undefined, `the tag ${tag} of ${client.asked.what}`, limits);
  return manifests.map((descriptor) => ({ descriptor, place }));
}

async function tagged(
  client: RegistryClient,
  tag: string,
  limits: Limits,
): Promise<readonly AttachedManifest[]> {
  const body = await byTag(client, tag, `${MEDIA_TYPE.ociManifest}, ${MEDIA_TYPE.dockerManifest}`, limits);
  if (body === undefined) return [];
  const digest = digestOf(body);
  await client.options.documents?.write(digest, body);
  const descriptor = { mediaType: MEDIA_TYPE.ociManifest, digest, size: body.length };
  return [{ descriptor, place: `under the tag ${tag}` }];
}

/** The document under a tag; undefined when there is none. */
async function byTag(
  client: RegistryClient,
  tag: string,
  accept: string,
  limits: Limits,
): Promise<Buffer | undefined> {
  const { answer, body } = await fetchDocument(client, {
    path: `manifests/${tag}`,
    headers: { accept },
    digest: undefined,
    cap: limits.maxManifestBytes,
    what: `the tag ${tag} of ${client.asked.what}`,
  });
  return answer.statusCode === 200 && !isWebPage(answer.headers) ? body : undefined;
}

/** The query of the next page, of which only that is taken: it goes to the same place, wherever the link points. */
function nextQuery(link: string | string[] | undefined): string | undefined {
  const next = /<([^>]{1,2000})>\s*;\s*rel="?next"?/.exec(typeof link === 'string' ? link : '')?.[1];
  const at = next?.indexOf('?') ?? -1;
  return next === undefined || at === -1 ? undefined : next.slice(at).replace(/#.*$/, '');
}
