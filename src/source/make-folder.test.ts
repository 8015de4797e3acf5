import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFolder } from './make-folder.ts';

describe('makeFolder', () => {
  let work = '';
  beforeAll(async () => {
    work = await mkdtemp(join(tmpdir(), 'clearpull-folder-'));
  });
  afterAll(() => rm(work, { recursive: true, force: true }));

  it('makes those above as well, for the user alone, and does not mind that it is there', async () => {
    const path = join(work, 'a', 'b', 'c');
    await makeFolder(path);
    await makeFolder(path);
    expect((await stat(path)).mode & 0o777).toBe(0o700);
  });

  it('fails where a file is in the way', async () => {
    await writeFile(join(work, 'file'), '');
    await expect(makeFolder(join(work, 'file', 'below'))).rejects.toThrow('ENOTDIR');
  });

  it.skipIf(!existsSync('/proc/self'))('ends where the system takes no new folder', async () => {
    await expect(makeFolder('/proc/clearpull/below')).rejects.toThrow('ENOENT');
  });
});
