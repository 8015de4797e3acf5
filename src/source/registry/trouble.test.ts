import { describe, expect, it } from 'vitest';
import { registryTests, withRegistry } from '../../../testkit/registry-tests.ts';
import { openTarget, parseTarget, type RegistryNotice } from '../index.ts';

const { registryWith, images, firstLayer, options, clock } = registryTests();

describe('a registry in trouble', () => {
  it('is asked again after 5xx, three times at most, ever more slowly', async () => {
    for (const status of [500, 502, 503, 504]) {
      const before = clock().pauses.length;
      const registry = await registryWith({ failFirst: { count: 3, status } });
      expect(await images(`${registry.host}/team/app:1.0`)).toHaveLength(1);
      expect(clock().pauses.slice(before)).toEqual([125, 500, 2000]);
      const stuck = await registryWith({ failFirst: { count: 1000, status } });
      await expect(images(`${stuck.host}/team/app:1.0`)).rejects.toMatchObject({
        code: 'unreachable',
        message: expect.stringContaining('slow down'),
      });
      // /v2/, then HEAD and GET, each asked four times.
      expect(stuck.requests).toHaveLength(9);
    }
  });

  it('with too many requests waits as long as it asks, and says so', async () => {
    const notices: RegistryNotice[] = [];
    const over = withRegistry({ onNotice: (notice) => notices.push(notice), timeout: 60_000 });
    const failFirst = { count: 2, status: 429, headers: { 'retry-after': '7' } };
    const registry = await registryWith({ failFirst });
    expect(await images(`${registry.host}/team/app:1.0`, over)).toHaveLength(1);
    expect(clock().pauses).toEqual([7000, 7000]);
    const waiting = { kind: 'waiting', host: registry.host, status: 429, milliseconds: 7000 };
    expect(notices).toEqual([waiting, waiting]);
  });

  it('that asks for a long wait is given up at once, with what it says of its limit', async () => {
    const headers = {
      'retry-after': '3600',
      'ratelimit-limit': '100;w=21600',
      'ratelimit-remaining': '0;w=21600',
    };
    const registry = await registryWith({ failFirst: { count: 1000, status: 429, headers } });
    await expect(images(`${registry.host}/team/app:1.0`)).rejects.toMatchObject({
      code: 'unreachable',
      message:
        `${registry.host} allows no more requests for now: ` +
        '100 pulls in 6 hours are allowed, and none is left; it asks to wait 60 minutes',
      hint: expect.stringContaining('log in'),
    });
    // Not asked again by GET, which would count as a pull.
    expect(registry.log()).toEqual(['GET /v2/', 'HEAD /v2/team/app/manifests/1.0']);
    expect(clock().pauses).toEqual([]);
  });

  it('whose token server fails is asked again', async () => {
    const registry = await registryWith({ auth: 'token', failTokens: { count: 2, status: 503 } });
    expect(await images(`${registry.host}/team/app:1.0`)).toHaveLength(1);
    expect(clock().pauses).toEqual([125, 500]);
  });

  it('that stops answering is given up', async () => {
    const registry = await registryWith({ silentBlobs: true });
    const given = withRegistry({ timeout: 50 });
    await expect(firstLayer(`${registry.host}/team/app:1.0`, given)).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('does not answer'),
    });
  });

  it('does not outlast an interruption, be it silent or asked to wait for', async () => {
    const silent = await registryWith({ silentBlobs: true });
    const busy = await registryWith({
      failFirst: { count: 9, status: 429, headers: { 'retry-after': '5' } },
    });
    const { promise: forever } = Promise.withResolvers<void>();
    for (const registry of [silent, busy]) {
      const controller = new AbortController();
      const pause = (_: number, signal: AbortSignal | undefined): Promise<void> => {
        const aborted = new Promise<void>((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason as Error));
        });
        setImmediate(() => controller.abort());
        return Promise.race([forever, aborted]);
      };
      const over = { signal: controller.signal, ...withRegistry({ clock: { ...clock(), pause } }) };
      const opening = openTarget(parseTarget(`${registry.host}/team/app:1.0`), options(over));
      const ended = expect(opening).rejects.toMatchObject({ code: 'interrupted' });
      if (registry === silent) {
        while (!registry.log().some((line) => line.includes('/blobs/'))) {
          await new Promise((resolve) => setImmediate(resolve));
        }
        controller.abort();
      }
      await ended;
    }
  });
});
