import { visible } from '../../base/visible.ts';
import { pad } from '../../report/text/layout.ts';
import { textWidth } from '../../report/text/text-width.ts';
import type { Io } from '../io.ts';
import { configKeyOf, isNegated, type OptionSpec } from '../options/option-spec.ts';
import { type Resolved, resolveSettings } from '../settings.ts';
import { configPlaces, loadConfig } from './find-config.ts';

export interface ShowConfigSettings {
  readonly format: 'text' | 'json';
  /** Defaults as well. */
  readonly resolved: boolean;
  readonly config?: string;
}

interface Shown {
  readonly key: string;
  readonly value: unknown;
  readonly from: string;
}

/** What `config show` prints: the files that count, and each setting with its origin. */
export async function showConfig(
  { format, resolved: all, config }: ShowConfigSettings,
  io: Io,
  options: readonly OptionSpec[],
): Promise<string> {
  const files = await loadConfig(config, io.env, io.cwd, options);
  const resolved = resolveSettings(options, { flags: {}, env: io.env, files });
  const shown = options.flatMap((option) => settingOf(option, resolved, all));
  if (io.env['CLEARPULL_PASSWORD']) {
    shown.push({ key: 'password', value: '(set, not shown)', from: 'CLEARPULL_PASSWORD' });
  }
  const looked = config === undefined ? configPlaces(io.env, io.cwd).map(({ path }) => path) : [];
  const used = files.map(({ path }) => path);
  if (format === 'json') {
    const found = files.map(({ path, trusted }) => ({ path, trusted }));
    return `${JSON.stringify({ files: found, settings: shown }, undefined, 2)}\n`;
  }
  const none = looked.length === 0 ? 'No configuration file.' : 'No configuration file. Looked for:';
  const heads =
    used.length > 0
      ? ['Configuration files, the first counts most:', ...used.map((path) => `  ${visible(path)}`)]
      : [none, ...looked.map((path) => `  ${visible(path)}`)];
  const body = shown.length === 0 ? ['Nothing is set; all of the defaults: --resolved'] : rows(shown);
  return `${[...heads, '', ...body, ...resolved.notes.map((note) => `\n${visible(note)}`)].join('\n')}\n`;
}

function settingOf(option: OptionSpec, { values, origins }: Resolved, all: boolean): readonly Shown[] {
  const key = configKeyOf(option);
  const origin = origins.get(option.name);
  if (key === undefined || origin === undefined || (!all && origin.kind === 'default')) return [];
  const value = values[option.name] ?? (option.defaultText === undefined ? null : `(${option.defaultText})`);
  // `cache: true` reads better with the flag that is meant: --no-cache.
  const from = origin.kind === 'default' && isNegated(option) ? 'default' : origin.text;
  return [{ key, value, from }];
}

function rows(shown: readonly Shown[]): readonly string[] {
  const cells = shown.map(({ key, value, from }) => ({
    left: visible(`${key}: ${(Array.isArray(value) ? value : [value ?? '']).join(', ')}`),
    from: visible(from),
  }));
  const width = Math.min(44, Math.max(...cells.map(({ left }) => textWidth(left))));
  return cells.map(({ left, from }) => `${pad(left, width)}  ${from}`.trimEnd());
}
