import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildImage } from '../../../testkit/image.ts';
import { startRegistry } from '../../../testkit/registry.ts';
import { sourceOptions, type TestFolder, testFolder } from '../../../testkit/source-options.ts';
import { openTarget, parseTarget } from '../index.ts';
import type { RegistryOptions } from '../provider.ts';
import type { Credentials } from './credential.ts';
import { credentialsFor } from './credentials.ts';

let folder: TestFolder;
const path = process.env['PATH'];
beforeAll(async () => {
  folder = await testFolder();
});
afterEach(() => {
  process.env['PATH'] = path;
});
afterAll(() => folder.remove());

const basic = (text: string): string => Buffer.from(text).toString('base64');
const password = (username: string, secret: string): Credentials => ({
  kind: 'password',
  username,
  password: secret,
});

async function ask(registry: string, config: unknown, over: Partial<RegistryOptions> = {}): Promise<unknown> {
  const dockerConfigFolder = join(folder.path, 'docker');
  await mkdir(dockerConfigFolder, { recursive: true });
  const text = typeof config === 'string' ? config : JSON.stringify(config);
  await writeFile(join(dockerConfigFolder, 'config.json'), text);
  return credentialsFor(registry, { insecure: false, timeout: 1000, dockerConfigFolder, ...over });
}

/** A helper in a folder of its own, in front of PATH. */
async function helper(name: string, script: string): Promise<void> {
  const bin = join(folder.path, 'bin');
  await mkdir(bin, { recursive: true });
  const program = join(bin, `docker-credential-${name}`);
  await writeFile(program, `#!/bin/sh\n${script}\n`);
  await chmod(program, 0o755);
  process.env['PATH'] = `${bin}:${path}`;
}

describe('credentials', () => {
  it('are those given, before all others', async () => {
    const config = { auths: { 'r.example': { auth: basic('a:b') } } };
    expect(await ask('r.example', config, { username: 'u', password: 'p' })).toEqual(password('u', 'p'));
  });

  it("are found in Docker's config under every way to write the host", async () => {
    for (const key of ['r.example', 'https://r.example', 'https://r.example/v1/', 'r.example/v2/']) {
      expect(await ask('r.example', { auths: { [key]: { auth: basic('a:b:c') } } })).toEqual(
        password('a', 'b:c'),
      );
    }
    for (const key of ['https://index.docker.io/v1/', 'docker.io', 'registry-1.docker.io']) {
      expect(await ask('docker.io', { auths: { [key]: { auth: basic('a:b') } } })).toEqual(
        password('a', 'b'),
      );
    }
    expect(await ask('r.example:5000', { auths: { 'r.example': { auth: basic('a:b') } } })).toBeUndefined();
    expect(await ask('r.example', { auths: { 'r.example': {} } })).toBeUndefined();
    expect(await ask('r.example', {})).toBeUndefined();
    const plain = { auths: { 'r.example': { username: 'a', password: 'b' } } };
    expect(await ask('r.example', plain)).toEqual(password('a', 'b'));
  });

  it('may be an identity token', async () => {
    const entry = { auth: basic('a:'), identitytoken: 'refresh' };
    expect(await ask('r.example', { auths: { 'r.example': entry } })).toEqual({
      kind: 'identity-token',
      token: 'refresh',
    });
  });

  it('come from the helper for the host, else from the store, which are told the server on stdin', async () => {
    await helper('own', 'read server; printf \'{"Username":"own","Secret":"%s %s"}\' "$1" "$server"');
    await helper('store', 'read server; printf \'{"Username":"store","Secret":"%s"}\' "$server"');
    const config = { credHelpers: { 'r.example': 'own' }, credsStore: 'store' };
    expect(await ask('r.example', config)).toEqual(password('own', 'get r.example'));
    expect(await ask('docker.io', config)).toEqual(password('store', 'https://index.docker.io/v1/'));
  });

  it('from a helper may be a token, or none, and then the config is asked', async () => {
    await helper('token', 'printf \'{"Username":"<token>","Secret":"refresh"}\'');
    expect(await ask('r.example', { credsStore: 'token' })).toEqual({
      kind: 'identity-token',
      token: 'refresh',
    });
    await helper('none', 'echo credentials not found in native keychain; exit 1');
    expect(await ask('r.example', { credsStore: 'none' })).toBeUndefined();
    const config = { credsStore: 'none', auths: { 'r.example': { auth: basic('a:b') } } };
    expect(await ask('r.example', config)).toEqual(password('a', 'b'));
  });

  it('that cannot be asked for are an error that says so', async () => {
    await helper('broken', 'exit 3');
    await helper('odd', 'echo hello');
    await helper('loud', 'while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx || exit; done');
    for (const credsStore of ['broken', 'loud', 'absent-helper', '../../bin/x', 'a b', '-x']) {
      await expect(ask('r.example', { credsStore })).rejects.toMatchObject({ code: 'unauthorized' });
    }
    await expect(ask('r.example', { credsStore: 'odd' })).rejects.toThrow('is not JSON');
    await expect(ask('r.example', '{')).rejects.toMatchObject({ code: 'usage' });
  });

  it('are not looked for while nobody asks for them', async () => {
    const registry = await startRegistry();
    registry.put('app', buildImage({ steps: [] }), 'latest');
    const dockerConfigFolder = join(folder.path, 'docker');
    await ask('r.example', {});
    await writeFile(join(dockerConfigFolder, 'config.json'), 'no JSON');
    const options = sourceOptions(folder.path);
    const source = await openTarget(parseTarget(`${registry.host}/app`), {
      ...options,
      registry: { ...options.registry, dockerConfigFolder },
    });
    expect(source.images).toHaveLength(1);
    await source.close();
    await registry.close();
  });

  it('that are an identity token are exchanged for a token at the token server', async () => {
    const registry = await startRegistry({
      auth: 'token',
      login: { username: 'a', password: 'b' },
      identityToken: 'refresh',
    });
    registry.put('app', buildImage({ steps: [] }), 'latest');
    const config = (identitytoken: string): unknown => ({ auths: { [registry.host]: { identitytoken } } });
    const options = sourceOptions(folder.path);
    const open = async (): Promise<number> => {
      const source = await openTarget(parseTarget(`${registry.host}/app`), options);
      await source.close();
      return source.images.length;
    };
    await ask('r.example', config('refresh'));
    expect(await open()).toBe(1);
    await ask('r.example', config('other'));
    await expect(open()).rejects.toMatchObject({ code: 'unauthorized' });
    await registry.close();
  });
});
