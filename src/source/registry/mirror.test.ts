import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildImage } from '../../../testkit/image.ts';
import type { RegistrySwitches, TestRegistry } from '../../../testkit/registry.ts';
import { BUILT, LOGIN, registryTests, withRegistry } from '../../../testkit/registry-tests.ts';
import type { RegistryMirror, RegistryNotice } from '../index.ts';
import { parseMirror } from './mirror.ts';

const { registryWith, images, firstLayer, options } = registryTests();

describe('--mirror', () => {
  it('names a host, whose mirror it is, and a path in front of names', () => {
    const mirror = (registry: string, host: string, prefix = '', plainHttp = false): RegistryMirror => ({
      registry,
      host,
      prefix,
      plainHttp,
    });
    for (const [text, expected] of [
      ['mirror.example', mirror('docker.io', 'mirror.example')],
      ['https://mirror.example/', mirror('docker.io', 'mirror.example')],
      ['mirror.example:5000/hub', mirror('docker.io', 'mirror.example:5000', 'hub/')],
      ['quay.io=mirror.example/a/b', mirror('quay.io', 'mirror.example', 'a/b/')],
      ['index.docker.io=localhost:5000', mirror('docker.io', 'localhost:5000')],
      ['quay.io=http://10.0.0.1:5000', mirror('quay.io', '10.0.0.1:5000', '', true)],
      ['localhost:1=[::1]:5000', mirror('localhost:1', '[::1]:5000')],
      ['quay.io=quay.io/proxy', mirror('quay.io', 'quay.io', 'proxy/')],
    ] as const) {
      expect(parseMirror(text)).toEqual(expected);
    }
  });

  it('is refused in any other shape', () => {
    for (const text of [
      '',
      '=',
      'mirror',
      'quay.io=',
      '=mirror.example',
      'ftp://mirror.example',
      'user:secret@mirror.example',
      'mirror.example/Upper',
      'mirror.example/a:tag',
      'mirror.example/a?b',
      'quay.io=quay.io',
      'a/b=mirror.example',
      'mirror.example\n',
    ]) {
      expect(parseMirror(text)).toBeTypeOf('string');
    }
  });
});

async function mirrored(switches: RegistrySwitches = {}, prefix = '') {
  const registry = await registryWith();
  const mirror = await registryWith(switches);
  mirror.put(`${prefix}team/app`, BUILT, '1.0');
  const notices: RegistryNotice[] = [];
  const over = withRegistry({
    mirrors: [{ registry: registry.host, host: mirror.host, prefix, plainHttp: false }],
    onNotice: (notice) => notices.push(notice),
  });
  const name = `${registry.host}/team/app:1.0`;
  return { registry, mirror, over, name, notices };
}

const asked = (registry: TestRegistry): string[] => registry.log().filter((line) => line !== 'GET /v2/');

