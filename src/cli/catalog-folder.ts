import { join } from 'node:path';
import { ClearpullError } from '../base/errors.ts';
import { homeOf } from './home.ts';
import type { Io } from './io.ts';
import { namedFolder } from './named-folder.ts';
import type { Environment } from './settings.ts';

export interface CatalogFolderSettings {
  readonly catalogDir?: string;
}

/** Where the user's own catalogue of images is; undefined for `none`, and for a user without a home. */
export function catalogFolder({ catalogDir }: CatalogFolderSettings, io: Io): string | undefined {
  if (catalogDir === 'none') return undefined;
  return catalogDir === undefined
    ? dataFolder(io.env, process.platform)
    : namedFolder(catalogDir, '--catalog-dir', io);
}

/** The same for commands that are about it. Throws `usage` when there can be none. */
export function chosenCatalogFolder(settings: CatalogFolderSettings, io: Io): string {
  const folder = catalogFolder(settings, io);
  if (folder !== undefined) return folder;
  throw new ClearpullError('usage', 'There is no folder to keep a catalogue in.', {
    hint: 'Name one with --catalog-dir.',
  });
}

/**
 * Where the user's programs keep what was brought together for them: `$XDG_DATA_HOME` (XDG base directory
 * specification), `~/Library/Application Support` on macOS, `%LOCALAPPDATA%` on Windows.
 */
function dataFolder(env: Environment, platform: NodeJS.Platform): string | undefined {
  const xdg = env['XDG_DATA_HOME'];
  if (xdg?.startsWith('/')) return join(xdg, 'clearpull');
  const home = homeOf(env);
  if (home === undefined) return undefined;
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'clearpull');
  if (platform === 'win32') {
    return join(env['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'clearpull', 'data');
  }
  return join(home, '.local', 'share', 'clearpull');
}
