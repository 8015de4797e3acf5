import { describe, expect, it } from 'vitest';
import { fakeClock } from '../../../testkit/fake-clock.ts';
import { LOGIN, registryTests, withRegistry } from '../../../testkit/registry-tests.ts';

const { registryWith, images } = registryTests();

describe('logging in', () => {
  it('works with a name and password, by basic authentication and for a token', async () => {
    for (const auth of ['basic', 'token'] as const) {
      const registry = await registryWith({ auth, login: LOGIN });
      expect(await images(`${registry.host}/team/app:1.0`, withRegistry(LOGIN))).toHaveLength(1);
      await expect(images(`${registry.host}/team/app:1.0`)).rejects.toMatchObject({
        code: 'unauthorized',
        hint: expect.stringContaining(`docker login ${registry.host}`),
      });
      const wrong = withRegistry({ username: 'user', password: 'wrong' });
      await expect(images(`${registry.host}/team/app:1.0`, wrong)).rejects.toMatchObject({
        code: 'unauthorized',
      });
    }
  });

  it('needs no name where tokens are for anyone, and asks for one token only', async () => {
    const registry = await registryWith({ auth: 'token', tokenLifetime: 300 });
    expect(await images(`${registry.host}/team/app:1.0`)).toHaveLength(1);
    const tokens = registry.requests.filter((request) => request.url.startsWith('/token'));
    expect(tokens.map((request) => request.url)).toEqual([
      '/token?service=test&scope=repository%3Ateam%2Fapp%3Apull',
    ]);
    expect(tokens[0]?.headers['authorization']).toBeUndefined();
  });

  it('is repeated when a token expires', async () => {
    for (const expiry of [{ tokenUses: 1 }, { tokenLifetime: 1 }]) {
      const registry = await registryWith({ auth: 'token', ...expiry });
      expect(await images(`${registry.host}/team/app:1.0`)).toHaveLength(1);
      expect(registry.log().filter((line) => line.startsWith('GET /token')).length).toBeGreaterThan(3);
    }
  });

  it('is given up when the token server trickles', async () => {
    const registry = await registryWith({ auth: 'token', trickleTokens: true });
    const slow = withRegistry({ clock: fakeClock({ tick: 1000 }), timeout: 10_000 });
    await expect(images(`${registry.host}/team/app:1.0`, slow)).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('almost nothing'),
    });
  });

  it('is given up when no token is ever good', async () => {
    const registry = await registryWith({ auth: 'token', tokenUses: 0 });
    await expect(images(`${registry.host}/team/app:1.0`)).rejects.toMatchObject({ code: 'unauthorized' });
    expect(registry.requests.length).toBeLessThan(20);
  });
});
