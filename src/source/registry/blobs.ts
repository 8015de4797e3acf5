import { ClearpullError } from '../../base/errors.ts';
import { isForeignLayerType } from '../../base/media-types.ts';
import type { Descriptor } from '../../image/descriptor.ts';
import type { LayerSource } from '../../image/image.ts';
import { unavailableLayer } from '../layer-of-range.ts';
import type { RegistryClient } from './client.ts';
import { connectionError } from './connection-error.ts';
import { readBody } from './read-body.ts';
import { discard } from './redirect.ts';
import { refusal } from './refusal.ts';
import type { HttpResponse } from './transport.ts';

const MAX_ERROR_BODY = 64 * 1024;

/** A small blob as a whole; undefined when the registry does not have it. */
export async function fetchBlob(
  client: RegistryClient,
  descriptor: Descriptor,
  cap: number,
): Promise<Buffer | undefined> {
  const response = await client.ask({ method: 'GET', path: `blobs/${descriptor.digest}` });
  const body = await readBody(
    response,
    cap,
    `the blob ${descriptor.digest} of ${client.asked.what}`,
    client.asked,
    client.signal,
  );
  if (response.statusCode === 404) return undefined;
  if (response.statusCode !== 200) throw refusal(response.statusCode, body, client.asked);
  return body;
}

/**
 * A layer in a registry. One of a type that may not be distributed is asked for at once, because the registry
 * may well not have it; the addresses that its descriptor then names are never contacted.
 */
export async function registryLayer(
  client: RegistryClient,
  descriptor: Descriptor,
): Promise<Pick<LayerSource, 'open' | 'unavailable'>> {
  if (isForeignLayerType(descriptor.mediaType)) {
    const response = await client.ask({ method: 'HEAD', path: `blobs/${descriptor.digest}` });
    await discard(response);
    if (response.statusCode !== 200) {
      const detail = `the layer ${descriptor.digest} may not be distributed, and the registry does not have it`;
      return unavailableLayer({ reason: 'layer-not-distributable', detail });
    }
  }
  return {
    open: async (signal) => {
      const first = await openAt(client, descriptor, 0, signal);
      return { kind: 'stream', stream: blobStream(client, descriptor, first, signal) };
    },
  };
}

/**
 * The bytes of a blob, resumed once where the connection breaks. Throws `integrity` rather than hand out more
 * bytes than the descriptor promises; fewer are for the reader to notice, who compares the digest.
 */
async function* blobStream(
  client: RegistryClient,
  descriptor: Descriptor,
  first: Opened,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  let opened = first;
  let done = 0;
  for (let resumed = false; ; resumed = true) {
    let skip = done - opened.start;
    try {
      for await (const chunk of opened.response.body as AsyncIterable<Buffer>) {
        const fresh = skip === 0 ? chunk : chunk.subarray(Math.min(skip, chunk.length));
        skip -= chunk.length - fresh.length;
        if (fresh.length === 0) continue;
        done += fresh.length;
        if (done > descriptor.size) throw tooLong(client, descriptor);
        yield fresh;
      }
      return;
    } catch (error) {
      const failure = connectionError(error, client.asked.host, signal);
      if (resumed || failure.code !== 'unreachable') throw failure;
    }
    opened = await openAt(client, descriptor, done, signal);
  }
}

interface Opened {
  readonly response: HttpResponse;
  /** Offset in the blob at which the body starts. */
  readonly start: number;
}

async function openAt(
  client: RegistryClient,
  descriptor: Descriptor,
  start: number,
  signal: AbortSignal | undefined,
): Promise<Opened> {
  const response = await client.ask({
    method: 'GET',
    path: `blobs/${descriptor.digest}`,
    // Some stores compress what they send when asked so vaguely.
    headers: { 'accept-encoding': 'identity', ...(start === 0 ? {} : { range: `bytes=${start}-` }) },
    ...(signal === undefined ? {} : { signal }),
  });
  if (response.statusCode === 200) return { response, start: 0 };
  const range = response.headers['content-range'];
  if (response.statusCode === 206 && start > 0 && String(range).startsWith(`bytes ${start}-`)) {
    return { response, start };
  }
  const body = await readBody(
    response,
    MAX_ERROR_BODY,
    `the answer of ${client.asked.host}`,
    client.asked,
    signal,
  );
  const what = `the layer ${descriptor.digest} of ${client.asked.what}`;
  if (response.statusCode === 404) {
    throw new ClearpullError('target-invalid', `${client.asked.host} does not have ${what}`);
  }
  throw refusal(response.statusCode, body, { host: client.asked.host, what });
}

function tooLong(client: RegistryClient, { digest, size }: Descriptor): ClearpullError {
  return new ClearpullError(
    'integrity',
    `${client.asked.host} sends more than the ${size} bytes that the layer ${digest} should have`,
    { hint: 'It is damaged or was changed. Do not use this copy.' },
  );
}
