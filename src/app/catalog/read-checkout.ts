import type { Dirent } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ClearpullError } from '../../base/errors.ts';
import { limitError } from '../../base/limit-reached.ts';
import type { Limits } from '../../base/limits.ts';
import { visible } from '../../base/visible.ts';
import {
  type CatalogContent,
  mergeContent,
  readBuilds,
  readOfficialImage,
  readRepoInfo,
} from '../../catalog/index.ts';

const CHECKOUTS = ['official-images', 'meta', 'repo-info'] as const;
export type CheckoutKind = (typeof CHECKOUTS)[number];

export interface ReadCheckout {
  readonly kinds: readonly CheckoutKind[];
  readonly content: CatalogContent;
}

interface Reading {
  readonly folder: string;
  /** The day of the checkout, `YYYY-MM-DD`. */
  readonly seen: string;
  readonly limits: Limits;
  /** Files that may still be read. */
  left: number;
}

/**
 * Reads a checkout of docker-library's official-images (`library/`), meta (`builds.json`) or repo-info
 * (`repos/NAME/remote/TAG.md`), told by its layout. Links in it are not followed.
 *
 * @throws ClearpullError `target-invalid` for a folder that is none of them
 */
export async function readCheckout(folder: string, seen: string, limits: Limits): Promise<ReadCheckout> {
  const reading: Reading = { folder, seen, limits, left: limits.maxCatalogFiles };
  const kinds: CheckoutKind[] = [];
  const parts: CatalogContent[] = [];
  for (const kind of CHECKOUTS) {
    const content = await READERS[kind](reading);
    if (content.images.length + content.listings.length === 0) continue;
    kinds.push(kind);
    parts.push(content);
  }
  if (kinds.length > 0) return { kinds, content: mergeContent(parts) };
  const isThere = await stat(folder).then(
    () => true,
    () => false,
  );
  if (!isThere) throw new ClearpullError('target-not-found', `${visible(folder)} does not exist`);
  throw new ClearpullError('target-invalid', `${visible(folder)} is no checkout that can be imported`, {
    hint: 'Name a checkout of docker-library/official-images, docker-library/meta or docker-library/repo-info.',
  });
}

const READERS: Readonly<Record<CheckoutKind, (reading: Reading) => Promise<CatalogContent>>> = {
  'official-images': async (reading) => {
    const listings: CatalogContent['listings'][number][] = [];
    for (const { name } of await filesIn(reading, 'library')) {
      listings.push(...readOfficialImage(name, await textOf(reading, 'library', name), reading.seen));
    }
    return { images: [], listings };
  },
  meta: async (reading) => {
    const files = await filesIn(reading, '.');
    if (!files.some(({ name }) => name === 'builds.json')) return { images: [], listings: [] };
    const json = parse(await textOf(reading, 'builds.json'), join(reading.folder, 'builds.json'));
    return { images: readBuilds(json, reading.seen, reading.limits.maxCatalogImages), listings: [] };
  },
  'repo-info': async (reading) => {
    const images: CatalogContent['images'][number][] = [];
    for (const entry of await entriesIn(reading, 'repos')) {
      if (!entry.isDirectory()) continue;
      const place = join('repos', entry.name, 'remote');
      for (const { name } of await filesIn(reading, place)) {
        if (!name.endsWith('.md')) continue;
        const text = await textOf(reading, place, name);
        images.push(...readRepoInfo(entry.name, name.slice(0, -'.md'.length), text, reading.seen));
      }
    }
    return { images, listings: [] };
  },
};

async function filesIn(reading: Reading, place: string): Promise<readonly Dirent[]> {
  return (await entriesIn(reading, place)).filter((entry) => entry.isFile());
}

async function entriesIn({ folder }: Reading, place: string): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(join(folder, place), { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}

async function textOf(reading: Reading, ...place: readonly string[]): Promise<string> {
  const { folder, limits } = reading;
  const path = join(folder, ...place);
  if (reading.left-- <= 0) {
    throw limitError('maxCatalogFiles', `${visible(folder)} has more than ${limits.maxCatalogFiles} files`);
  }
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    if (size > limits.maxCatalogBytes) {
      throw limitError('maxCatalogBytes', `${visible(path)} has ${size} bytes`);
    }
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new ClearpullError('target-invalid', `${visible(path)} is not JSON`, { cause });
  }
}
