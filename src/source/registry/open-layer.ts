import { ClearpullError } from '../../base/errors.ts';
import type { Descriptor } from '../../image/descriptor.ts';
import type { RegistryClient } from './client.ts';
import type { Answer } from './host.ts';
import { readBody } from './read-body.ts';
import { abandon, discard } from './redirect.ts';
import { isWebPage, notARegistry, refusal } from './refusal.ts';

const MAX_ERROR_BODY = 64 * 1024;

export interface OpenedLayer {
  readonly answer: Answer;
  /** Offset in the blob at which the body starts. */
  readonly start: number;
}

/**
 * Asks for a layer from an offset on. What is opened may start at 0 all the same: many stores ignore Range, and
 * those that refuse it, or answer another part, are asked for the whole.
 */
export async function openLayerAt(
  client: RegistryClient,
  descriptor: Descriptor,
  offset: number,
  signal: AbortSignal | undefined,
): Promise<OpenedLayer> {
  const answer = await client.ask({
    method: 'GET',
    path: `blobs/${descriptor.digest}`,
    // Some stores compress what they send when asked so vaguely.
    headers: { 'accept-encoding': 'identity', ...(offset === 0 ? {} : { range: `bytes=${offset}-` }) },
    ...(signal === undefined ? {} : { signal }),
  });
  const { statusCode, headers, asked } = answer;
  if (statusCode === 200) {
    if (isWebPage(headers) && Number(headers['content-length']) !== descriptor.size) {
      abandon(answer);
      throw notARegistry(asked);
    }
    return { answer, start: 0 };
  }
  if (offset > 0 && statusCode === 206 && String(headers['content-range']).startsWith(`bytes ${offset}-`)) {
    return { answer, start: offset };
  }
  if (offset > 0 && (statusCode === 206 || statusCode === 416)) {
    await discard(answer);
    return openLayerAt(client, descriptor, 0, signal);
  }
  const body = await readBody(answer, { cap: MAX_ERROR_BODY, what: `the answer of ${asked.host}`, client });
  const what = `the layer ${descriptor.digest} of ${asked.what}`;
  if (statusCode === 404 && !isWebPage(headers)) {
    throw new ClearpullError('target-invalid', `${asked.host} does not have ${what}`);
  }
  throw refusal(answer, body, { ...asked, what }, client.clock.now());
}
