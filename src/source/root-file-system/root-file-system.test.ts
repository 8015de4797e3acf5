import { spawnSync } from 'node:child_process';
import {
  chmod,
  chown,
  link,
  lstat,
  mkdir,
  readdir,
  readFile,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { sourceOptions, type TestFolder, testFolder } from '../../../testkit/source-options.ts';
import { tar } from '../../../testkit/tar.ts';
import { validateImage } from '../../../testkit/validate-image.ts';
import { digestOf } from '../../base/digest.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import type { Image } from '../../image/image.ts';
import { parseTarget } from '../parse-target.ts';
import type { SourceOptions } from '../provider.ts';
import { openTarget } from '../providers.ts';

let folder: TestFolder;
beforeAll(async () => {
  folder = await testFolder();
});
afterAll(() => folder.remove());

let made = 0;
/** A new folder with the standard ones in it. */
async function rootFolder(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const path = join(folder.path, `root-${made++}`);
  for (const name of ['etc', 'usr', 'var']) await mkdir(join(path, name), { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(path, name, '..'), { recursive: true });
    await writeFile(join(path, name), text);
  }
  return path;
}

async function withImage<T>(
  text: string,
  use: (image: Image, tarPath: string) => Promise<T>,
  over: Partial<SourceOptions> = {},
): Promise<T> {
  const source = await openTarget(parseTarget(text), sourceOptions(folder.path, over));
  try {
    expect(source.images).toHaveLength(1);
    const [image] = source.images as [Image];
    expect(await validateImage(image)).toEqual([]);
    const bytes = await image.layers[0]?.open();
    return await use(image, bytes?.kind === 'file' ? bytes.path : '');
  } finally {
    await source.close();
    expect(await readdir(join(folder.path, 'scratch')).catch(() => [])).toEqual([]);
  }
}

function imageOf(text: string, over: Partial<SourceOptions> = {}): Promise<Image> {
  return withImage(text, async (image) => image, over);
}

interface Listed {
  readonly header: Header;
  readonly data: string;
}

/** What another implementation reads in the tar of a folder. */
function listed(path: string, over: Partial<SourceOptions> = {}): Promise<Map<string, Listed>> {
  return withImage(
    `dir:${path}`,
    async (_image, tarPath) => {
      const entries = new Map<string, Listed>();
      const reader = extract();
      reader.end(await readFile(tarPath));
      for await (const entry of reader) {
        const chunks: Buffer[] = [];
        for await (const chunk of entry) chunks.push(chunk as Buffer);
        const data = Buffer.concat(chunks).toString('latin1');
        entries.set(entry.header.name, { header: entry.header, data });
      }
      return entries;
    },
    over,
  );
}

function requireRoot(context: TestContext): void {
  if (process.getuid?.() !== 0) context.skip('only root can make such files');
}

describe('a folder', () => {
  it('becomes a tar that others read: sorted, with everything in it', async () => {
    const long = `${'d'.repeat(120)}/${'f'.repeat(200)}`;
    const path = await rootFolder({
      'etc/b': 'two',
      'etc/a': 'one',
      'etc/empty': '',
      [`usr/${long}`]: 'deep',
    });
    await chmod(join(path, 'etc/a'), 0o4755);
    await symlink('/etc/passwd', join(path, 'etc/link'));
    await symlink('x'.repeat(300), join(path, 'etc/long-link'));
    await link(join(path, 'etc/a'), join(path, 'usr/same'));
    const entries = await listed(path);
    expect([...entries.keys()]).toEqual([
      './',
      'etc/',
      'etc/a',
      'etc/b',
      'etc/empty',
      'etc/link',
      'etc/long-link',
      'usr/',
      `usr/${'d'.repeat(120)}/`,
      `usr/${long}`,
      'usr/same',
      'var/',
    ]);
    expect(entries.get('etc/a')).toMatchObject({ header: { type: 'file', mode: 0o4755 }, data: 'one' });
    expect(entries.get(`usr/${long}`)).toMatchObject({ data: 'deep' });
    expect(entries.get('etc/link')?.header).toMatchObject({ type: 'symlink', linkname: '/etc/passwd' });
    expect(entries.get('etc/long-link')?.header.linkname).toBe('x'.repeat(300));
    expect(entries.get('usr/same')?.header).toMatchObject({ type: 'link', linkname: 'etc/a', size: 0 });
  });

  it('has one digest, whenever its files were made, and in whatever order', async () => {
    const one = await rootFolder({ 'etc/a': '1', 'etc/b': '2', 'etc/c': '3' });
    const two = await rootFolder({ 'etc/c': '3', 'etc/b': '2', 'etc/a': '1' });
    const image = await imageOf(`dir:${one}`);
    expect(image).toMatchObject({ bare: 'folder', hasManifest: false, reference: `dir:${one}` });
    expect((await imageOf(`rootfs:${two}`)).digest).toBe(image.digest);
    await writeFile(join(two, 'etc/a'), '2');
    expect((await imageOf(`dir:${two}`)).digest).not.toBe(image.digest);
  });

  it('is not left through links, and is left as it was', async () => {
    const outside = join(folder.path, 'outside');
    await mkdir(outside);
    await writeFile(join(outside, 'secret'), 'secret');
    const path = await rootFolder();
    await symlink(outside, join(path, 'etc/out'));
    await symlink('../../outside/secret', join(path, 'etc/file'));
    await symlink('.', join(path, 'etc/loop'));
    const entries = await listed(path);
    expect([...entries.values()].filter(({ data }) => data !== '')).toEqual([]);
    expect([...entries.keys()].filter((name) => name.includes('secret') || name.includes('loop/'))).toEqual(
      [],
    );
    expect((await lstat(join(path, 'etc/out'))).isSymbolicLink()).toBe(true);
  });

  it('may be named by a link to it, and with a slash behind it', async () => {
    const path = await rootFolder({ 'etc/a': '1' });
    await symlink(path, `${path}-link`);
    const { digest } = await imageOf(`dir:${path}`);
    expect((await imageOf(`dir:${path}-link`)).digest).toBe(digest);
    expect((await imageOf(`dir:${path}/`)).digest).toBe(digest);
  });

  it('keeps names that are no text', async () => {
    const path = await rootFolder();
    const name = Buffer.concat([Buffer.from(join(path, 'etc/caf')), Buffer.from([0xe9])]);
    await writeFile(name, 'x');
    await withImage(`dir:${path}`, async (_image, tarPath) => {
      const names = spawnSync('tar', ['--quoting-style=literal', '-tf', tarPath]).stdout;
      expect(names.includes(Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x0a]))).toBe(true);
    });
  });

  it('has its devices, FIFOs and owners in it, without being read from', async (context) => {
    requireRoot(context);
    const path = await rootFolder({ 'etc/owned': 'x' });
    spawnSync('mknod', [join(path, 'var/null'), 'c', '1', '3']);
    spawnSync('mknod', [join(path, 'var/disk'), 'b', '259', '300']);
    spawnSync('mkfifo', [join(path, 'var/fifo')]);
    await chown(join(path, 'etc/owned'), 3_000_000, 5);
    const entries = await listed(path);
    // tar-stream leaves PAX ids aside.
    expect(entries.get('etc/owned')?.header).toMatchObject({ gid: 5, pax: { uid: '3000000' } });
    expect(entries.get('var/fifo')?.header).toMatchObject({ type: 'fifo' });
    if (!entries.has('var/null')) context.skip('this machine lets nobody make devices');
    expect(entries.get('var/null')?.header).toMatchObject({
      type: 'character-device',
      devmajor: 1,
      devminor: 3,
    });
    expect(entries.get('var/disk')?.header).toMatchObject({
      type: 'block-device',
      devmajor: 259,
      devminor: 300,
    });
  });

  it('tells of its sockets', async () => {
    const path = await rootFolder();
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(join(path, 'var/s'), resolve);
    });
    expect((await imageOf(`dir:${path}`)).notes).toEqual([
      '1 socket left out, because sockets hold no bytes.',
    ]);
    server.close();
  });

  it('is not fully read where a name would hide another file', async () => {
    const path = await rootFolder({ 'etc/.wh.passwd': '#!/bin/sh\n', 'etc/passwd': 'root' });
    const { unread } = await imageOf(`dir:${path}`);
    expect(unread).toMatchObject([{ reason: 'unreadable', path: 'etc/.wh.passwd' }]);
    expect((await listed(path)).has('etc/.wh.passwd')).toBe(false);
  });

  it('is not fully read where a limit is reached, and says where', async () => {
    const path = await rootFolder({ 'etc/a': 'x'.repeat(5000), 'etc/b': 'y' });
    await writeFile(join(path, 'etc/sparse'), '');
    await truncate(join(path, 'etc/sparse'), 2 ** 40);
    const few = { ...DEFAULT_LIMITS, maxLayerEntries: 3 };
    expect((await imageOf(`dir:${path}`, { limits: few })).unread).toMatchObject([
      { reason: 'limit-reached', detail: expect.stringContaining('maxLayerEntries') },
    ]);
    const small = { ...DEFAULT_LIMITS, maxLayerBytes: 5000 };
    const { unread } = await imageOf(`dir:${path}`, { limits: small });
    expect(unread).toMatchObject([
      { reason: 'limit-reached', path: 'etc/a' },
      { reason: 'limit-reached', path: 'etc/sparse' },
    ]);
    expect((await listed(path, { limits: small })).get('etc/b')?.data).toBe('y');
  });

  it('stays on its own file system', async (context) => {
    const isMount = await lstat('/dev/shm').then(
      async (shm) => shm.dev !== (await lstat('/dev')).dev,
      () => false,
    );
    if (!isMount) context.skip('nothing is mounted at /dev/shm');
    const { unread } = await imageOf('dir:/dev');
    expect(unread).toContainEqual(
      expect.objectContaining({ path: 'shm', detail: expect.stringContaining('another file system') }),
    );
  });

  it('may hold the folder that clearpull itself writes to, which is left out', async () => {
    const path = await rootFolder({ 'etc/a': '1' });
    const { digest } = await imageOf(`dir:${path}`);
    const scratchFolder = join(path, 'scratch');
    expect((await imageOf(`dir:${path}`, { scratchFolder })).digest).toBe(digest);
    expect((await imageOf(`dir:${path}`)).digest).not.toBe(digest);
  });

  it('named by a plain word is taken for one only when that is said', async (context) => {
    const word = 'clearpull-test-root';
    const here = join(process.cwd(), word);
    await symlink(await rootFolder(), here);
    context.onTestFinished(() => rm(here));
    expect((await imageOf(`./${word}`)).bare).toBe('folder');
    expect((await imageOf(`dir:${word}`)).bare).toBe('folder');
    await expect(imageOf(word)).rejects.toMatchObject({ hint: expect.stringContaining(`registry:${word}`) });
  });

  it('that goes away, or is none, is told', async () => {
    const path = await rootFolder();
    await rm(path, { recursive: true });
    await expect(imageOf(`dir:${path}`)).rejects.toMatchObject({ code: 'target-not-found' });
    await writeFile(path, 'x');
    await expect(imageOf(`rootfs:${path}`)).rejects.toMatchObject({ code: 'target-invalid' });
  });

  it('with nothing in it is refused', async () => {
    const path = await rootFolder();
    for (const name of await readdir(path)) await rm(join(path, name), { recursive: true });
    await expect(imageOf(`rootfs:${path}`)).rejects.toMatchObject({
      code: 'target-invalid',
      message: expect.stringContaining('is an empty folder'),
      hint: expect.stringContaining('mounted or unpacked'),
    });
  });

  it('is let go of when the user interrupts', async () => {
    const path = await rootFolder();
    const abort = new AbortController();
    abort.abort();
    await expect(imageOf(`dir:${path}`, { signal: abort.signal })).rejects.toMatchObject({
      code: 'interrupted',
    });
  });
});

