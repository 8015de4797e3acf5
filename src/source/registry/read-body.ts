import { checkDocumentSize } from '../verify.ts';
import type { RegistryClient } from './client.ts';
import { connectionError } from './connection-error.ts';
import type { Answer } from './host.ts';
import { paced } from './paced.ts';

export interface BodyOptions {
  /** Bytes. */
  readonly cap: number;
  /** What it is called in errors. */
  readonly what: string;
}

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

/** The same of any chunks. */
export async function readBytes(
  body: AsyncIterable<unknown>,
  {
    cap,
    what,
    host,
    signal,
  }: BodyOptions & { readonly host: string; readonly signal: AbortSignal | undefined },
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      size += (chunk as Buffer).length;
      // Leaving the loop by a throw ends the connection.
      checkDocumentSize(size, cap, what);
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    throw connectionError(error, host, signal);
  }
  return Buffer.concat(chunks);
}
