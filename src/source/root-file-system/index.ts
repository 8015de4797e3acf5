import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { type Digest, digestHasher } from '../../base/digest.ts';
import { ClearpullError } from '../../base/errors.ts';
import { plural } from '../../base/quantities.ts';
import type { Image, UnreadPart } from '../../image/image.ts';
import { interruptedError } from '../interrupted.ts';
import { looksLikePath, notAPlace, parseLocalTarget } from '../local-target.ts';
import { type Place, unreadable } from '../place.ts';
import { createPlaces } from '../places.ts';
import type { OpenedSource, SourceOptions, SourceProvider, Target } from '../provider.ts';
import { writeScratchFile } from '../scratch-file.ts';
import { type BareImageParts, bareImage } from './bare-image.ts';
import { FolderFindings } from './folder-findings.ts';
import { folderTar } from './folder-tar.ts';
import { rootFolders } from './looks-like-root.ts';

/**
 * A plain root file system, as a folder or a tar (`docker export`, debootstrap, `buildah mount`). Without a scheme
 * it is told by its standard folders, and a note says so.
 */
export const rootFileSystemProvider: SourceProvider = {
  id: 'root-file-system',
  schemes: ['rootfs', 'dir'],
  title: 'Root file system',
  local: true,
  open: openRootFileSystem,
};

const EXPECTED = 'a folder or a tar archive, plain or compressed, with a root file system in it';

async function openRootFileSystem(target: Target, options: SourceOptions): Promise<OpenedSource | undefined> {
  const local = await parseLocalTarget(target);
  if (local === undefined) return undefined;
  if (target.scheme === undefined && (local.name !== undefined || !isClearlyLocal(target))) return undefined;
  // With a scheme a colon belongs to the path: nothing in a root file system has a name of its own.
  const path = local.name === undefined ? local.path : `${local.path}:${local.name}`;
  const places = options.places ?? createPlaces(options);
  const closePlaces = (): Promise<void> =>
    options.places === undefined ? places.close() : Promise.resolve();
  let opened: OpenedSource | undefined;
  try {
    const place = await places.open(path, local.title);
    if (place.kind === 'none') {
      if (target.scheme === undefined) return undefined;
      throw notAPlace(local.shown, place, EXPECTED);
    }
    const notes = target.scheme === undefined ? await whyTaken(place) : [];
    if (notes === undefined) return undefined;
    const unread = await lookInside(place, local.shown);
    opened =
      place.kind === 'folder'
        ? await openFolderImage(place, local.shown, notes, options)
        : {
            images: [await tarImage(place, local.shown, { notes, unread }, options)],
            close: async () => undefined,
          };
  } finally {
    if (opened === undefined) await closePlaces();
  }
  const { images, close } = opened;
  return {
    images,
    close: async () => {
      await close();
      await closePlaces();
    },
  };
}

/** A plain word may be the name of an image, whatever folder of that name somebody put here. */
function isClearlyLocal(target: Target): boolean {
  return target.shown !== undefined || looksLikePath(target.name);
}

async function whyTaken(place: Place): Promise<readonly string[] | undefined> {
  const folders = rootFolders(await place.topNames());
  if (folders.length === 0) return undefined;
  const some = folders.slice(0, 6).map((name) => `/${name}`);
  return [`Taken for a plain root file system, because it has ${some.join(', ')} and is no image.`];
}

/** What can be told before it is read. Throws `target-invalid` for nothing, and for an image: neither may be allowed unread. */
async function lookInside(place: Place, shown: string): Promise<readonly UnreadPart[]> {
  let names: ReadonlySet<string>;
  let endsEarly: boolean;
  try {
    names = await place.topNames();
    endsEarly = await place.endsEarly();
  } catch (error) {
    // What is damaged in an archive is told when it is read; what comes before it is read still.
    if (place.kind === 'archive' && error instanceof ClearpullError) return [];
    throw error;
  }
  if (names.size === 0) {
    const is = place.kind === 'folder' ? 'an empty folder' : 'a tar archive with nothing in it';
    throw new ClearpullError('target-invalid', `${shown} is ${is}`, {
      hint: 'Check the path, and whether the root file system was mounted or unpacked there.',
    });
  }
  const scheme = rootFolders(names).length > 0 ? undefined : schemeOf(names, place.kind);
  if (scheme === undefined) return endsEarly ? [CUT_OFF] : [];
  throw new ClearpullError('target-invalid', `${shown} holds an image, and no root file system`, {
    hint: `Write ${scheme}:${shown.slice(shown.indexOf(':') + 1)}, or the path alone.`,
  });
}

/** By which scheme an image is read that somebody named as a root file system. */
function schemeOf(names: ReadonlySet<string>, kind: Place['kind']): string | undefined {
  if (names.has('oci-layout') && names.has('index.json')) return kind === 'folder' ? 'oci' : 'oci-archive';
  // Of folders, those with a manifest.json were looked at before (docker-dir).
  return kind === 'archive' && names.has('manifest.json') ? 'docker-archive' : undefined;
}

const CUT_OFF: UnreadPart = {
  reason: 'tar-damaged',
  layer: 0,
  detail:
    'it ends without the empty blocks that end an archive; it may have been cut off, and files be missing',
};

/** The folder is copied into a tar first, so that what is judged is one state of it. */
async function openFolderImage(
  place: Place,
  reference: string,
  notes: readonly string[],
  options: SourceOptions,
): Promise<OpenedSource> {
  const findings = new FolderFindings();
  const hasher = digestHasher();
  const bytes = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of folderTar(
      place.path,
      findings,
      options.limits,
      options.scratchFolder,
      options.signal,
    )) {
      hasher.update(chunk);
      yield chunk;
    }
  };
  const copy = await writeScratchFile(bytes(), [], `a copy of ${reference}`, options).catch(
    (cause: unknown) => {
      throw cause instanceof Error && 'syscall' in cause ? unreadable(reference, cause) : cause;
    },
  );
  const sockets =
    findings.sockets === 0
      ? []
      : [`${plural(findings.sockets, 'socket')} left out, because sockets hold no bytes.`];
  const image = bareImage({
    reference,
    from: 'folder',
    tar: { path: copy, offset: 0, size: (await stat(copy)).size },
    digest: hasher.digest(),
    notes: [...notes, ...sockets],
    unread: findings.unread,
  });
  return { images: [image], close: () => rm(copy, { force: true }) };
}

async function tarImage(
  { path }: Place,
  reference: string,
  told: Pick<BareImageParts, 'notes' | 'unread'>,
  { signal }: SourceOptions,
): Promise<Image> {
  const { size } = await stat(path);
  const digest = await digestOfFile(path, reference, signal);
  return bareImage({ reference, from: 'archive', tar: { path, offset: 0, size }, digest, ...told });
}

async function digestOfFile(path: string, shown: string, signal: AbortSignal | undefined): Promise<Digest> {
  const hasher = digestHasher();
  try {
    const bytes = createReadStream(path, {
      highWaterMark: 1024 * 1024,
      ...(signal === undefined ? {} : { signal }),
    });
    for await (const chunk of bytes) hasher.update(chunk as Buffer);
  } catch (cause) {
    throw signal?.aborted ? interruptedError(cause) : unreadable(shown, cause);
  }
  return hasher.digest();
}
