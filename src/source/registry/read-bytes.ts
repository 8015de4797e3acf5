import { checkDocumentSize } from '../verify.ts';
import { connectionError } from './connection-error.ts';

export interface BodyOptions {
  /** Bytes. */
  readonly cap: number;
  /** What it is called in errors. */
  readonly what: string;
}

/**
 * All chunks, `cap` bytes at most; throws `limit-reached` for more without reading them to their end, and
 * `unreachable` when they break off.
 */
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