describe('a tar', () => {
  const bytes = tar(['bin', 'etc', 'usr'].map((path) => ({ path, type: 'directory' })));

  it('of a root file system has the digest of its bytes, however it is compressed', async () => {
    for (const [name, packed] of [
      ['plain.tar', bytes],
      ['packed.tar.gz', gzipSync(bytes)],
      ['packed.tar.zst', zstdCompressSync(bytes)],
    ] as const) {
      const path = join(folder.path, name);
      await writeFile(path, packed);
      const forced = await imageOf(`rootfs:${path}`);
      expect(forced).toMatchObject({ bare: 'archive', digest: digestOf(bytes) });
      expect(forced.notes).toBeUndefined();
      expect(await imageOf(path)).toMatchObject({
        digest: digestOf(bytes),
        notes: ['Taken for a plain root file system, because it has /bin, /etc, /usr and is no image.'],
      });
    }
  });

  it('of something else is one only when that is said', async () => {
    const path = join(folder.path, 'other.tar');
    await writeFile(path, tar([{ path: 'src/etc/usr', data: 'x' }]));
    await expect(imageOf(path)).rejects.toMatchObject({ hint: expect.stringContaining('rootfs:') });
    expect((await imageOf(`rootfs:${path}`)).bare).toBe('archive');
  });

  it('with nothing in it is refused', async () => {
    const path = join(folder.path, 'nothing.tar');
    await writeFile(path, tar([{ path: './', type: 'directory' }]));
    await expect(imageOf(`rootfs:${path}`)).rejects.toThrow('is a tar archive with nothing in it');
    await writeFile(path, Buffer.alloc(10_240));
    await expect(imageOf(`rootfs:${path}`)).rejects.toThrow('is an empty tar archive');
  });

  it('or a folder that holds an image is read by another scheme', async () => {
    const image = ['oci-layout', 'index.json'];
    const path = join(folder.path, 'image.tar');
    await writeFile(path, tar(image.map((name) => ({ path: name }))));
    await expect(imageOf(`rootfs:${path}`)).rejects.toMatchObject({
      code: 'target-invalid',
      hint: `Write oci-archive:${path}, or the path alone.`,
    });
    const layout = join(folder.path, 'copied');
    await mkdir(layout);
    for (const name of image) await writeFile(join(layout, name), '{}');
    await expect(imageOf(`dir:${layout}`)).rejects.toMatchObject({
      hint: `Write oci:${layout}, or the path alone.`,
    });
    const root = await rootFolder(Object.fromEntries(image.map((name) => [name, 'x'])));
    expect((await imageOf(`rootfs:${root}`)).bare).toBe('folder');
  });

  it('that ends between two entries is not fully read', async () => {
    const path = join(folder.path, 'ends.tar');
    await writeFile(path, bytes.subarray(0, 2 * 512));
    expect((await imageOf(`rootfs:${path}`)).unread).toMatchObject([
      { reason: 'tar-damaged', detail: expect.stringContaining('cut off') },
    ]);
    await writeFile(path, bytes);
    expect((await imageOf(`rootfs:${path}`)).unread).toBeUndefined();
  });

  it('may be damaged: that is for the reader of layers to tell', async () => {
    const path = join(folder.path, 'cut.tar');
    await writeFile(path, tar([{ path: 'etc/passwd', data: 'x'.repeat(2000) }]).subarray(0, 1000));
    expect((await imageOf(`rootfs:${path}`)).bare).toBe('archive');
  });
});
