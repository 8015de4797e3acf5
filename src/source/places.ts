import { lstat, stat } from 'node:fs/promises';
import type { Image } from '../image/image.ts';
import { openArchive } from './archive/open-archive.ts';
import { openFolder } from './folder.ts';
import { type NoPlace, type Place, type Places, unreadable } from './place.ts';
import type { OpenedSource, SourceOptions } from './provider.ts';

export function createPlaces(options: Pick<SourceOptions, 'limits' | 'scratchFolder' | 'signal'>): Places {
  const opened = new Map<string, Promise<Place | NoPlace>>();
  return {
    open(path, title = path) {
      const known = opened.get(path);
      if (known !== undefined) return known;
      const place = openPlace(path, title, options);
      opened.set(path, place);
      return place;
    },
    async close() {
      const places = await Promise.allSettled(opened.values());
      opened.clear();
      for (const place of places) {
        if (place.status === 'fulfilled' && place.value.kind !== 'none') await place.value.close();
      }
    },
  };
}

/**
 * Runs a provider over the places of its caller, or over places of its own, which are closed with the source, or
 * at once when the provider finds nothing or throws.
 */
export async function withPlaces(
  options: SourceOptions,
  find: (places: Places) => Promise<readonly Image[] | undefined>,
): Promise<OpenedSource | undefined> {
  if (options.places !== undefined) {
    const images = await find(options.places);
    return images === undefined ? undefined : { images, close: async () => undefined };
  }
  const places = createPlaces(options);
  let images: readonly Image[] | undefined;
  try {
    images = await find(places);
  } finally {
    if (images === undefined) await places.close();
  }
  return images === undefined ? undefined : { images, close: () => places.close() };
}

async function openPlace(
  path: string,
  title: string,
  options: Pick<SourceOptions, 'limits' | 'scratchFolder' | 'signal'>,
): Promise<Place | NoPlace> {
  try {
    const status = await stat(path);
    if (status.isDirectory()) return await openFolder(path);
    // Opening a pipe would wait for a writer.
    if (!status.isFile()) {
      const advice = (): string => 'What comes out of a pipe can be piped in: COMMAND | clearpull -';
      return { kind: 'none', is: 'neither a folder nor a regular file', advice };
    }
    const archive = await openArchive(path, title, options);
    return 'is' in archive ? { kind: 'none', ...archive } : archive;
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') {
      const isLink = await lstat(path).then(
        (status) => status.isSymbolicLink(),
        () => false,
      );
      return { kind: 'none', ...(isLink ? { is: 'a link to something that is not there' } : {}) };
    }
    // Errors of the file system have a syscall; ours are told already.
    if (cause instanceof Error && 'syscall' in cause) throw unreadable(title, cause);
    throw cause;
  }
}
