import { z } from 'zod';
import { limitError } from '../../base/limit-reached.ts';
import type { Limits } from '../../base/limits.ts';
import { parseDocument } from '../parse-json.ts';
import type { RegistryClient } from './client.ts';
import { readBody } from './read-body.ts';
import { refusal } from './refusal.ts';

const PAGE = 1000;
const tagListSchema = z.object({ tags: z.array(z.string()).nullish() });

/**
 * Every tag of a repository, sorted, page by page (OCI distribution-spec, "Listing Tags"). The next page is asked for
 * by the last tag of the one before, never by an address that the registry names.
 *
 * @throws ClearpullError as for any other question, and `limit-reached` beyond `maxCatalogImages` tags
 */
export async function allTags(client: RegistryClient, limits: Limits): Promise<readonly string[]> {
  const tags = new Set<string>();
  let last: string | undefined;
  for (;;) {
    const page = await pageOfTags(client, last, limits);
    const before = tags.size;
    for (const tag of page) tags.add(tag);
    if (tags.size > limits.maxCatalogImages) {
      throw limitError(
        'maxCatalogImages',
        `${client.asked.what} has more than ${limits.maxCatalogImages} tags`,
      );
    }
    last = page.at(-1);
    // Some registries ignore `last` and begin again; some give fewer than were asked for.
    if (page.length === 0 || tags.size === before) return [...tags].sort();
  }
}

async function pageOfTags(
  client: RegistryClient,
  last: string | undefined,
  limits: Limits,
): Promise<readonly string[]> {
  const what = `the list of tags of ${client.asked.what}`;
  const path = `tags/list?n=${PAGE}${last === undefined ? '' : `&last=${encodeURIComponent(last)}`}`;
  const answer = await client.ask({ method: 'GET', path });
  const body = await readBody(answer, { cap: limits.maxManifestBytes, what, client });
  if (answer.statusCode !== 200) throw refusal(answer, body, answer.asked, client.clock.now());
  return parseDocument(body, tagListSchema, what).tags ?? [];
}
