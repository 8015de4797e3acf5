import { MessageChannel, type MessagePort } from 'node:worker_threads';

/** Pieces in flight before the sender waits: enough to keep both sides busy, small enough to stay flat. */
export const WINDOW = 8;
export const PIECE_BYTES = 256 * 1024;

type ToWorker = { readonly piece: Uint8Array } | { readonly end: true } | { readonly error: string };

/**
 * Sends a stream to another thread piece by piece. Each piece's memory moves over; the receiver's
 * acknowledgements hold the sender back. Rejects with the stream's own error. When the other end closes,
 * it lets go of the stream and resolves, even if the stream is stuck.
 */
export async function sendStream(stream: AsyncIterable<Uint8Array>, port: MessagePort): Promise<void> {
  const flow = { inFlight: 0, closed: false };
  let wake: () => void = () => undefined;
  port.on('message', () => {
    flow.inFlight--;
    wake();
  });
  port.on('close', () => {
    flow.closed = true;
    wake();
  });
  const post = async (piece: Uint8Array): Promise<void> => {
    while (flow.inFlight >= WINDOW && !flow.closed) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    flow.inFlight++;
    port.postMessage({ piece } satisfies ToWorker, [piece.buffer as ArrayBuffer]);
  };
  const iterator = stream[Symbol.asyncIterator]();
  const next = (): Promise<IteratorResult<Uint8Array> | undefined> =>
    new Promise((resolve, reject) => {
      wake = () => {
        if (flow.closed) resolve(undefined);
      };
      wake();
      if (!flow.closed) iterator.next().then(resolve, reject);
    });
  try {
    // Network chunks are small and share pooled memory: gather them into pieces of our own.
    let gathered = new Uint8Array(PIECE_BYTES);
    let fill = 0;
    for (;;) {
      const result = await next();
      if (result === undefined) {
        // Not awaited: a stream that is stuck in its next chunk does not end before that.
        iterator.return?.().catch(() => undefined);
        return;
      }
      if (result.done === true) break;
      const chunk = result.value;
      for (let at = 0; at < chunk.length; ) {
        const count = Math.min(chunk.length - at, PIECE_BYTES - fill);
        gathered.set(chunk.subarray(at, at + count), fill);
        fill += count;
        at += count;
        if (fill === PIECE_BYTES) {
          await post(gathered);
          gathered = new Uint8Array(PIECE_BYTES);
          fill = 0;
        }
      }
    }
    if (fill > 0) await post(gathered.slice(0, fill));
    port.postMessage({ end: true } satisfies ToWorker);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    port.postMessage({ error: message } satisfies ToWorker);
    throw error;
  }
}

/** The other end: yields the pieces in order. Throws when the sender failed or went away before the end. */
export async function* receiveStream(port: MessagePort): AsyncGenerator<Uint8Array> {
  const queue: ToWorker[] = [];
  let closed = false;
  let wake: (() => void) | undefined;
  port.on('message', (message: ToWorker) => {
    queue.push(message);
    wake?.();
  });
  port.on('close', () => {
    closed = true;
    wake?.();
  });
  try {
    for (;;) {
      const message = queue.shift();
      if (message === undefined) {
        if (closed) throw new Error('the sender went away before the end');
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      } else if ('piece' in message) {
        port.postMessage(1);
        yield message.piece;
      } else if ('error' in message) {
        throw new Error(message.error);
      } else return;
    }
  } finally {
    port.close();
  }
}

/** Sends a stream to whoever takes the other end. Throws the stream's own error rather than what it led to over there. */
export async function throughChannel<T>(
  stream: AsyncIterable<Uint8Array>,
  take: (port: MessagePort) => Promise<T>,
): Promise<T> {
  const { port1, port2 } = new MessageChannel();
  const [sent, taken] = await Promise.allSettled([
    sendStream(stream, port1).finally(() => port1.close()),
    take(port2).finally(() => port1.close()),
  ]);
  if (sent.status === 'rejected') throw sent.reason;
  if (taken.status === 'rejected') throw taken.reason;
  return taken.value;
}
