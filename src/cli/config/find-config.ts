import { isAbsolute, join, resolve } from 'node:path';
import { ClearpullError } from '../../base/errors.ts';
import { visible } from '../../base/visible.ts';
import { homeOf } from '../home.ts';
import type { OptionSpec } from '../options/option-spec.ts';
import type { Environment } from '../settings.ts';
import { type ConfigFile, readConfigText } from './config-file.ts';

/** A place where a configuration file may lie. */
export interface ConfigPlace {
  readonly path: string;
  readonly trusted: boolean;
}

const PROJECT_FILES = ['.clearpull.yaml', '.clearpull.json'] as const;
const USER_FILES = ['config.yaml', 'config.json'] as const;

/**
 * Where configuration files are looked for when none is named: first the current folder, then the user's own
 * (`$XDG_CONFIG_HOME/clearpull`, else `~/.config/clearpull`; XDG Base Directory Specification).
 */
export function configPlaces(env: Environment, folder: string): readonly ConfigPlace[] {
  const user = userFolder(env);
  return [
    ...PROJECT_FILES.map((name) => ({ path: join(folder, name), trusted: false })),
    ...(user === undefined ? [] : USER_FILES.map((name) => ({ path: join(user, name), trusted: true }))),
  ];
}

function userFolder(env: Environment): string | undefined {
  const xdg = env['XDG_CONFIG_HOME'];
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, 'clearpull');
  const home = homeOf(env);
  return home === undefined ? undefined : join(home, '.config', 'clearpull');
}

/**
 * The configuration files that count, the more important first: the one named (by `--config` or
 * CLEARPULL_CONFIG; `none` for none), else those found. Throws `usage`.
 */
export async function loadConfig(
  named: string | undefined,
  env: Environment,
  folder: string,
  options: readonly OptionSpec[],
): Promise<readonly ConfigFile[]> {
  if (named === 'none') return [];
  const places: readonly ConfigPlace[] =
    named === undefined ? configPlaces(env, folder) : [{ path: resolve(folder, named), trusted: true }];
  const files: ConfigFile[] = [];
  for (const { path, trusted } of places) {
    const text = readConfigText(path, trusted);
    if (text === undefined) continue;
    const { parseConfig } = await import('./parse-config.ts');
    files.push(parseConfig(text, path, trusted, options));
  }
  if (named !== undefined && files.length === 0) {
    throw new ClearpullError('usage', `There is no configuration file ${visible(named)}.`, {
      hint: 'Check the path, or go on without: --config none',
    });
  }
  return files;
}
