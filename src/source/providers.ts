import { stat } from 'node:fs/promises';
import { ClearpullError } from '../base/errors.ts';
import { containerdProvider } from './containerd/index.ts';
import { withDaemonHint } from './daemon/hint.ts';
import { dockerDaemonProvider, podmanProvider } from './daemon/index.ts';
import { dockerArchiveProvider } from './docker-archive/index.ts';
import { dockerDirProvider } from './docker-dir/index.ts';
import { throwIfInterrupted } from './interrupted.ts';
import { looksLikePath } from './local-target.ts';
import { checkScheme } from './mistaken-scheme.ts';
import { notAnImageError } from './not-an-image.ts';
import { ociLayoutProvider } from './oci-layout/index.ts';
import { createPlaces } from './places.ts';
import type { OpenedSource, SourceOptions, SourceProvider, Target } from './provider.ts';
import { registryProvider } from './registry/index.ts';
import { rootFileSystemProvider } from './root-file-system/index.ts';
import { isStandardInput, takeStandardInput } from './standard-input.ts';

/** Every kind of place that images come from, in the order in which a target without a scheme is tried. */
export const PROVIDERS: readonly SourceProvider[] = [
  ociLayoutProvider,
  dockerArchiveProvider,
  dockerDirProvider,
  rootFileSystemProvider,
  dockerDaemonProvider,
  podmanProvider,
  containerdProvider,
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
  if (isStandardInput(target) && providersFor(target).every(({ local }) => local)) {
    const piped = await takeStandardInput(target, options);
    return closingAfter(() => openWithPlaces(piped.target, options), piped.remove);
  }
  return openWithPlaces(target, options);
}

const EXAMPLES = 'Name an image (nginx:1.27), an OCI layout (oci:./layout) or an archive (./image.tar).';

async function openWithPlaces(target: Target, options: SourceOptions): Promise<OpenedSource> {
  const places = createPlaces(options);
  return closingAfter(
    async () => {
      const isPath = target.scheme === undefined && (await isPathLike(target.name));
      for (const provider of providersFor(target)) {
        if (isPath && !provider.local) continue;
        const source = await open(provider, target, { ...options, places });
        if (source !== undefined) return source;
      }
      throw await notAnImageError(target, places);
    },
    () => places.close(),
  );
}

/** Those whose scheme the target has; of a target without one, all that may be asked, local ones alone for `-`. */
function providersFor(target: Target): readonly SourceProvider[] {
  const { scheme } = target;
  if (scheme !== undefined) return PROVIDERS.filter(({ schemes }) => schemes.includes(scheme));
  return isStandardInput(target) ? PROVIDERS.filter(({ local }) => local) : PROVIDERS;
}

async function open(
  provider: SourceProvider,
  target: Target,
  options: SourceOptions,
): Promise<OpenedSource | undefined> {
  if (target.scheme !== undefined || provider !== registryProvider) return provider.open(target, options);
  const schemes = PROVIDERS.flatMap((one) => one.schemes);
  checkScheme(target.name, schemes);
  try {
    return await provider.open(target, options);
  } catch (error) {
    throw await withLocalHint(withDaemonHint(error, target), target);
  }
}

/** A plain name means a registry, also where a folder of that name lies here; whoever meant that one is told how. */
async function withLocalHint(error: unknown, { name }: Target): Promise<unknown> {
  const path = name.split(':', 1)[0] ?? '';
  if (!(error instanceof ClearpullError) || error.code === 'interrupted') return error;
  if (path === name || !(await isPathLike(path))) return error;
  const local = `${path} also lies here: for an image in it, write ./${name}.`;
  const { code, message, hint, cause } = error;
  return new ClearpullError(code, message, { hint: hint === undefined ? local : `${hint} ${local}`, cause });
}

/** What `openSource` opens, with `close` run behind its own closing, or at once when it throws. */
async function closingAfter(
  openSource: () => Promise<OpenedSource>,
  close: () => Promise<void>,
): Promise<OpenedSource> {
  let source: OpenedSource | undefined;
  try {
    source = await openSource();
  } finally {
    if (source === undefined) await close();
  }
  const { images } = source;
  return {
    images,
    close: async () => {
      await source.close();
      await close();
    },
  };
}

async function isPathLike(text: string): Promise<boolean> {
  if (looksLikePath(text)) return true;
  return stat(text).then(
    () => true,
    () => false,
  );
}
