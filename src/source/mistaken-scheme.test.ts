import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sourceOptions, type TestFolder, testFolder } from '../../testkit/source-options.ts';
import { openTarget, parseTarget } from './index.ts';
import { checkScheme } from './mistaken-scheme.ts';
import { PROVIDERS } from './providers.ts';

const SCHEMES = PROVIDERS.flatMap(({ schemes }) => schemes);

let folder: TestFolder;
beforeAll(async () => {
  folder = await testFolder();
});
afterAll(() => folder.remove());

/** Nobody is asked: what is no name is refused before, and the registry of the others is closed. */
function problemOf(text: string): Promise<{ code: string; message: string; hint: string }> {
  return openTarget(parseTarget(text), sourceOptions(folder.path)).then(
    () => Promise.reject(new Error(`${text} was opened`)),
    (error) => error,
  );
}

describe('what is no scheme', () => {
  it.each([
    ['oci-archve:x.tar', 'Did you mean oci-archive:x.tar?'],
    [
      'docker-deamon:app:1',
      'Did you mean docker-daemon:app:1? Else, if an image of that name is meant, write registry:docker-deamon:app:1',
    ],
    ['containers-storage:app', 'podman:app, or: podman save app | clearpull -'],
    ['file:x.tar', 'Write the path alone: ./x.tar'],
    ['file:///srv/x.tar', 'Write the path alone: /srv/x.tar'],
    ['https://hub.docker.com/_/nginx?tab=tags', 'Write the name alone: nginx'],
    ['https://hub.docker.com/r/acme/app/tags', 'Write the name alone: acme/app'],
    ['https://ghcr.io/acme/app:1/', 'Write the name alone: ghcr.io/acme/app:1'],
    ['localhost:5000', 'Write localhost:5000/NAME:TAG'],
    ['127.0.0.1:5000', 'Write 127.0.0.1:5000/NAME:TAG'],
    ['ftp://x/y', 'NAME:TAG or HOST/NAME:TAG'],
  ])('%s is told of before anybody is asked', async (text, hint) => {
    expect(await problemOf(text)).toMatchObject({ code: 'usage', hint: expect.stringContaining(hint) });
  });

  it.each([
    'registry:2',
    'docker:27-dind',
    'redis:7',
    'localhost:5000/app',
    'oci:x',
    'nginx',
    'a/podmann:1',
    'toString:1',
  ])('%s may be an image', (text) => {
    expect(() => checkScheme(text, SCHEMES)).not.toThrow();
  });
});

describe('a name that no registry takes', () => {
  it('in capitals is told in lower case', async () => {
    expect((await problemOf('127.0.0.1:1/Team/APP:V1')).hint).toBe(
      'Names are in lower case: 127.0.0.1:1/team/app:V1',
    );
    expect((await problemOf('NGINX::')).hint).toContain('NAME:TAG');
  });

  it('may be that of a folder here, which is said', async () => {
    const here = process.cwd();
    process.chdir(folder.path);
    try {
      await mkdir('layout');
      expect((await problemOf('layout:app:1')).hint).toContain(
        'layout also lies here: for an image in it, write ./layout:app:1.',
      );
      expect((await problemOf('other:app:1')).hint).not.toContain('lies here');
    } finally {
      process.chdir(here);
    }
  });
});

describe('a path that is no image', () => {
  const hintFor = async (name: string): Promise<string> => (await problemOf(join(folder.path, name))).hint;

  it('is told what to do with what it is', async () => {
    const at = (...names: readonly string[]): string => join(folder.path, ...names);
    await writeFile(at('image.tar.bz2'), 'BZh91AY');
    expect(await hintFor('image.tar.bz2')).toBe(
      `Decompress it first: bzip2 -dc ${at('image.tar.bz2')} | clearpull -`,
    );
    await writeFile(at('image.zip'), 'PK\u0003\u0004');
    expect(await hintFor('image.zip')).toContain('Unpack it');
    await mkdir(at('bundle', 'rootfs'), { recursive: true });
    await writeFile(at('bundle', 'config.json'), '{}');
    expect(await hintFor('bundle')).toBe(`Write rootfs:${at('bundle')}/rootfs for its files.`);
    await mkdir(at('unpacked'));
    await writeFile(at('unpacked', 'manifest.json'), '[]');
    expect(await hintFor('unpacked')).toBe(`Pack it again: tar -c -C ${at('unpacked')} . | clearpull -`);
    await rm(at('bundle'), { recursive: true });
  });
});
