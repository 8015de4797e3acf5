import { MessageChannel, type MessagePort } from 'node:worker_threads';
import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { PIECE_BYTES, receiveStream, sendStream, WINDOW } from './byte-channel.ts';

const open: MessagePort[] = [];
afterEach(() => {
  for (const port of open.splice(0)) port.close();
});

function channel(): { near: MessagePort; far: MessagePort } {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  return { near: port1, far: port2 };
}

async function* from(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

async function receive(port: MessagePort): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of receiveStream(port)) pieces.push(piece);
  return Buffer.concat(pieces);
}

function numbered(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at + 4 <= length; at += 4) bytes.writeUInt32LE(at, at);
  return bytes;
}

function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

/** Lets everything happen that can happen by itself. */
async function settle(): Promise<void> {
  for (let i = 0; i < 50; i++) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

describe('sendStream and receiveStream', () => {
  it('carry bytes over as they are, however they are cut', async () => {
    const bytes = numbered(3 * PIECE_BYTES + 1000);
    const sizes = fc.array(fc.integer({ min: 1000, max: 2 * PIECE_BYTES }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        sizes,
        fc.constantFrom(0, 1, 999, PIECE_BYTES, 2 * PIECE_BYTES, bytes.length),
        async (each, length) => {
          const { near, far } = channel();
          const sent = bytes.subarray(0, length);
          const sending = sendStream(from([new Uint8Array(0), ...cut(sent, each)]), near).finally(() =>
            near.close(),
          );
          expect((await receive(far)).equals(sent)).toBe(true);
          await sending;
        },
      ),
      { seed: 13, numRuns: 40 },
    );
  });

  it('leave the memory of the chunks with whoever made them', async () => {
    const chunk = Buffer.alloc(2 * PIECE_BYTES, 'a');
    const { near, far } = channel();
    const sending = sendStream(from([chunk]), near);
    await receive(far);
    await sending;
    expect(chunk.every((byte) => byte === 0x61)).toBe(true);
    expect(chunk.length).toBe(2 * PIECE_BYTES);
  });

  it('hold the sender back while the receiver is busy', async () => {
    const { near, far } = channel();
    let taken = 0;
    const source = async function* (): AsyncGenerator<Uint8Array> {
      for (let i = 0; i < 5 * WINDOW; i++) {
        taken++;
        yield new Uint8Array(PIECE_BYTES);
      }
    };
    const sending = sendStream(source(), near);
    await settle();
    expect(taken).toBe(WINDOW + 1);
    const receiver = receiveStream(far);
    let received = 0;
    for (let piece = await receiver.next(); piece.done !== true; piece = await receiver.next()) {
      received++;
      await settle();
      expect(taken).toBeLessThanOrEqual(received + WINDOW + 1);
    }
    await sending;
    expect(received).toBe(5 * WINDOW);
  });

  it.each([
    ['an Error', new Error('connection reset'), 'connection reset'],
    ['anything else', 'connection reset', 'connection reset'],
  ])('tell both sides when the stream throws %s', async (_, thrown, message) => {
    const { near, far } = channel();
    const source = async function* (): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(PIECE_BYTES);
      throw thrown;
    };
    const sending = sendStream(source(), near).finally(() => near.close());
    const both = await Promise.allSettled([sending, receive(far)]);
    expect(both).toMatchObject([
      { status: 'rejected', reason: thrown },
      { status: 'rejected', reason: { message } },
    ]);
  });

  it('let go of the stream when the receiver stops early', async () => {
    const { near, far } = channel();
    let closed = false;
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield new Uint8Array(PIECE_BYTES);
      } finally {
        closed = true;
      }
    };
    const sending = sendStream(endless(), near);
    for await (const _ of receiveStream(far)) break;
    await sending;
    expect(closed).toBe(true);
  });

  it('do not hang on a stream that is stuck when the receiver stops', async () => {
    const { near, far } = channel();
    const stuck = async function* (): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(PIECE_BYTES);
      await new Promise(() => undefined);
    };
    const sending = sendStream(stuck(), near);
    for await (const _ of receiveStream(far)) break;
    await expect(sending).resolves.toBeUndefined();
  });

  it('do not take a sender that went away for the end', async () => {
    const { near, far } = channel();
    const receiving = receive(far);
    const piece = new Uint8Array(10);
    near.postMessage({ piece }, [piece.buffer]);
    near.close();
    await expect(receiving).rejects.toThrow('went away');
  });
});
