import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { LOGIN, registryTests, withRegistry } from '../../../testkit/registry-tests.ts';
import { discard } from './redirect.ts';
import { createTransport } from './transport.ts';

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
      '100.100.100.200',
      '168.63.129.16',
    ]) {
      const registry = await registryWith({ redirectBlobs: () => `http://${address}/latest/meta-data` });
      await expect(images(`${registry.host}/team/app:1.0`)).rejects.toMatchObject({
        code: 'unreachable',
        message: expect.stringContaining('link-local'),
      });
    }
  });

  it('to who asks for a login get none: only the registry itself chooses where credentials go', async () => {
    for (const auth of ['basic', 'token'] as const) {
      const store = await registryWith({ auth, login: LOGIN });
      for (const own of ['basic', 'token'] as const) {
        const registry = await registryWith();
        registry.set({ auth: own, login: LOGIN, redirectBlobs: (path) => `${store.origin}${path}` });
        await expect(images(`${registry.host}/team/app:1.0`, withRegistry(LOGIN))).rejects.toMatchObject({
          code: 'unauthorized',
        });
      }
      expect(store.requests).toHaveLength(2);
      for (const { url, headers } of store.requests) {
        expect(url).toContain('/blobs/');
        expect(headers['authorization']).toBeUndefined();
      }
    }
  });

  it('out and back again stay without the credentials', async () => {
    const login = { auth: 'basic', login: LOGIN } as const;
    const registry = await registryWith();
    const store = await registryWith({ redirectBlobs: (path) => `${registry.origin}${path}?back` });
    const redirectBlobs = (path: string): string | undefined =>
      path.includes('?') ? undefined : `${store.origin}${path}`;
    registry.set({ ...login, redirectBlobs });
    await expect(images(`${registry.host}/team/app:1.0`, withRegistry(LOGIN))).rejects.toMatchObject({
      code: 'unauthorized',
    });
    const back = registry.requests.filter(({ url }) => url.endsWith('?back'));
    expect(back.length).toBeGreaterThan(0);
    for (const { headers } of back) expect(headers['authorization']).toBeUndefined();
  });

  it('do not wait for the end of an answer that nobody reads', async () => {
    const server = createServer((_, response) => {
      response.writeHead(307, { location: '/' });
      response.write(' ');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const transport = createTransport({ insecure: false, timeout: 600_000 }, true);
    const url = new URL(`http://127.0.0.1:${port}/`);
    await discard(await transport.send({ method: 'GET', url, headers: {}, guarded: false }), 1);
    await transport.close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });

  it('may lead to this machine from a registry on it, and from no other', async () => {
    const store = await registryWith();
    const url = new URL(`${store.origin}/v2/`);
    const options = { insecure: false, timeout: 1000 };
    for (const [local, expected] of [
      [true, 200],
      [false, 'EBLOCKED'],
    ] as const) {
      for (const host of ['127.0.0.1', 'localhost']) {
        const transport = createTransport(options, local);
        url.hostname = host;
        const sent = transport.send({ method: 'GET', url, headers: {}, guarded: true });
        const result = await sent.then(
          async (response) => {
            await response.body.dump();
            return response.statusCode;
          },
          (error: NodeJS.ErrnoException) => error.code,
        );
        expect(result).toBe(expected);
        await transport.close();
      }
    }
  });
});
