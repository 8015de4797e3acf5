import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { builtCli, type CliResult, startCli } from '../testkit/built-cli.ts';
import { type Identity, type TestAuthority, testAuthority } from '../testkit/certificates.ts';
import { type DockerRegistry, startDockerRegistry } from '../testkit/docker-registry.ts';
import { fakeClock } from '../testkit/fake-clock.ts';
import { startProxy } from '../testkit/proxy.ts';
import { BUILT, registryTests } from '../testkit/registry-tests.ts';
import { type TestFolder, testFolder } from '../testkit/source-options.ts';
import { writeOciLayout } from '../testkit/store.ts';
import { hasTool, requireTool } from '../testkit/tools.ts';

const { registryWith, images } = registryTests();
let folder: TestFolder;
let authority: TestAuthority;
let stranger: TestAuthority;
let server: Identity;
let client: Identity;
const at = (...names: string[]): string => join(folder.path, ...names);
beforeAll(async () => {
  folder = await testFolder();
  if (!hasTool('openssl')) return;
  authority = testAuthority(at('authority'));
  stranger = testAuthority(at('stranger'));
  server = authority.issue('server', 'IP:127.0.0.1,DNS:registry.example,DNS:cdn.example');
  client = authority.issue('client', 'DNS:client.example');
});
afterAll(() => folder.remove());

/** `certs.d` folders for a host, in a parent of their own. */
function keep(parent: string, host: string, files: Readonly<Record<string, string>>): string {
  const place = at(parent, host);
  mkdirSync(place, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(place, name), text);
  return at(parent);
}

describe("Debian's docker-registry that wants a client certificate", () => {
  let registry: DockerRegistry | undefined;
  afterAll(() => registry?.stop());

  async function wanting(context: TestContext): Promise<string> {
    for (const tool of ['docker-registry', 'skopeo', 'openssl']) requireTool(context, tool);
    if (registry !== undefined) return registry.host;
    registry = await startDockerRegistry(at('registry'), {
      tls: true,
      clientAuthority: authority.certificate,
    });
    const folders = keep('push', registry.host, {
      'ca.crt': registry.certificate ?? '',
      'client.cert': client.cert,
      'client.key': client.key,
    });
    await writeOciLayout(at('layout'), [{ image: BUILT, name: 'app' }]);
    const to = [
      '--dest-cert-dir',
      join(folders, registry.host),
      `oci:${at('layout')}:app`,
      `docker://${registry.host}/app:1`,
    ];
    const { status, stderr } = spawnSync('skopeo', ['--insecure-policy', 'copy', '--quiet', ...to], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`skopeo failed: ${stderr}`);
    return registry.host;
  }

  async function cli(home: string, args: readonly string[]): Promise<CliResult> {
    const env = { HOME: at(home), TMPDIR: folder.path };
    return startCli(await builtCli(), args, { env, cwd: folder.path }).done;
  }

  it('is shown the one in the home folder of Podman and Docker, and its authority is believed', async (context) => {
    const host = await wanting(context);
    for (const tool of ['containers', 'docker']) {
      keep(`${tool}-home/.config/${tool}/certs.d`, host, {
        'ca.crt': registry?.certificate ?? '',
        'client.cert': client.cert,
        'client.key': client.key,
      });
      const checked = await cli(`${tool}-home`, [`${host}/app:1`, '--no-cache', '-f', 'json']);
      expect([checked.err, checked.code]).toEqual(['', 0]);
      const told = await cli(`${tool}-home`, ['doctor', '-f', 'json', host]);
      expect(told.out).toContain(
        `is shown the client certificate ${at(`${tool}-home/.config/${tool}/certs.d/${host}/client.cert`)}`,
      );
    }
  });

  it('says no to others, and why is told', async (context) => {
    const host = await wanting(context);
    const ca = { 'ca.crt': registry?.certificate ?? '' };
    keep('none/.config/containers/certs.d', host, ca);
    const without = await cli('none', [`${host}/app:1`, '--no-cache']);
    expect(without).toMatchObject({ code: 3, out: '' });
    expect(without.err).toContain(`${host} ended the TLS handshake; it seems to want a client certificate\n`);
    expect(without.err).toContain(`~/.config/containers/certs.d/${host}/`);
    const other = stranger.issue('other', 'DNS:client.example');
    keep('other/.config/containers/certs.d', host, { ...ca, 'a.cert': other.cert, 'a.key': other.key });
    const refused = await cli('other', [`${host}/app:1`, '--no-cache']);
    expect(refused).toMatchObject({ code: 3, out: '' });
    expect(refused.err).toMatch(/does not accept the client certificate .*a\.cert\n/);
    expect(existsSync(at('other', 'app'))).toBe(false);
  });
});

