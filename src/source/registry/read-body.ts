import { checkDocumentSize } from '../verify.ts';
import { connectionError } from './connection-error.ts';
import type { Asked } from './refusal.ts';
import type { HttpResponse } from './transport.ts';

/**
 * The whole body, `cap` bytes at most; throws `limit-reached` for a longer one without reading it to its end, and
 * `unreachable` when it breaks off. `what` names it.
 */
export async function readBody(
  response: HttpResponse,
  cap: number,
  what: string,
  { host }: Pick<Asked, 'host'>,
  signal?: AbortSignal,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body) {
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
