import type { RegistryClient } from './client.ts';
import type { Answer } from './host.ts';
import { paced } from './paced.ts';
import { type BodyOptions, readBytes } from './read-bytes.ts';

/**
 * The whole body, `cap` bytes at most; throws `limit-reached` for a longer one without reading it to its end, and
 * `unreachable` when it breaks off or trickles.
 */
export async function readBody(
  { body, asked }: Answer,
  { client, ...options }: BodyOptions & { readonly client: RegistryClient },
): Promise<Buffer> {
  const chunks = paced(body, client.options.timeout, client.clock.now);
  return readBytes(chunks, { ...options, host: asked.host, signal: client.signal });
}
