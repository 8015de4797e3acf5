import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ClearpullError } from '../base/errors.ts';
import { limitError } from '../base/limit-reached.ts';
import type { Limits } from '../base/limits.ts';
import { visible } from '../base/visible.ts';
import {
  type Catalog,
  type CatalogContent,
  joinCatalogs,
  PackedCatalog,
  packCatalog,
} from '../catalog/index.ts';
import { makeFolder } from '../source/make-folder.ts';

/** What ships with clearpull; the folder stands beside `src/` and `dist/` alike. */
const SHIPPED = fileURLToPath(new URL('../../rules/catalog/official-images.catalog', import.meta.url));
const OWN = 'images.catalog';

/** The user's own catalogue before the one that ships with clearpull. Throws `usage` for one that is damaged or may not be read. */
export async function openCatalog(folder: string | undefined, limits: Limits): Promise<Catalog> {
  const own = folder === undefined ? undefined : await readOwnCatalog(folder, limits);
  const shipped = await readShippedCatalog(limits);
  return joinCatalogs([...(own === undefined ? [] : [own]), shipped]);
}

export async function readShippedCatalog(limits: Limits): Promise<PackedCatalog> {
  const shipped = await readAt(SHIPPED, limits);
  if (shipped === undefined) throw new Error(`${SHIPPED} is missing`);
  return shipped;
}

/** The user's own; undefined when there is none yet. */
export async function readOwnCatalog(folder: string, limits: Limits): Promise<PackedCatalog | undefined> {
  return readAt(ownCatalogPath(folder), limits);
}

export function ownCatalogPath(folder: string): string {
  return join(folder, OWN);
}

/**
 * Puts a catalogue in the place of the user's own. Whoever reads it meanwhile has either the old or the new one. Throws
 * `output-failed`.
 */
export async function writeOwnCatalog(folder: string, content: CatalogContent): Promise<void> {
  const path = ownCatalogPath(folder);
  const bytes = packCatalog(content);
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await makeFolder(folder);
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new ClearpullError('output-failed', `The catalogue ${visible(path)} could not be written.`, {
      hint: 'Check that there is room and that the folder is yours, or name another with --catalog-dir.',
      cause,
    });
  }
}

async function readAt(path: string, limits: Limits): Promise<PackedCatalog | undefined> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(path, 'r');
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new ClearpullError('usage', `The catalogue ${visible(path)} cannot be read (${code}).`, {
      hint: 'Name another folder with --catalog-dir, or none with --catalog-dir none.',
      cause: error,
    });
  }
  try {
    const { size } = await file.stat();
    if (size > limits.maxCatalogBytes) {
      throw limitError('maxCatalogBytes', `The catalogue ${path} has ${size} bytes`);
    }
    return PackedCatalog.open(await file.readFile(), path);
  } finally {
    await file.close();
  }
}