describe('a client certificate', () => {
  const asking = (): object => ({ ...server, requestCert: true, rejectUnauthorized: false });
  const files = (): Record<string, string> => ({
    'ca.crt': authority.certificate,
    'client.cert': client.cert,
    'client.key': client.key,
  });

  it('is shown to its registry alone: to no other port, mirror or redirect, and not on the way back', async (context) => {
    requireTool(context, 'openssl');
    const registry = await registryWith({ tls: asking() as Identity });
    const other = await registryWith({
      tls: asking() as Identity,
      redirectBlobs: (path) => (path.includes('?') ? undefined : `${registry.origin}${path}?back`),
    });
    registry.set({ redirectBlobs: (path) => (path.includes('?') ? undefined : `${other.origin}${path}`) });
    const certificateFolders = [keep('alone', registry.host, files())];
    expect(await images(`${registry.host}/team/app:1.0`, { registry: { certificateFolders } })).toHaveLength(
      1,
    );
    const back = registry.requests.filter(({ url }) => url.endsWith('?back'));
    expect(back.length).toBeGreaterThan(0);
    expect(new Set([...other.requests, ...back].map(({ client: who }) => who))).toEqual(new Set([undefined]));
    const own = registry.requests.filter(({ url }) => !url.endsWith('?back'));
    expect(new Set(own.map(({ client: who }) => who))).toEqual(new Set(['client']));
    const mirror = await registryWith({ tls: asking() as Identity });
    const mirrors = [{ registry: registry.host, host: mirror.host, prefix: '', plainHttp: false }];
    await images(`${registry.host}/team/app:1.0`, {
      registry: { certificateFolders, mirrors, caCertificates: authority.certificate },
    });
    expect(mirror.requests.length).toBeGreaterThan(0);
    expect(new Set(mirror.requests.map(({ client: who }) => who))).toEqual(new Set([undefined]));
  });

  it('goes through a proxy to the registry, and is not shown to the proxy', async (context) => {
    requireTool(context, 'openssl');
    const registry = await registryWith({ tls: asking() as Identity });
    const proxy = await startProxy({
      tls: asking() as Identity,
      hosts: { 'registry.example:443': registry.host },
    });
    const certificateFolders = [keep('proxied', 'registry.example', files())];
    const proxies = { https: { address: proxy.origin, from: 'HTTPS_PROXY' } };
    expect(
      await images('registry.example/team/app:1.0', { registry: { certificateFolders, proxies } }),
    ).toHaveLength(1);
    expect(new Set(registry.requests.map(({ client: who }) => who))).toEqual(new Set(['client']));
    expect(new Set(proxy.asked.map(({ client: who }) => who))).toEqual(new Set([undefined]));
    await proxy.close();
  });

  it('that cannot be used is a mistake in the call, before anything is asked', async (context) => {
    requireTool(context, 'openssl');
    const registry = await registryWith({ tls: asking() as Identity });
    const locked = at('locked.key');
    writeFileSync(at('plain.key'), client.key);
    spawnSync('openssl', ['pkcs8', '-topk8', '-in', at('plain.key'), '-out', locked, '-passout', 'pass:x']);
    const other = stranger.issue('mismatched', 'DNS:client.example');
    const fresh = files();
    let count = 0;
    const failure = async (
      kept: Record<string, string>,
      change?: (place: string) => void,
    ): Promise<unknown> => {
      const parent = keep(`broken-${count++}`, registry.host, kept);
      change?.(join(parent, registry.host));
      return images(`${registry.host}/team/app:1.0`, { registry: { certificateFolders: [parent] } }).catch(
        (error: unknown) => error,
      );
    };
    const told = async (message: RegExp, ...args: Parameters<typeof failure>): Promise<void> =>
      expect(await failure(...args)).toMatchObject({
        code: 'usage',
        message: expect.stringMatching(message),
      });
    const { 'client.key': _, ...noKey } = fresh;
    const { 'client.cert': __, ...noCert } = fresh;
    await told(/client\.key is not the key of .*client\.cert$/, { ...fresh, 'client.key': other.key });
    await told(/client\.key cannot be read: it is not there$/, noKey);
    await told(/client\.cert cannot be read: it is not there$/, noCert);
    await told(/client\.key holds no private key in PEM$/, { ...fresh, 'client.key': 'x' });
    await told(/client\.cert holds no certificate in PEM$/, { ...fresh, 'client.cert': 'x' });
    await told(/ca\.crt holds no certificate in PEM$/, { ...fresh, 'ca.crt': 'x' });
    await told(/client\.key cannot be read: it is a folder$/, noKey, (place) =>
      mkdirSync(join(place, 'client.key')),
    );
    await told(/client\.key is locked with a passphrase$/, noKey, (place) =>
      copyFileSync(locked, join(place, 'client.key')),
    );
    await told(/client\.key cannot be read: it is larger than 1 MiB$/, {
      ...fresh,
      'client.key': 'x'.repeat(2 ** 20 + 1),
    });
    expect(registry.requests).toEqual([]);
    const certificateFolders = [keep('old', registry.host, fresh)];
    const clock = fakeClock({ start: Date.parse('2999-01-01') });
    await expect(
      images(`${registry.host}/team/app:1.0`, { registry: { certificateFolders, clock } }),
    ).rejects.toThrow(/^the client certificate .*client\.cert was valid until /);
  });

  it('is looked for in the first folder that has one for the host', async (context) => {
    requireTool(context, 'openssl');
    const registry = await registryWith({ tls: asking() as Identity });
    const first = keep('first', registry.host, { 'ca.crt': authority.certificate });
    const second = keep('second', registry.host, files());
    const shown = async (...certificateFolders: string[]): Promise<unknown> => {
      await images(`${registry.host}/team/app:1.0`, { registry: { certificateFolders } });
      return registry.requests.at(-1)?.client;
    };
    expect(await shown(first, second)).toBeUndefined();
    expect(await shown(at('not-there'), second, first)).toBe('client');
  });
});
