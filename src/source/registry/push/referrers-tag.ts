import type { Digest } from '../../../base/digest.ts';
import { ClearpullError } from '../../../base/errors.ts';
import type { Limits } from '../../../base/limits.ts';
import { MEDIA_TYPE } from '../../../base/media-types.ts';
import type { Descriptor } from '../../../image/descriptor.ts';
import { attachedTags } from '../../attached-tags.ts';
import { parseIndex } from '../../documents.ts';
import { parseJson } from '../../parse-json.ts';
import type { RegistryClient } from '../client.ts';
import { fetchDocument } from '../fetch-document.ts';
import { refusal } from '../refusal.ts';
import { expectStatus } from './push-blob.ts';

/** Others may write the same tag meanwhile, and registries have no way to refuse the later one. */
const MAX_TRIES = 3;

/**
 * Adds a manifest to the index under the tag that stands in for a list of referrers (OCI distribution-spec, "Referrers
 * Tag Schema"), and keeps all that is in it. Returns the tag.
 *
 * @throws ClearpullError `target-invalid` for a tag that holds something else, `unreachable` when others keep undoing it
 */
export async function addToReferrersTag(
  client: RegistryClient,
  descriptor: Descriptor,
  subject: Digest,
  limits: Limits,
): Promise<string> {
  const tag = attachedTags(subject).referrers;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const before = await indexUnder(client, tag, limits);
    if (before.digests.has(descriptor.digest)) return tag;
    const index = { ...before.json, manifests: [...before.manifests, descriptor] };
    const answer = await client.ask({
      method: 'PUT',
      path: `manifests/${tag}`,
      headers: { 'content-type': MEDIA_TYPE.ociIndex },
      body: Buffer.from(JSON.stringify(index)),
    });
    await expectStatus(client, answer, [201], `the tag ${tag}`);
  }
  if ((await indexUnder(client, tag, limits)).digests.has(descriptor.digest)) return tag;
  throw new ClearpullError(
    'unreachable',
    `somebody else keeps writing the tag ${tag} of ${client.asked.what}`,
    {
      hint: 'Try again when nobody else attaches anything to this image.',
    },
  );
}

interface FoundIndex {
  readonly json: object;
  readonly manifests: readonly unknown[];
  readonly digests: ReadonlySet<Digest>;
}

const NEW = { schemaVersion: 2, mediaType: MEDIA_TYPE.ociIndex, manifests: [] };

/** What is there, with every field that it has; an empty index where nothing is. */
async function indexUnder(client: RegistryClient, tag: string, limits: Limits): Promise<FoundIndex> {
  const what = `the tag ${tag} of ${client.asked.what}`;
  const { answer, body } = await fetchDocument(client, {
    path: `manifests/${tag}`,
    headers: { accept: `${MEDIA_TYPE.ociIndex}, ${MEDIA_TYPE.ociManifest}` },
    digest: undefined,
    cap: limits.maxManifestBytes,
    what,
  });
  if (answer.statusCode === 404) return { json: NEW, manifests: [], digests: new Set() };
  if (answer.statusCode !== 200) throw refusal(answer, body, answer.asked, client.clock.now());
  const { manifests } = parseIndex(body, MEDIA_TYPE.ociIndex, what, limits);
  const json = parseJson(body, what) as { readonly manifests: readonly unknown[] };
  return { json, manifests: json.manifests, digests: new Set(manifests.map(({ digest }) => digest)) };
}
