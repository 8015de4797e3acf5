import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildImage } from '../../testkit/image.ts';
import { randomImage } from '../../testkit/random-image.ts';
import { sourceOptions, type TestFolder, testFolder } from '../../testkit/source-options.ts';
import { dockerArchive, ociArchive } from '../../testkit/store.ts';
import { tar } from '../../testkit/tar.ts';
import { validateImage } from '../../testkit/validate-image.ts';
import { DEFAULT_LIMITS } from '../base/limits.ts';
import type { Image } from '../image/image.ts';
import { parseTarget } from './parse-target.ts';
import type { SourceOptions, StandardInput } from './provider.ts';
import { openTarget } from './providers.ts';

const built = buildImage(randomImage(1, { layers: 2 }));
const other = buildImage(randomImage(2));
const archive = dockerArchive([
  { image: built, tags: ['app:1'] },
  { image: other, tags: ['other:1'] },
]);

let folder: TestFolder;
beforeAll(async () => {
  folder = await testFolder();
});
afterAll(() => folder.remove());

function piped(bytes: Uint8Array, size = 1000): StandardInput {
  return {
    isTerminal: false,
    bytes: (async function* () {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    })(),
  };
}

async function images(
  text: string,
  stdin: StandardInput | undefined,
  over: Partial<SourceOptions> = {},
): Promise<readonly Image[]> {
  const options = sourceOptions(folder.path, { ...(stdin === undefined ? {} : { stdin }), ...over });
  const source = await openTarget(parseTarget(text), options);
  try {
    for (const image of source.images) expect(await validateImage(image)).toEqual([]);
    return source.images;
  } finally {
    await source.close();
    expect(await readdir(join(folder.path, 'scratch'))).toEqual([]);
  }
}

async function failure(text: string, stdin?: StandardInput, over?: Partial<SourceOptions>): Promise<unknown> {
  const error: unknown = await images(text, stdin, over).catch((cause: unknown) => cause);
  expect(await readdir(join(folder.path, 'scratch')).catch(() => [])).toEqual([]);
  return error;
}

describe('standard input', () => {
  it('may be what docker save writes, plain or compressed', async () => {
    for (const bytes of [archive, gzipSync(archive), zstdCompressSync(archive)]) {
      const found = await images('-', piped(bytes));
      expect(found.map(({ reference }) => reference)).toEqual(['stdin:app:1', 'stdin:other:1']);
    }
  });

  it('may be of several gzip members or zstd frames', async () => {
    const half = archive.length >> 1;
    const parts = [archive.subarray(0, half), archive.subarray(half)];
    const skippable = Buffer.from('502a4d1803000000616263', 'hex');
    for (const bytes of [
      Buffer.concat(parts.map((part) => gzipSync(part))),
      Buffer.concat(parts.flatMap((part) => [skippable, zstdCompressSync(part)])),
    ]) {
      expect(await images('-', piped(bytes))).toHaveLength(2);
    }
  });

  it('may have the image chosen in it, and its kind forced', async () => {
    expect((await images('-:other:1', piped(archive)))[0]?.digest).toBe(other.config.digest);
    expect(await images('docker-archive:-:app:1', piped(archive))).toHaveLength(1);
    const layout = ociArchive([{ image: built, name: 'v1' }]);
    expect((await images('-', piped(layout)))[0]?.reference).toBe('stdin:v1');
    expect((await images(`-@${built.manifest.digest}`, piped(layout)))[0]?.hasManifest).toBe(true);
    expect(await failure('docker-archive:-', piped(layout))).toMatchObject({
      message: expect.stringMatching(/^stdin is no docker-archive/),
    });
  });

  it('may be a plain root file system', async () => {
    const rootfs = tar(['etc', 'usr', 'var'].map((path) => ({ path, type: 'directory' })));
    expect((await images('-', piped(gzipSync(rootfs))))[0]).toMatchObject({
      bare: 'archive',
      reference: 'stdin',
    });
    expect((await images('rootfs:-', piped(tar([{ path: 'x', data: 'y' }]))))[0]?.bare).toBe('archive');
  });

  it('of nothing, of a terminal, or of no image is told so', async () => {
    expect(await failure('-', piped(Buffer.alloc(0)))).toMatchObject({
      code: 'target-invalid',
      message: 'standard input is empty',
    });
    const terminal = { ...piped(archive), isTerminal: true };
    for (const stdin of [undefined, terminal]) {
      expect(await failure('-', stdin)).toMatchObject({
        code: 'usage',
        hint: expect.stringContaining('docker save'),
      });
    }
    expect(await failure('-', piped(Buffer.from('hello')))).toMatchObject({
      code: 'target-invalid',
      message: 'stdin is a file that is no tar archive',
    });
    expect(await failure('-', piped(gzipSync(archive).subarray(0, 500)))).toMatchObject({
      message: 'the gzip data of stdin is damaged or cut off',
    });
    expect(await failure('-:none:1', piped(archive))).toMatchObject({ code: 'target-not-found' });
  });

  it('of more than the limit, or that breaks off, leaves nothing behind', async () => {
    const limits = { ...DEFAULT_LIMITS, maxArchiveBytes: 3000 };
    expect(await failure('-', piped(archive), { limits })).toMatchObject({ code: 'limit-reached' });
    const broken: StandardInput = {
      isTerminal: false,
      bytes: (async function* () {
        yield archive.subarray(0, 2000);
        throw new Error('EIO');
      })(),
    };
    expect(await failure('-', broken)).toMatchObject({ code: 'target-invalid' });
    const abort = new AbortController();
    const endless: StandardInput = {
      isTerminal: false,
      bytes: (async function* () {
        for (;;) {
          yield Buffer.alloc(1000);
          abort.abort();
        }
      })(),
    };
    expect(await failure('-', endless, { signal: abort.signal })).toMatchObject({ code: 'interrupted' });
  });

  it('is not read for a registry or a daemon', async () => {
    for (const target of ['registry:-', 'docker-daemon:-', 'podman:-']) {
      let read = false;
      const stdin: StandardInput = {
        isTerminal: false,
        bytes: (async function* () {
          read = true;
          yield archive;
        })(),
      };
      const env = { DOCKER_HOST: 'unix:///nowhere', CONTAINER_HOST: 'unix:///nowhere' };
      expect(await failure(target, stdin, { env })).toBeInstanceOf(Error);
      expect(read).toBe(false);
    }
  });
});
