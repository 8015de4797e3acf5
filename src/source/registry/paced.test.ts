import { describe, expect, it } from 'vitest';
import { collect } from '../../../testkit/source-options.ts';
import { paced } from './paced.ts';

/** Chunks of which each takes so many milliseconds to come; and a clock that knows. */
function slow(chunks: readonly (readonly [bytes: number, milliseconds: number])[]) {
  let time = 0;
  async function* body(): AsyncGenerator<Buffer> {
    for (const [bytes, milliseconds] of chunks) {
      time += milliseconds;
      yield Buffer.alloc(bytes);
    }
  }
  return {
    body: body(),
    now: () => time,
    sleep: (milliseconds: number) => {
      time += milliseconds;
    },
  };
}

describe('a body', () => {
  it('may come slowly, as long as it comes', async () => {
    const { body, now } = slow(Array.from({ length: 50 }, () => [4096, 2000]));
    expect(await collect(paced(body, 10_000, now))).toHaveLength(50 * 4096);
  });

  it('that trickles fails once there was patience enough', async () => {
    const { body, now } = slow(Array.from({ length: 50 }, () => [1, 2000]));
    await expect(collect(paced(body, 10_000, now))).rejects.toMatchObject({ code: 'ETRICKLE' });
    expect(now()).toBe(10_000);
  });

  it('that trickles after a good start fails as well', async () => {
    const { body, now } = slow([[1_000_000, 10_000], ...Array.from({ length: 5 }, () => [1, 2000] as const)]);
    await expect(collect(paced(body, 10_000, now))).rejects.toMatchObject({ code: 'ETRICKLE' });
  });

  it('is not blamed for a reader that takes its time', async () => {
    const { body, now, sleep } = slow(Array.from({ length: 5 }, () => [1, 1]));
    let count = 0;
    for await (const chunk of paced(body, 10_000, now)) {
      count += chunk.length;
      sleep(60_000);
    }
    expect(count).toBe(5);
  });
});
