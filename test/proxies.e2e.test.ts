import { writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { proxySettings } from '../src/source/index.ts';
import { builtCli, type CliResult, startCli } from '../testkit/built-cli.ts';
import { type Identity, type TestAuthority, testAuthority } from '../testkit/certificates.ts';
import { type ProxySwitches, startProxy, type TestProxy } from '../testkit/proxy.ts';
import type { RegistrySwitches, TestRegistry } from '../testkit/registry.ts';
import { BUILT, LOGIN, type Over, registryTests } from '../testkit/registry-tests.ts';
import { type TestFolder, testFolder } from '../testkit/source-options.ts';
import { hasTool, requireTool } from '../testkit/tools.ts';

const { registryWith, images, firstLayer, clock } = registryTests();
const PROXY_LOGIN = { username: 'me@work', password: 'p:a/ß' };
const WRITTEN_LOGIN = 'me%40work:p%3Aa%2F%C3%9F';
const IMAGE = 'registry.example/team/app:1.0';

let folder: TestFolder;
let authority: TestAuthority;
let identity: Identity;
const started: { close(): Promise<void> }[] = [];
beforeAll(async () => {
  folder = await testFolder();
  if (!hasTool('openssl')) return;
  authority = testAuthority(folder.path);
  identity = authority.issue('registry', 'DNS:registry.example,DNS:cdn.example,IP:127.0.0.1');
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((one) => one.close()));
});
afterAll(() => folder.remove());

async function proxyWith(switches: ProxySwitches = {}): Promise<TestProxy> {
  const proxy = await startProxy(switches);
  started.push(proxy);
  return proxy;
}

const tlsRegistry = (switches: RegistrySwitches = {}): Promise<TestRegistry> =>
  registryWith({ ...switches, tls: identity });

/** Options as the variables make them, with the test's authority. */
function through(env: Record<string, string>, registry: Over['registry'] = {}): Over {
  return {
    registry: { proxies: proxySettings(env), caCertificates: authority.certificate, ...registry },
  };
}

/** An address of the proxy as a user writes it. */
const withLogin = ({ origin }: TestProxy, login = WRITTEN_LOGIN): string =>
  origin.replace('//', `//${login}@`);

/** A server that is no proxy. */
async function otherServer(onConnection: (socket: Socket) => void): Promise<string> {
  const sockets: Socket[] = [];
  const server: Server = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined));
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  started.push({ close });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

/** A Docker configuration with the login of `plain.example:5000`. */
async function dockerLogin(): Promise<string> {
  const auth = Buffer.from(`${LOGIN.username}:${LOGIN.password}`).toString('base64');
  await writeFile(
    join(folder.path, 'config.json'),
    JSON.stringify({ auths: { 'plain.example:5000': { auth } } }),
  );
  return folder.path;
}

