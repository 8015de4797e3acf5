import { stat } from 'node:fs/promises';
import { ClearpullError } from '../base/errors.ts';
import { dockerArchiveProvider } from './docker-archive/index.ts';
import { throwIfInterrupted } from './interrupted.ts';
import { looksLikePath, parseLocalTarget } from './local-target.ts';
import { ociLayoutProvider } from './oci-layout/index.ts';
import type { Places } from './place.ts';
import { createPlaces } from './places.ts';
import type { OpenedSource, SourceOptions, SourceProvider, Target } from './provider.ts';
import { registryProvider } from './registry/index.ts';

/** Every kind of place that images come from, in the order in which a target without a scheme is tried. */
export const PROVIDERS: readonly SourceProvider[] = [
  ociLayoutProvider,
  dockerArchiveProvider,
  registryProvider,
];

/**
 * Opens what the user named. Throws a ClearpullError when nothing is there or it is no image; nothing is left
 * open or on disk then.
 */
export async function openTarget(target: Target, options: SourceOptions): Promise<OpenedSource> {
  throwIfInterrupted(options.signal);
  if (target.name === '') {
    throw new ClearpullError('usage', `"${target.text}" names no image`, { hint: EXAMPLES });
  }
  const places = createPlaces(options);
  try {
    const source = await openWithPlaces(target, { ...options, places }, places);
    return {
      images: source.images,
      close: async () => {
        await source.close();
        await places.close();
      },
    };
  } catch (error) {
    await places.close();
    throw error;
  }
}

const EXAMPLES = 'Name an image (nginx:1.27), an OCI layout (oci:./layout) or an archive (./image.tar).';

async function openWithPlaces(target: Target, options: SourceOptions, places: Places): Promise<OpenedSource> {
  const isPath = target.scheme === undefined && (await isPathLike(target.name));
  for (const provider of PROVIDERS) {
    if (target.scheme !== undefined && !provider.schemes.includes(target.scheme)) continue;
    if (isPath && provider === registryProvider) continue;
    const source = await provider.open(target, options);
    if (source !== undefined) return source;
  }
  throw await notAnImageError(target, places);
}

async function isPathLike(text: string): Promise<boolean> {
  if (looksLikePath(text)) return true;
  return stat(text).then(
    () => true,
    () => false,
  );
}

/** Says what the path is, and what was expected of it. */
async function notAnImageError(target: Target, places: Places): Promise<ClearpullError> {
  const local = await parseLocalTarget(target);
  const path = local?.path ?? target.name;
  const shown = local?.shown ?? target.name;
  const place = await places.open(path);
  if (place.kind === 'none' && place.is === undefined) {
    return new ClearpullError('target-not-found', `${shown} does not exist`, {
      hint: 'It was taken for a path; for an image in a registry, write registry:NAME.',
    });
  }
  const is =
    place.kind === 'none'
      ? place.is
      : place.kind === 'folder'
        ? 'a folder without an OCI image layout in it'
        : 'a tar archive with neither an OCI image layout nor a manifest.json in it';
  const hint = looksLikePath(target.name)
    ? 'Expected was an OCI layout (a folder or an archive) or what docker save or podman save wrote.'
    : `If the image of that name in a registry is meant, write registry:${target.name}.`;
  return new ClearpullError('target-invalid', `${shown} is ${is}`, { hint });
}
