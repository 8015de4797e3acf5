import type { Dirent } from 'node:fs';
import { lstat, readdir, rmdir, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** How many builds of clearpull, the newest ones, keep their compiled code: who goes to and fro between a few loses none. */
const KEPT_BUILDS = 3;
/** The folder of a build, as `buildFolder` names it. */
const BUILD = /^b(?:-[0-9a-z]+){3}$/;
/** Node's, for its version and flags. Right below `node` from before builds had folders of their own. */
const NODE_VERSION = /^v\d[\w.-]*$/;
/** A module's code, or half of one from a run that was killed. */
const CODE = /^[0-9a-f]{8}(?:\.[0-9A-Za-z]{6})?$/;

/** What tells a build of clearpull from others: the file that is started. */
interface BuildFile {
  readonly ino: number;
  readonly mtimeMs: number;
  readonly size: number;
}

/**
 * The name of a build's folder below `node` of the cache. Each has its own, so that its code can go with it: Node itself
 * never takes any away (nodejs.org/api/module.html, "Module compile cache").
 */
export function buildFolder({ ino, mtimeMs, size }: BuildFile): string {
  return ['b', ...[ino, Math.trunc(mtimeMs), size].map((part) => part.toString(36))].join('-');
}

/** A file of compiled code; `left` when it is of a build that is none of the newest. */
export interface CodeFile {
  readonly path: string;
  readonly left: boolean;
}

/**
 * The compiled code in the folder `node` of a cache: `BUILD/VERSION/HASH`. Follows no link, and passes over what is named
 * otherwise. Throws the system's error for a folder that cannot be read.
 */
export async function* codeFiles(folder: string): AsyncGenerator<CodeFile> {
  const builds = await buildsOf(folder);
  for (const [index, build] of builds.entries()) {
    for (const version of await foldersOf(join(folder, build), NODE_VERSION)) {
      yield* filesOf(join(folder, build, version), index >= KEPT_BUILDS);
    }
  }
  for (const version of await foldersOf(folder, NODE_VERSION)) yield* filesOf(join(folder, version), true);
}

/** More than a build has, so that each new one takes away more than it adds, and none waits for long. */
const MAX_REMOVED = 2000;

/**
 * Removes what is left of older builds, up to MAX_REMOVED files. Whoever uses one still compiles again. Never rejects: it is
 * only about room.
 */
export async function pruneCode(folder: string): Promise<void> {
  const removed: string[] = [];
  try {
    for await (const { path, left } of codeFiles(folder)) {
      if (!left) continue;
      await unlink(path);
      if (removed.push(path) === MAX_REMOVED) break;
    }
  } catch {
    // Not ours to change, or another process is at it.
  }
  const last = new Map(removed.map((path) => [dirname(path), path]));
  for (const path of last.values()) await dropEmptyFolders(path);
}

/** Takes away the folders in which a file of compiled code lay, where it was the last one. */
export async function dropEmptyFolders(path: string): Promise<void> {
  for (const folder of [dirname(path), dirname(dirname(path))]) {
    const ours = NODE_VERSION.test(basename(folder)) || BUILD.test(basename(folder));
    if (ours) await rmdir(folder).catch(() => undefined);
  }
}

/** Newest first. */
async function buildsOf(folder: string): Promise<readonly string[]> {
  const builds: { readonly name: string; readonly made: number }[] = [];
  for (const name of await foldersOf(folder, BUILD)) {
    const made = await lstat(join(folder, name)).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
    builds.push({ name, made });
  }
  return builds.sort((a, b) => b.made - a.made || (a.name < b.name ? -1 : 1)).map(({ name }) => name);
}

async function* filesOf(folder: string, left: boolean): AsyncGenerator<CodeFile> {
  for (const entry of await entriesOf(folder)) {
    if (entry.isFile() && CODE.test(entry.name)) yield { path: join(folder, entry.name), left };
  }
}

export async function foldersOf(folder: string, names: RegExp): Promise<readonly string[]> {
  const entries = await entriesOf(folder);
  return entries.filter((entry) => entry.isDirectory() && names.test(entry.name)).map(({ name }) => name);
}

/** In order of their names; empty for a folder that is not there. Throws the system's error for one that cannot be read. */
export async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}
