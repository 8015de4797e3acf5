import { join } from 'node:path';
import { ClearpullError } from '../../base/errors.ts';
import type { Image } from '../../image/image.ts';
import { openFolder } from '../folder.ts';
import { imageOf } from '../image-of.ts';
import { layoutDocuments, layoutLayers } from '../oci-layout/layout.ts';
import type { Place } from '../place.ts';
import type { OpenedSource, SourceOptions, SourceProvider, Target } from '../provider.ts';
import { selectImages } from '../select.ts';
import { chooseNames, showName } from './choose-name.ts';
import { readStoredNames } from './image-names.ts';

/**
 * containerd's content store, read from its folder: blobs lie there as in an OCI layout, names in a database.
 * containerd itself is not asked, so it need not run.
 */
export const containerdProvider: SourceProvider = {
  id: 'containerd',
  schemes: ['containerd'],
  title: "containerd's content store",
  open: async (target, options) =>
    target.scheme === 'containerd' ? openContainerd(target, options) : undefined,
};

const DEFAULT_ROOT = '/var/lib/containerd';

async function openContainerd(target: Target, options: SourceOptions): Promise<OpenedSource> {
  const root = options.containerdRoot ?? DEFAULT_ROOT;
  let place: Place;
  let chosen: ReturnType<typeof chooseNames>;
  try {
    place = await openFolder(join(root, 'io.containerd.content.v1.content'));
    const names = await readStoredNames(join(root, 'io.containerd.metadata.v1.bolt', 'meta.db'));
    chosen = chooseNames(names, target.name);
  } catch (cause) {
    throw cause instanceof ClearpullError ? cause : cannotOpen(root, cause);
  }
  return { images: await imagesOf(place, chosen, options), close: () => place.close() };
}

async function imagesOf(
  place: Place,
  [first, ...others]: ReturnType<typeof chooseNames>,
  options: SourceOptions,
): Promise<readonly Image[]> {
  const title = `containerd:${showName(first)}`;
  const alsoNamed = others.map((other) => `containerd:${showName(other)}`);
  const images: Image[] = [];
  for (const selected of await selectImages(
    layoutDocuments(place, title, options.limits),
    [first.target],
    options,
  )) {
    images.push(await imageOf(selected, title, alsoNamed, layoutLayers(place, WHY_MISSING)));
  }
  return images;
}

const WHY_MISSING = 'containerd may have thrown it away after unpacking (discard_unpacked_layers)';

function cannotOpen(root: string, cause: unknown): ClearpullError {
  const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
  if (code === 'EACCES' || code === 'EPERM') {
    return new ClearpullError(
      'unauthorized',
      `containerd's folder ${root} may not be read: permission denied`,
      {
        hint: 'Run clearpull as root, or export the image: ctr image export image.tar NAME.',
        cause,
      },
    );
  }
  const why = code === 'ENOENT' || code === 'ENOTDIR' ? 'it has no content store and meta.db' : code;
  return new ClearpullError('target-not-found', `${root} is not containerd's folder: ${why}`, {
    hint: "Name containerd's root with --containerd-root; k3s has it at /var/lib/rancher/k3s/agent/containerd.",
    cause,
  });
}