describe('a registry behind a proxy', () => {
  it('is asked through it by name, and never sees the login of the proxy', async (context) => {
    requireTool(context, 'openssl');
    const store = await tlsRegistry();
    const registry = await tlsRegistry({ auth: 'basic', login: LOGIN });
    registry.set({ auth: 'basic', login: LOGIN, redirectBlobs: (path) => `https://cdn.example:8443${path}` });
    const hosts = { 'registry.example:443': registry.host, 'cdn.example:8443': store.host };
    const proxy = await proxyWith({ login: PROXY_LOGIN, hosts });
    const env = { HTTPS_PROXY: withLogin(proxy) };
    expect((await images(IMAGE, through(env, LOGIN)))[0]?.digest).toBe(BUILT.manifest.digest);
    expect(new Set(proxy.asked.map(({ method, target }) => `${method} ${target}`))).toEqual(
      new Set(['CONNECT registry.example:443', 'CONNECT cdn.example:8443']),
    );
    expect(store.requests.length).toBeGreaterThan(0);
    for (const { headers } of [...store.requests, ...registry.requests])
      expect(Object.keys(headers).filter((name) => name.startsWith('proxy-'))).toEqual([]);
    for (const { headers } of store.requests) expect(headers['authorization']).toBeUndefined();
    // Nor does the proxy see the registry's.
    for (const { headers } of proxy.asked) expect(headers['authorization']).toBeUndefined();
  });

  it('over plain HTTP is asked for by whole addresses, through the proxy for HTTP', async () => {
    const registry = await registryWith({ auth: 'basic', login: LOGIN });
    const proxy = await proxyWith({ login: PROXY_LOGIN, hosts: { 'plain.example:5000': registry.host } });
    const mirrors = [{ registry: 'docker.io', host: 'plain.example:5000', prefix: '', plainHttp: true }];
    // What speaks no HTTPS is asked over HTTP next, and so by the other proxy.
    const tls = await proxyWith({ hosts: { 'plain.example:5000': registry.host } });
    const env = { http_proxy: withLogin(proxy), https_proxy: tls.origin };
    const over = { registry: { mirrors, proxies: proxySettings(env) } };
    expect(
      await images('team/app:1.0', {
        registry: { ...over.registry, dockerConfigFolder: await dockerLogin() },
      }),
    ).toHaveLength(1);
    expect(proxy.asked.map(({ method, target }) => `${method} ${target}`)).toContain(
      'HEAD http://plain.example:5000/v2/team/app/manifests/1.0',
    );
    for (const { headers } of registry.requests) expect(headers['proxy-authorization']).toBeUndefined();
    expect(tls.asked.map(({ headers }) => headers['proxy-authorization'])).toEqual([undefined]);
    proxy.set({ login: { username: 'else', password: 'where' } });
    await expect(
      images('plain.example:5000/team/app:1.0', {
        registry: { proxies: proxySettings(env), insecure: true },
      }),
    ).rejects.toThrow(`the proxy ${proxy.origin} does not take the login in http_proxy`);
  });

  it('with a proxy that is asked over TLS, and whose certificate counts', async (context) => {
    requireTool(context, 'openssl');
    const registry = await tlsRegistry();
    const proxy = await proxyWith({ tls: identity, hosts: { 'registry.example:443': registry.host } });
    const env = { https_proxy: proxy.origin };
    expect(await images(IMAGE, through(env))).toHaveLength(1);
    const untrusted = { registry: { proxies: proxySettings(env), insecure: true } };
    await expect(images(IMAGE, untrusted)).rejects.toThrow(
      `the TLS certificate of the proxy ${proxy.origin} is not trusted`,
    );
  });

  it('on this machine, or named in NO_PROXY, is asked directly; this machine not when that was asked for', async (context) => {
    requireTool(context, 'openssl');
    const registry = await tlsRegistry();
    const proxy = await proxyWith({ answer: { status: 403 } });
    const local = `${registry.host}/team/app:1.0`;
    expect(await images(local, through({ HTTPS_PROXY: proxy.origin }))).toHaveLength(1);
    const excepted = through({ HTTPS_PROXY: proxy.origin, NO_PROXY: '.example' });
    await expect(images('registry.example:1/team/app:1.0', excepted)).rejects.toThrow('no host of that name');
    expect(proxy.asked).toEqual([]);
    const https = { address: proxy.origin, from: '--proxy' };
    await expect(
      images(local, through({}, { proxies: { https, evenThisMachine: true } })),
    ).rejects.toMatchObject({ code: 'unauthorized' });
  });
});

describe('a redirect behind a proxy', () => {
  it('to a metadata service, by address or name, or to this machine never reaches the proxy', async (context) => {
    requireTool(context, 'openssl');
    for (const [host, told] of [
      ['169.254.169.254', 'link-local or metadata address'],
      ['[::ffff:169.254.169.254]', 'link-local or metadata address'],
      ['[64:ff9b::a9fe:a9fe]', 'link-local or metadata address'],
      ['Metadata.Google.Internal.', 'link-local or metadata address'],
      ['instance-data', 'link-local or metadata address'],
      ['localhost:8443', 'to this machine'],
      ['127.0.0.1:8443', 'to this machine'],
      ['a.localhost:8443', ''],
    ] as const) {
      const registry = await tlsRegistry({ redirectBlobs: () => `https://${host}/latest/meta-data` });
      const proxy = await proxyWith({ hosts: { 'registry.example:443': registry.host } });
      await expect(images(IMAGE, through({ HTTPS_PROXY: proxy.origin }))).rejects.toMatchObject({
        code: 'unreachable',
        message: expect.stringContaining(told),
      });
      expect(new Set(proxy.asked.map(({ target }) => target))).toEqual(new Set(['registry.example:443']));
    }
  });
});

