import { ClearpullError } from '../../base/errors.ts';
import { parseReference } from '../../image/reference.ts';
import type { RegistryOptions } from '../provider.ts';
import { RegistryClient } from './client.ts';
import { discard } from './redirect.ts';

/**
 * Asks a registry for the tags of a repository that hardly exists, and so whether it answers and takes the
 * login: the HTTP status. Throws `usage` for what is no registry's name, and `unreachable` or `unauthorized`.
 */
export async function pingRegistry(
  registry: string,
  options: RegistryOptions,
  signal?: AbortSignal,
): Promise<number> {
  const reference = parseReference(`${registry}/clearpull/doctor`);
  if (typeof reference === 'string' || reference.registry !== registry) {
    throw new ClearpullError('usage', `"${registry}" is no registry's name`, {
      hint: 'Write a host, such as docker.io, ghcr.io or localhost:5000.',
    });
  }
  const client = new RegistryClient(
    reference,
    { ...options, mirrors: [] },
    signal === undefined ? {} : { signal },
  );
  try {
    const response = await client.ask({ method: 'GET', path: 'tags/list?n=1' });
    await discard(response);
    return response.statusCode;
  } finally {
    await client.close();
  }
}
