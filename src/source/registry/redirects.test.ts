import { describe, expect, it } from 'vitest';
import { LOGIN, registryTests, withRegistry } from '../../../testkit/registry-tests.ts';

const { registryWith, images } = registryTests();

describe('redirects', () => {
  it('are followed to another origin without the credentials', async () => {
    const store = await registryWith();
    const registry = await registryWith({ auth: 'basic', login: LOGIN });
    const redirectBlobs = (path: string): string => `${store.origin}${path}`;
    registry.set({ auth: 'basic', login: LOGIN, redirectBlobs });
    expect(await images(`${registry.host}/team/app:1.0`, withRegistry(LOGIN))).toHaveLength(1);
    expect(store.requests.length).toBeGreaterThan(0);
    for (const request of store.requests) expect(request.headers['authorization']).toBeUndefined();
  });

  it('within the origin keep them', async () => {
    const login = { auth: 'basic', login: LOGIN } as const;
    const registry = await registryWith(login);
    const redirectBlobs = (path: string): string | undefined =>
      path.includes('?') ? undefined : `${path}?again`;
    registry.set({ ...login, redirectBlobs });
    expect(await images(`${registry.host}/team/app:1.0`, withRegistry(LOGIN))).toHaveLength(1);
    const again = registry.requests.find((request) => request.url.endsWith('?again'));
    expect(again?.headers['authorization']).toBeDefined();
  });

  it('in a circle end', async () => {
    const registry = await registryWith({ redirectBlobs: (path) => path });
    await expect(images(`${registry.host}/team/app:1.0`)).rejects.toThrow('redirects more than 5 times');
  });

  it('to a link-local address are not followed', async () => {
    for (const address of [
      '169.254.169.254',
      '[fe80::1]',
      '[fd00:ec2::254]',
      '[::ffff:169.254.1.1]',
      '2852039166',
    ]) {
      const registry = await registryWith({ redirectBlobs: () => `http://${address}/latest/meta-data` });
      await expect(images(`${registry.host}/team/app:1.0`)).rejects.toMatchObject({
        code: 'unreachable',
        message: expect.stringContaining('link-local'),
      });
    }
  });
});
