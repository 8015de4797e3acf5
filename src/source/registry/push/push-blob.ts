import { type Digest, digestOf } from '../../../base/digest.ts';
import { ClearpullError } from '../../../base/errors.ts';
import type { RegistryClient } from '../client.ts';
import type { Answer } from '../host.ts';
import { readBody } from '../read-body.ts';
import { discard } from '../redirect.ts';
import { refusal } from '../refusal.ts';

/** Bytes of an answer that says why something was not taken. */
const MAX_ANSWER = 64 * 1024;

/**
 * Puts a blob into the repository unless it is there already (OCI distribution-spec, "Pushing a blob
 * monolithically", POST then PUT).
 *
 * @throws ClearpullError as for any other question, and `unreachable` for an answer that would send it elsewhere
 */
export async function pushBlob(client: RegistryClient, bytes: Buffer): Promise<Digest> {
  const digest = digestOf(bytes);
  const there = await client.ask({ method: 'HEAD', path: `blobs/${digest}` });
  await discard(there);
  if (there.statusCode === 200) return digest;
  const begun = await client.ask({ method: 'POST', path: 'blobs/uploads/', body: Buffer.alloc(0) });
  await expectStatus(client, begun, [202], 'the upload of a blob');
  const put = await client.ask({
    method: 'PUT',
    path: withDigest(uploadPath(begun), digest),
    headers: { 'content-type': 'application/octet-stream' },
    body: bytes,
  });
  await expectStatus(client, put, [201], `the blob ${digest}`);
  return digest;
}

/** Reads an answer to its end. Throws when it is none of those expected. */
export async function expectStatus(
  client: RegistryClient,
  answer: Answer,
  expected: readonly number[],
  what: string,
): Promise<void> {
  if (expected.includes(answer.statusCode)) return discard(answer);
  const body = await readBody(answer, { cap: MAX_ANSWER, what: `the answer about ${what}`, client });
  if (answer.statusCode >= 300 && answer.statusCode < 400) throw elsewhere(answer);
  throw refusal(
    answer,
    body,
    { ...answer.asked, what: `${what} in ${answer.asked.what}` },
    client.clock.now(),
  );
}

/** Where an upload goes on: somewhere below `/v2/` of the very host that was asked, over the same protocol. */
function uploadPath(answer: Answer): string {
  const { location } = answer.headers;
  const url =
    typeof location === 'string' && URL.canParse(location, answer.url.href)
      ? new URL(location, answer.url)
      : undefined;
  if (url === undefined || url.host !== answer.url.host || !url.pathname.startsWith('/v2/'))
    throw elsewhere(answer);
  return url.pathname + url.search;
}

function withDigest(path: string, digest: Digest): string {
  return `${path}${path.includes('?') ? '&' : '?'}digest=${encodeURIComponent(digest)}`;
}

function elsewhere({ asked }: Answer): ClearpullError {
  return new ClearpullError('unreachable', `${asked.host} wants what is written to it to be sent elsewhere`, {
    hint: 'clearpull writes only to the registry that you named. Name the one that takes it.',
  });
}
