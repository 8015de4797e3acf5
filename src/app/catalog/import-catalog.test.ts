import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestFor } from '../../../testkit/catalog.ts';
import { type TestFolder, testFolder } from '../../../testkit/source-options.ts';
import { DEFAULT_LIMITS, type Limits } from '../../base/limits.ts';
import { readOwnCatalog } from '../../store/catalog-files.ts';
import { importCatalog } from './import-catalog.ts';

const COMMIT = 'a'.repeat(40);
const LIBRARY = `GitRepo: https://example.com/x.git\n\nTags: 1\nGitCommit: ${COMMIT}\nDirectory: 1\n`;
const PAGE = `### \`x:1\` - linux; amd64

\`\`\`console
$ docker pull x@${digestFor('manifest')}
\`\`\`

-	Layers:
	-	\`${digestFor('layer')}\`
`;
const BUILDS = JSON.stringify({
  one: {
    build: { arch: 'amd64', resolved: { manifest: { desc: { digest: digestFor('manifest') } } } },
    source: {
      entry: { GitRepo: 'https://example.com/x.git', GitCommit: COMMIT, Directory: '1' },
      arches: { amd64: { tags: ['x:1', 'x:1.0'] } },
    },
  },
});

let folder: TestFolder;
beforeEach(async () => {
  folder = await testFolder();
});
afterEach(() => folder.remove());

async function put(path: string, text: string): Promise<void> {
  const file = join(folder.path, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

function take(folders: readonly string[], limits: Partial<Limits> = {}, asOf = '2026-11-01') {
  return importCatalog(
    folders.map((name) => join(folder.path, name)),
    { catalogFolder: join(folder.path, 'own'), limits: { ...DEFAULT_LIMITS, ...limits }, asOf },
  );
}

const own = () => readOwnCatalog(join(folder.path, 'own'), DEFAULT_LIMITS);

describe('catalog import', () => {
  it('knows each checkout by its layout, and puts together what they say of one image', async () => {
    await put('official-images/library/x', LIBRARY);
    await put('repo-info/repos/x/remote/1.md', PAGE);
    await put('repo-info/repos/x/local/1.md', PAGE);
    await put('meta/builds.json', BUILDS);
    const taken = await take(['official-images', 'repo-info', 'meta']);
    expect(taken.map(({ kinds, images, listings }) => [kinds, images, listings])).toEqual([
      [['official-images'], 0, 1],
      [['repo-info'], 1, 0],
      [['meta'], 1, 0],
    ]);
    const catalog = await own();
    expect(catalog?.imagesOf('docker.io/library/x')).toEqual([
      {
        repository: 'docker.io/library/x',
        tags: ['1', '1.0'],
        platform: 'linux/amd64',
        manifest: digestFor('manifest'),
        diffIds: [],
        blobs: [digestFor('layer')],
        source: { repository: 'https://example.com/x.git', commit: COMMIT, path: '1/Dockerfile' },
        seen: '2026-11-01',
      },
    ]);
    expect(catalog?.listingsOf('docker.io/library/x')).toHaveLength(1);
  });

  it('replaces an older list of releases', async () => {
    await put('a/library/x', LIBRARY);
    await put('b/library/x', LIBRARY.replace('Tags: 1', 'Tags: 2'));
    await take(['a'], {}, '2026-10-01');
    await take(['b'], {}, '2026-11-01');
    expect((await own())?.listingsOf('docker.io/library/x').map(({ tags }) => tags)).toEqual([['2']]);
  });

  it('takes nothing when one of the folders is no checkout', async () => {
    await put('official-images/library/x', LIBRARY);
    await put('other/library/notes', 'Nothing of use.');
    await expect(take(['official-images', 'other'])).rejects.toMatchObject({ code: 'target-invalid' });
    await expect(take(['nowhere'])).rejects.toMatchObject({ code: 'target-not-found' });
    expect(await own()).toBeUndefined();
  });

  it('follows no link', async () => {
    await put('secret/x', LIBRARY);
    await mkdir(join(folder.path, 'checkout', 'library'), { recursive: true });
    await symlink(join(folder.path, 'secret', 'x'), join(folder.path, 'checkout', 'library', 'x'));
    await expect(take(['checkout'])).rejects.toMatchObject({ code: 'target-invalid' });
  });

  it('is bounded in files, bytes and rows, and takes no JSON that is none', async () => {
    await put('a/library/x', LIBRARY);
    await put('a/library/y', LIBRARY);
    await expect(take(['a'], { maxCatalogFiles: 1 })).rejects.toMatchObject({ code: 'limit-reached' });
    await expect(take(['a'], { maxCatalogBytes: 10 })).rejects.toMatchObject({ code: 'limit-reached' });
    await expect(take(['a'], { maxCatalogImages: 1 })).rejects.toMatchObject({ code: 'limit-reached' });
    await put('meta/builds.json', '[[['.repeat(100_000));
    await expect(take(['meta'])).rejects.toMatchObject({ code: 'target-invalid' });
    expect(await own()).toBeUndefined();
  });
});
