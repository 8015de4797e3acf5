import { ClearpullError } from '../../base/errors.ts';
import type { Descriptor } from '../../image/descriptor.ts';
import type { RegistryClient } from './client.ts';
import { connectionError } from './connection-error.ts';
import type { Answer } from './host.ts';
import { type OpenedLayer, openLayerAt } from './open-layer.ts';
import { paced } from './paced.ts';
import { abandon } from './redirect.ts';
import { backoff } from './retry.ts';

/** Broken connections in a row, each of which brought too little, after which a layer is given up. */
const MAX_BREAKS = 3;
/** Bytes that a connection must bring so that its end does not count: progress has no end of patience. */
const PROGRESS = 1024 * 1024;

/**
 * The bytes of a layer. Waits until one more may be downloaded, and lets the next one in when the stream ends, by
 * itself, by an error or by `return()`.
 */
export async function openLayerStream(
  client: RegistryClient,
  descriptor: Descriptor,
  signal: AbortSignal | undefined = client.signal,
): Promise<AsyncIterable<Uint8Array>> {
  const giveBack = await client.downloads.take(signal).catch((error: unknown) => {
    throw connectionError(error, client.asked.host, signal);
  });
  try {
    const line: Line = { opened: await openLayerAt(client, descriptor, 0, signal), ended: false };
    return ending(layerBytes(client, descriptor, line, signal), () => {
      line.ended = true;
      // A stream that nobody began to read, or that is stuck, still holds its connection.
      abandon(line.opened.answer);
      giveBack();
    });
  } catch (error) {
    giveBack();
    throw error;
  }
}

/** The connection that a stream reads from at present. */
interface Line {
  opened: OpenedLayer;
  /** True once nobody reads any more. */
  ended: boolean;
}

/**
 * The bytes, resumed where a connection breaks: by Range, or from the start where the registry does not know Range,
 * and then without what was had. Throws `integrity` rather than hand out more bytes than the descriptor promises;
 * fewer are for the reader to notice, who compares the digest of the whole.
 */
async function* layerBytes(
  client: RegistryClient,
  descriptor: Descriptor,
  line: Line,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  let done = 0;
  for (let breaks = 0; ; ) {
    const { answer, start } = line.opened;
    const before = done;
    let skip = done - start;
    try {
      for await (const chunk of paced(answer.body, client.options.timeout, client.clock.now)) {
        const fresh = skip === 0 ? chunk : chunk.subarray(Math.min(skip, chunk.length));
        skip -= chunk.length - fresh.length;
        if (fresh.length === 0) continue;
        done += fresh.length;
        if (done > descriptor.size) throw tooLong(answer, descriptor);
        yield fresh;
      }
      return;
    } catch (error) {
      if (line.ended) return;
      const failure = connectionError(error, answer.asked.host, signal);
      if (failure.code !== 'unreachable') throw failure;
      // Whatever length was announced, these are all the bytes that there should be.
      if (done === descriptor.size) return;
      if (answer.fromMirror) client.leaveMirror(answer.asked, failure.message);
      breaks = done - before >= PROGRESS ? 1 : breaks + 1;
      if (breaks > MAX_BREAKS) throw failure;
    }
    const milliseconds = backoff(breaks - 1, client.clock.random());
    const { host } = answer.asked;
    client.options.onNotice?.({ kind: 'waiting', host, status: undefined, milliseconds });
    await client.clock.pause(milliseconds, signal).catch((error: unknown) => {
      throw connectionError(error, host, signal);
    });
    line.opened = await openLayerAt(client, descriptor, done, signal);
  }
}

/** The same items; `onEnd` is called once there are no more, for whatever reason. */
function ending<T>(items: AsyncGenerator<T>, onEnd: () => void): AsyncIterable<T> {
  return {
    [Symbol.asyncIterator]: () => ({
      next: async () => {
        try {
          const result = await items.next();
          if (result.done === true) onEnd();
          return result;
        } catch (error) {
          onEnd();
          throw error;
        }
      },
      return: async () => {
        onEnd();
        return items.return(undefined);
      },
    }),
  };
}

function tooLong({ asked }: Answer, { digest, size }: Descriptor): ClearpullError {
  return new ClearpullError(
    'integrity',
    `${asked.host} sends more than the ${size} bytes that the layer ${digest} should have`,
    { hint: 'It is damaged or was changed. Do not use this copy.' },
  );
}
