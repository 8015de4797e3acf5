import { readdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type Answerer,
  type DaemonItem,
  type FakeDaemon,
  startFakeDaemon,
} from '../../../testkit/fake-daemon.ts';
import { buildImage } from '../../../testkit/image.ts';
import { randomImage } from '../../../testkit/random-image.ts';
import { sourceOptions, type TestFolder, testFolder } from '../../../testkit/source-options.ts';
import { dockerArchive, modernDockerArchive } from '../../../testkit/store.ts';
import { validateImage } from '../../../testkit/validate-image.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import type { Image } from '../../image/image.ts';
import { parseTarget } from '../parse-target.ts';
import type { SourceOptions } from '../provider.ts';
import { openTarget } from '../providers.ts';

const built = buildImage(randomImage(3, { layers: 3 }));
const ITEM: DaemonItem = {
  id: built.config.digest,
  tags: ['app:1', 'team/app:2'],
  // By its ID an engine exports an image without its tags.
  archive: dockerArchive([{ image: built, tags: [] }]),
};

let folder: TestFolder;
let running: { close(): Promise<void> }[] = [];
beforeAll(async () => {
  folder = await testFolder();
});
afterEach(async () => {
  await Promise.all(running.map((one) => one.close()));
  running = [];
});
afterAll(() => folder.remove());

async function daemon(items: readonly DaemonItem[] = [ITEM], answer?: Answerer): Promise<FakeDaemon> {
  const started = await startFakeDaemon(folder.path, items, answer);
  running.push(started);
  return started;
}

async function images(
  text: string,
  socket: string,
  over: Partial<SourceOptions> = {},
): Promise<readonly Image[]> {
  const env = { DOCKER_HOST: `unix://${socket}`, CONTAINER_HOST: `unix://${socket}` };
  const source = await openTarget(parseTarget(text), sourceOptions(folder.path, { env, ...over }));
  try {
    for (const image of source.images) expect(await validateImage(image)).toEqual([]);
    return source.images;
  } finally {
    await source.close();
  }
}

async function scratchFiles(): Promise<readonly string[]> {
  return readdir(join(folder.path, 'scratch')).catch(() => []);
}

describe('an image of a daemon', () => {
  it('is the one that was built, under every name that it has there', async () => {
    const { socket, asked } = await daemon();
    const [image, ...rest] = await images('docker-daemon:app:1', socket);
    expect(rest).toEqual([]);
    expect(image).toMatchObject({
      reference: 'docker-daemon:app:1',
      alsoNamed: ['docker-daemon:team/app:2'],
      digest: built.config.digest,
    });
    expect(image?.layers.map(({ diffId }) => diffId)).toEqual(built.diffIds);
    expect(asked).toEqual(['/_ping', '/images/app:1/json', `/images/${ITEM.id}/get`]);
    expect(await scratchFiles()).toEqual([]);
  });

  it('is had from Docker 25 and later as well, and by its ID', async () => {
    const archive = modernDockerArchive([{ image: built, tags: [] }]);
    const { socket } = await daemon([{ ...ITEM, archive }]);
    const [image] = await images(`docker-daemon:${ITEM.id}`, socket);
    expect(image).toMatchObject({
      reference: `docker-daemon:${ITEM.id}`,
      alsoNamed: ['docker-daemon:app:1', 'docker-daemon:team/app:2'],
      hasManifest: true,
    });
  });

  it('that is another than the daemon said is noted', async () => {
    const swapped = buildImage(randomImage(9));
    const archive = dockerArchive([{ image: swapped, tags: [] }]);
    const { socket } = await daemon([{ ...ITEM, archive }]);
    const [image] = await images('docker-daemon:app:1', socket);
    expect(image?.digest).toBe(swapped.config.digest);
    expect(image?.notes).toEqual([expect.stringContaining(`${ITEM.id}; what it exported has another ID`)]);
    const honest = await daemon();
    expect((await images('docker-daemon:app:1', honest.socket))[0]?.notes).toBeUndefined();
  });

  it('of Podman may be named as it was built, without localhost/', async () => {
    const { socket } = await daemon([{ ...ITEM, tags: ['localhost/app:latest'] }]);
    expect((await images('podman:app', socket))[0]?.reference).toBe('podman:localhost/app:latest');
    expect((await images('podman:localhost/app', socket))[0]?.reference).toBe('podman:localhost/app:latest');
  });

  it('is not looked for where a plain reference is given', async () => {
    const { socket, asked } = await daemon();
    await expect(images('localhost:1/app:1', socket)).rejects.toMatchObject({ code: 'unreachable' });
    expect(asked).toEqual([]);
  });

  it('that is not there is told with the names that are near', async () => {
    const { socket } = await daemon();
    await expect(images('docker-daemon:ap:1', socket)).rejects.toMatchObject({
      code: 'target-not-found',
      message: expect.stringContaining(`${socket} has no image ap:1`),
      hint: 'Did you mean app:1?',
    });
    await expect(images('docker-daemon:other', socket)).rejects.toMatchObject({
      hint: 'It has app:1, team/app:2.',
    });
    await expect(images('docker-daemon:x', (await daemon([])).socket)).rejects.toMatchObject({
      hint: expect.stringContaining('no named image'),
    });
  });

  it.each(['../../etc', 'a?x=1', 'a b', 'a//b', 'a%2fb', 'a\r\nb', '-x', 'a/./b'])(
    'named %j is refused before anything of it is asked',
    async (name) => {
      const { socket, asked } = await daemon();
      await expect(images(`docker-daemon:${name}`, socket)).rejects.toMatchObject({ code: 'usage' });
      expect(asked).toEqual(['/_ping']);
    },
  );
});