describe('a mirror', () => {
  it('is asked instead of the registry, under its own prefix; the image keeps its name', async () => {
    const { registry, mirror, over, name } = await mirrored({}, 'hub/');
    const [image] = await images(name, over);
    expect(image?.reference).toBe(name);
    expect(registry.requests).toEqual([]);
    expect(mirror.log()).toContain('HEAD /v2/hub/team/app/manifests/1.0');
  });

  it('of another registry is not asked', async () => {
    const { registry, mirror, over } = await mirrored();
    const other = await registryWith();
    await images(`${other.host}/team/app:1.0`, over);
    expect([registry.requests, mirror.requests]).toEqual([[], []]);
  });

  it('that lacks something leaves it to the registry, and is asked for the rest', async () => {
    const { registry, mirror, over, name, notices } = await mirrored();
    mirror.remove('team/app', BUILT.config.digest);
    await images(name, over);
    expect(asked(registry)).toEqual([`GET /v2/team/app/blobs/${BUILT.config.digest}`]);
    expect(notices).toEqual([]);
  });

  it('that has nothing, wants a login, fails, or is none, leaves all to the registry', async () => {
    const cases: [RegistrySwitches, string | undefined][] = [
      [{ auth: 'basic', login: LOGIN }, undefined],
      [{ failFirst: { count: 1000, status: 429 } }, 'it answered 429'],
      [{ failFirst: { count: 1000, status: 503 } }, 'it answered 503'],
      [{ html: true }, 'it answered with a web page'],
    ];
    for (const [switches, why] of cases) {
      const { registry, mirror, over, name, notices } = await mirrored(switches);
      const [image] = await images(name, over);
      expect(image?.digest).toBe(BUILT.manifest.digest);
      expect(registry.requests.length).toBeGreaterThan(0);
      if (why !== undefined) expect(notices).toEqual([{ kind: 'mirror-left', host: mirror.host, why }]);
    }
  });

  it('that does not answer is asked once, and the next one in order instead', async () => {
    const { registry, mirror, over, name, notices } = await mirrored();
    const second = await registryWith();
    const mirrors = [mirror, second].map(({ host }) => ({
      registry: registry.host,
      host,
      prefix: '',
      plainHttp: false,
    }));
    await mirror.close();
    await images(name, { registry: { ...over.registry, mirrors } });
    expect(notices).toEqual([
      {
        kind: 'mirror-left',
        host: mirror.host,
        why: `${mirror.host} cannot be reached: the connection was refused`,
      },
    ]);
    expect(registry.requests).toEqual([]);
    expect(second.requests.length).toBeGreaterThan(0);
  });

  it('that sends other bytes than asked for is found out, and left', async () => {
    const { registry, mirror, over, name, notices } = await mirrored();
    const other = buildImage({ steps: [] });
    mirror.putBlobs('team/app', [{ ...other.config, digest: BUILT.config.digest }]);
    const [image] = await images(name, over);
    expect(image?.config.history).toHaveLength(3);
    expect(notices).toMatchObject([{ kind: 'mirror-left', why: expect.stringContaining('other bytes') }]);
    expect(asked(registry)[0]).toBe(`GET /v2/team/app/blobs/${BUILT.config.digest}`);
    const changed = await mirrored({ changeManifests: true });
    await images(changed.name, changed.over);
    expect(changed.notices).toMatchObject([{ why: expect.stringContaining('other bytes') }]);
  });

  it('that breaks off in a layer is left, and the registry goes on from there', async () => {
    const { registry, mirror, over, name, notices } = await mirrored();
    const bytes = await firstLayer(name, over, () => mirror.set({ cutBlobs: 1000, cutAfter: 1000 }));
    expect(bytes).toEqual(BUILT.layers[0]?.bytes);
    expect(registry.requests.at(-1)?.headers['range']).toBe('bytes=1000-');
    expect(notices[0]).toMatchObject({ kind: 'mirror-left' });
  });

  it('never gets the credentials of the registry, but its own', async () => {
    const { registry, mirror, over, name } = await mirrored();
    const folder = options().registry.dockerConfigFolder ?? '';
    const auth = (text: string): { auth: string } => ({ auth: Buffer.from(text).toString('base64') });
    const theirs = { username: 'mirror', password: 'own' };
    mirror.set({ auth: 'basic', login: theirs });
    const given = { registry: { ...over.registry, ...LOGIN } };
    const sent = (at: TestRegistry): unknown[] => [
      ...new Set(
        at.requests.map(({ headers }) => headers['authorization']).filter((one) => one !== undefined),
      ),
    ];
    registry.set({ auth: 'basic', login: LOGIN });
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'config.json'), JSON.stringify({ auths: { [registry.host]: auth('x:y') } }));
    await images(name, given);
    expect(sent(mirror)).toEqual([]);
    expect(sent(registry)).toEqual([`Basic ${auth('user:secret:with:colons').auth}`]);
    const config = { auths: { [mirror.host]: auth('mirror:own') } };
    await writeFile(join(folder, 'config.json'), JSON.stringify(config));
    await images(name, given);
    expect(sent(mirror)).toEqual([`Basic ${auth('mirror:own').auth}`]);
  });
});
