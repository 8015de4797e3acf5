import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { ReadOptions } from '../app/workshop.ts';
import { ClearpullError } from '../base/errors.ts';
import { visible } from '../base/visible.ts';
import { parsePlatform } from '../image/platform.ts';
import { checkFolder } from '../source/work-tree/index.ts';
import { cacheFolder, makeCacheFolder } from './cache-folder.ts';
import { catalogFolder } from './catalog-folder.ts';
import type { Io } from './io.ts';
import { parseLimits } from './limits-option.ts';
import type { Log } from './log.ts';
import { checkOneRegistry } from './login-scope.ts';
import { rulesWithOwn } from './own-rules.ts';
import { registryOptions } from './registry-options.ts';
import type { CheckSettings } from './settings.ts';

/** The settings that say how images are read. */
export type ReadSettings = Pick<
  CheckSettings,
  | 'showSecrets'
  | 'platform'
  | 'containerdRoot'
  | 'source'
  | 'rules'
  | 'rulesKey'
  | 'allowUnsignedRules'
  | 'username'
  | 'passwordStdin'
  | 'cacert'
  | 'insecure'
  | 'timeout'
  | 'mirror'
  | 'proxy'
  | 'downloads'
  | 'offline'
  | 'cacheDir'
  | 'cache'
  | 'catalogDir'
  | 'jobs'
  | 'limit'
>;

/** Throws `usage` when a password is given for more than one registry, or piped in together with the image. */
export function checkLogin(
  targets: readonly string[],
  { passwordStdin, username }: Pick<ReadSettings, 'passwordStdin' | 'username'>,
): void {
  if (passwordStdin && targets.some(isPiped)) {
    throw new ClearpullError('usage', 'Standard input cannot be the image and the password.', {
      hint: 'Give the password in the variable CLEARPULL_PASSWORD.',
    });
  }
  if (username !== undefined) checkOneRegistry(targets);
}

/** `-`, also with a scheme before it or a name behind it. */
function isPiped(target: string): boolean {
  return /^(?:[a-z-]+:)?-(?:$|[:@])/.test(target);
}

/** How to read images, as the settings say. Throws `usage` for what makes no sense. */
export async function readOptions(settings: ReadSettings, io: Io, log: Log): Promise<ReadOptions> {
  const { platform, jobs, source } = settings;
  if (platform !== undefined) checkPlatform(platform);
  if (source !== undefined) checkFolder(source);
  const folder = await usableCache(settings, io, log);
  const catalog = await usableCatalog(settings, io, log);
  const limits = parseLimits(settings.limit);
  const rules = await rulesWithOwn(settings, limits, folder);
  return {
    ...(platform === undefined ? {} : { platform }),
    limits,
    registry: await registryOptions(settings, io),
    stdin: io.stdin,
    env: io.env,
    containerdRoot: settings.containerdRoot,
    ...(source === undefined ? {} : { sourceFolder: source }),
    ...(rules === undefined ? {} : { rules }),
    ...(folder === undefined ? {} : { cacheFolder: folder }),
    ...(catalog === undefined ? {} : { catalogFolder: catalog }),
    workers: jobs ?? availableParallelism(),
    ...(settings.showSecrets === true ? { showSecrets: true } : {}),
    signal: io.signal,
  };
}

/** The folder of the user's own catalogue; undefined where the home is somebody else's, which is said. */
async function usableCatalog(settings: ReadSettings, io: Io, log: Log): Promise<string | undefined> {
  const folder = catalogFolder(settings, io);
  if (folder === undefined || settings.catalogDir !== undefined) return folder;
  const code = await access(folder, constants.R_OK).then(
    () => undefined,
    (error: NodeJS.ErrnoException) => error.code,
  );
  if (code !== 'EACCES' && code !== 'EPERM') return folder;
  await log.note(
    `${folder} may not be read; only the catalogue that ships with clearpull is known.`,
    'Name another folder with --catalog-dir, or none with --catalog-dir none.',
  );
  return undefined;
}

/** A mistake in the call, not in each of the images. */
function checkPlatform(text: string): void {
  if (text === 'all' || parsePlatform(text) !== undefined) return;
  throw new ClearpullError('usage', `--platform ${visible(text)} is no platform.`, {
    hint: 'Write os/architecture, for instance linux/arm64, or "all".',
  });
}

/** The cache folder; undefined when there is to be none, or can be none, which is said and does no harm. */
async function usableCache({ cache, cacheDir }: ReadSettings, io: Io, log: Log): Promise<string | undefined> {
  if (!cache) return undefined;
  const folder = cacheDir ?? cacheFolder(io.env, process.platform);
  if (folder !== undefined && (await makeCacheFolder(folder))) return folder;
  await log.note(
    folder === undefined
      ? 'There is no home folder to keep what was read in; going on without a cache.'
      : `${folder} cannot be used to keep what was read; going on without it.`,
    'Name another folder with --cache-dir, or none with --no-cache.',
  );
  return undefined;
}
