import { z } from 'zod';
import { didYouMean } from '../../base/did-you-mean.ts';
import { ClearpullError } from '../../base/errors.ts';
import { visible } from '../../base/visible.ts';
import type { Reference } from '../../image/reference.ts';
import { parseDocument } from '../parse-json.ts';
import type { RegistryClient } from './client.ts';
import { readBody } from './read-body.ts';

const MAX_LIST = 1024 * 1024;
const tagListSchema = z.object({ tags: z.array(z.string()).nullish() });

/** The same error with a hint at a tag that does exist, where the registry tells its tags. */
export async function tagNotFound(
  client: RegistryClient,
  reference: Reference,
  error: ClearpullError,
): Promise<ClearpullError> {
  const tags = await listTags(client);
  if (tags.length === 0) return error;
  const near = didYouMean(reference.tag ?? 'latest', tags);
  const hint =
    near === undefined
      ? `It has the tags ${tags.slice(0, 10).map(visible).join(', ')}${tags.length > 10 ? ' and others' : ''}.`
      : `Did you mean the tag ${visible(near)}?`;
  return new ClearpullError(error.code, error.message, { hint, cause: error.cause });
}

async function listTags(client: RegistryClient): Promise<readonly string[]> {
  try {
    const response = await client.ask({ method: 'GET', path: 'tags/list?n=1000' });
    const body = await readBody(response, { cap: MAX_LIST, what: 'the list of tags', client });
    if (response.statusCode !== 200) return [];
    return (parseDocument(body, tagListSchema, 'the list of tags').tags ?? []).slice(0, 1000).sort();
  } catch (error) {
    if (error instanceof ClearpullError && error.code === 'interrupted') throw error;
    // The list only serves a hint.
    return [];
  }
}