describe('a daemon in trouble', () => {
  const failing = async (answer: Answerer, over: Partial<SourceOptions> = {}): Promise<unknown> => {
    const { socket } = await daemon([ITEM], answer);
    const error: unknown = await images('docker-daemon:app:1', socket, over).catch((cause: unknown) => cause);
    expect(await scratchFiles()).toEqual([]);
    return error;
  };

  it('that breaks off in the middle of an image is an error', async () => {
    const error = await failing((path, response) => {
      if (!path.endsWith('/get')) return false;
      response.writeHead(200, { 'content-length': ITEM.archive.length });
      response.write(ITEM.archive.subarray(0, 3000), () => response.destroy());
      return true;
    });
    expect(error).toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('cannot be reached'),
    });
  });

  it('that ends an image too early, as if it were whole, is an error', async () => {
    const error = await failing((path, response) => {
      if (path.endsWith('/get')) response.end(ITEM.archive.subarray(0, 3000));
      return path.endsWith('/get');
    });
    expect(error).toMatchObject({
      code: 'target-invalid',
      message: expect.stringMatching(/damaged|no archive/),
    });
  });

  it('that sends something else, or nothing, is an error', async () => {
    for (const bytes of [Buffer.from('<html>'), Buffer.alloc(0)]) {
      const error = await failing((path, response) => {
        if (path.endsWith('/get')) response.end(bytes);
        return path.endsWith('/get');
      });
      expect(error).toMatchObject({ code: 'target-invalid', message: expect.stringContaining('no archive') });
    }
  });

  it('that sends more than the limit is cut short', async () => {
    const limits = { ...DEFAULT_LIMITS, maxArchiveBytes: 2048 };
    expect(await failing(() => false, { limits })).toMatchObject({ code: 'limit-reached' });
  });

  it('that stops answering is given up', async () => {
    const registry = { ...sourceOptions(folder.path).registry, timeout: 50 };
    const error = await failing((path) => path === '/_ping', { registry });
    expect(error).toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('does not answer'),
    });
  });

  it('that refuses is told in its own words, made visible', async () => {
    const error = await failing((path, response) => {
      if (!path.endsWith('/json')) return false;
      response.writeHead(500).end(JSON.stringify({ message: 'no \u001b[31mroom' }));
      return true;
    });
    expect(error).toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(/answered 500 .* no [^\u001b]*room$/),
    });
  });

  it('whose answers make no sense is an error', async () => {
    for (const body of ['', 'x', '[]', '{"Id":"../../etc/passwd"}', '{"Id":1}', `"${'x'.repeat(99)}"`]) {
      const error = await failing((path, response) => {
        if (path.endsWith('/json')) response.end(body);
        return path.endsWith('/json');
      });
      expect(error).toMatchObject({ code: 'target-invalid' });
    }
  });

  it('that answers no ping is none', async () => {
    const error = await failing((_path, response) => {
      response.writeHead(404).end('nothing here');
      return true;
    });
    expect(error).toMatchObject({ code: 'unreachable', message: expect.stringContaining('404 to a ping') });
  });

  it('that speaks something else than HTTP is told', async () => {
    const socket = join(folder.path, 'other.sock');
    const server: Server = createServer((connection) => connection.end('SSH-2.0-x\r\n'));
    await new Promise<void>((resolve) => {
      server.listen(socket, resolve);
    });
    running.push({ close: async () => void server.close() });
    await expect(images('docker-daemon:app', socket)).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('is not there', async () => {
    await expect(images('docker-daemon:app', join(folder.path, 'none'))).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('there is no such socket'),
      hint: expect.stringContaining('DOCKER_HOST'),
    });
    await writeFile(join(folder.path, 'file'), '');
    await expect(images('docker-daemon:app', join(folder.path, 'file'))).rejects.toMatchObject({
      code: 'unreachable',
    });
    const env = { XDG_RUNTIME_DIR: join(folder.path, 'nowhere') };
    await expect(images('docker-daemon:app', '', { env })).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('is let go of when the user interrupts', async () => {
    const abort = new AbortController();
    const error = await failing(
      (path) => {
        if (path.endsWith('/get')) abort.abort();
        return path.endsWith('/get');
      },
      { signal: abort.signal },
    );
    expect(error).toMatchObject({ code: 'interrupted' });
  });
});