describe('a proxy that fails', () => {
  const failing = async (proxy: TestProxy | string, over: Over['registry'] = {}): Promise<unknown> => {
    const env = { HTTPS_PROXY: typeof proxy === 'string' ? proxy : proxy.origin };
    return images(IMAGE, through(env, over)).catch((error: unknown) => error);
  };

  it('to be logged in to says so, without the password', async (context) => {
    requireTool(context, 'openssl');
    const proxy = await proxyWith({ login: PROXY_LOGIN });
    expect(await failing(proxy)).toMatchObject({
      code: 'unauthorized',
      message: `the proxy ${proxy.origin} wants a login`,
      hint: expect.stringContaining('HTTPS_PROXY'),
    });
    const refused = await failing(withLogin(proxy, 'me:hunter2'));
    expect(refused).toMatchObject({
      code: 'unauthorized',
      message: `the proxy ${proxy.origin} does not take the login in HTTPS_PROXY`,
    });
    expect(proxy.asked).toHaveLength(2);
    // As tinyproxy answers.
    proxy.set({ answer: { status: 401, type: 'text/html' } });
    expect(await failing(withLogin(proxy, 'me:hunter2'))).toMatchObject({ code: 'unauthorized' });
    const https = { address: proxy.origin, from: '--proxy' };
    expect(await failing(proxy, { proxies: { https } })).toMatchObject({
      hint: expect.stringContaining('the variable HTTPS_PROXY instead of --proxy'),
    });
  });

  it('because it may not, or is no proxy, is not asked again', async (context) => {
    requireTool(context, 'openssl');
    const page = { type: 'text/html; charset=utf-8', body: '<h1>Log in to the WLAN</h1>' };
    for (const [answer, code, told] of [
      [{ status: 403, ...page }, 'unauthorized', 'does not let clearpull through to registry.example:443'],
      [{ status: 200, ...page }, 'unreachable', 'answered with a web page instead of opening a way'],
      [{ status: 405, ...page }, 'unreachable', 'answered with a web page instead of opening a way'],
      [{ status: 404 }, 'unreachable', 'answered 404 instead of opening a way'],
    ] as const) {
      const proxy = await proxyWith({ answer });
      expect(await failing(proxy)).toMatchObject({
        code,
        message: `the proxy ${proxy.origin} ${told}${told.endsWith('way') ? ' to registry.example:443' : ''}`,
      });
      expect(proxy.asked).toHaveLength(1);
    }
    const ssh = await otherServer((socket) => socket.end('SSH-2.0-x\r\n'));
    expect(await failing(ssh)).toMatchObject({
      message: `the proxy ${ssh} cannot be used: what answers there speaks no HTTP`,
    });
    const endless = await otherServer((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}`);
    });
    expect(await failing(endless)).toMatchObject({
      message: expect.stringContaining('begins with too much'),
    });
  });

  it('for a while is asked again, three times at most', async (context) => {
    requireTool(context, 'openssl');
    const registry = await tlsRegistry();
    const hosts = { 'registry.example:443': registry.host };
    const busy = await proxyWith({ hosts, failFirst: 2 });
    expect(await images(IMAGE, through({ HTTPS_PROXY: busy.origin }))).toHaveLength(1);
    expect(clock().pauses).toHaveLength(2);
    const lost = await proxyWith();
    expect(await failing(lost)).toMatchObject({
      code: 'unreachable',
      message: `the proxy ${lost.origin} cannot reach registry.example:443: it answered 502`,
    });
    expect(lost.asked).toHaveLength(4);
    const gone = await proxyWith({ hangsUp: true });
    expect(await failing(gone)).toMatchObject({
      message: `the proxy ${gone.origin} cannot be used: it closed the connection without an answer`,
    });
    expect(gone.asked).toHaveLength(4);
  });

  it('to answer at all is given up, and not waited for after the end', async (context) => {
    requireTool(context, 'openssl');
    const silent = await proxyWith({ silent: true });
    expect(await failing(silent, { timeout: 200 })).toMatchObject({
      code: 'unreachable',
      message: `the proxy ${silent.origin} cannot be used: it does not answer`,
    });
    const end = new AbortController();
    const waiting = images(IMAGE, {
      ...through({ HTTPS_PROXY: silent.origin }, { timeout: 600_000 }),
      signal: end.signal,
    }).catch((error: unknown) => error);
    while (silent.asked.length < 2) await new Promise((resolve) => setImmediate(resolve));
    end.abort();
    expect(await waiting).toMatchObject({ code: 'interrupted' });
    const nobody = 'http://127.0.0.1:1';
    expect(await failing(nobody)).toMatchObject({
      message: `the proxy ${nobody} cannot be used: the connection was refused`,
      hint: expect.stringContaining('HTTPS_PROXY'),
    });
  });

  it('half-way through a layer costs only what was on its way', async (context) => {
    requireTool(context, 'openssl');
    const registry = await tlsRegistry();
    const proxy = await proxyWith({ hosts: { 'registry.example:443': registry.host } });
    const bytes = await firstLayer(IMAGE, through({ HTTPS_PROXY: proxy.origin }), () => {
      // A TLS handshake, the headers and a part of the layer.
      proxy.set({ hosts: { 'registry.example:443': registry.host }, cut: { after: 3000, times: 1 } });
    });
    expect(bytes.equals(BUILT.layers[0]?.bytes as Buffer)).toBe(true);
    expect(proxy.cut()).toBe(1);
  });

  it('by answering in the place of the registry is told', async (context) => {
    requireTool(context, 'openssl');
    const other = testAuthority(`${folder.path}/other`).issue('proxy', 'DNS:registry.example');
    const posing = await registryWith({ tls: other });
    const plain = await registryWith();
    const proxy = await proxyWith({ hosts: { 'registry.example:443': posing.host } });
    expect(await failing(proxy)).toMatchObject({
      message: expect.stringMatching(
        /^the TLS certificate of registry\.example is not trusted: .*, through the proxy http/,
      ),
      hint: expect.stringContaining('If the proxy opens what is encrypted'),
    });
    proxy.set({ hosts: { 'registry.example:443': plain.host } });
    expect(await failing(proxy)).toMatchObject({
      message: `registry.example does not speak HTTPS, through the proxy ${proxy.origin}`,
    });
  });

  it('to be an address is a mistake in the call, and what it holds is not shown', async () => {
    const bad = { registry: { proxies: proxySettings({ HTTPS_PROXY: 'http://me:hunter2@' }) } };
    const error = await images(IMAGE, bad).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'usage', message: 'what HTTPS_PROXY says is no address of a proxy' });
    const socks = { registry: { proxies: proxySettings({ HTTPS_PROXY: 'socks5://me:hunter2@127.0.0.1' }) } };
    await expect(images(IMAGE, socks)).rejects.toThrow('HTTPS_PROXY names a proxy of the kind "socks5"');
  });
});

describe('the command', () => {
  it('goes through the proxy of the variables or the flag, and tells which', async (context) => {
    requireTool(context, 'openssl');
    const main = await builtCli();
    const registry = await tlsRegistry();
    const proxy = await proxyWith({ login: PROXY_LOGIN, hosts: { 'registry.example:443': registry.host } });
    const ca = join(folder.path, 'cert.pem');
    const run = (args: readonly string[], env: Record<string, string>): Promise<CliResult> =>
      startCli(main, [...args, '--cacert', ca], {
        env: { HOME: folder.path, TMPDIR: folder.path, ...env },
        cwd: folder.path,
      }).done;
    const check = [IMAGE, '--no-cache', '-f', 'json'];
    const HTTPS_PROXY = withLogin(proxy);
    expect(await run(check, { HTTPS_PROXY })).toMatchObject({ code: 0, err: '' });
    const asked = proxy.asked.length;
    expect(asked).toBeGreaterThan(0);
    const told = await run(['doctor', '--columns', '200', 'registry.example'], { HTTPS_PROXY });
    expect(told.out).toContain(`answers, asked through ${proxy.origin} (HTTPS_PROXY)`);
    const typed = await run([...check, '--proxy', proxy.origin], { HTTPS_PROXY });
    expect(typed).toMatchObject({ code: 3, out: '' });
    expect(typed.err).toContain(`the proxy ${proxy.origin} wants a login`);
    const local = `${registry.host}/team/app:1.0`;
    expect(await run([local, ...check.slice(1)], { HTTPS_PROXY })).toMatchObject({ code: 0 });
    expect(await run([local, ...check.slice(1), '--proxy', proxy.origin], {})).toMatchObject({ code: 3 });
    for (const { out, err } of [told, typed]) expect(out + err).not.toContain('p%3Aa');
  });
});
