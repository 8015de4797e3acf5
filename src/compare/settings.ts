import { formatArgv } from '../explain/command.ts';
import type { RunConfig } from '../image/config.ts';
import { formatPlatform } from '../image/platform.ts';
import type { ValueChange } from './difference.ts';
import type { ImageProfile } from './image-profile.ts';

/** Variables by name. A name set twice counts with the value that comes last, as at start. */
export function compareEnvironment(before: RunConfig, after: RunConfig): readonly ValueChange[] {
  return compareValues(variables(before), variables(after));
}

function variables({ Env }: RunConfig): ReadonlyMap<string, string> {
  return new Map(
    (Env ?? []).map((setting) => {
      const equals = setting.indexOf('=');
      return equals < 0 ? [setting, ''] : [setting.slice(0, equals), setting.slice(equals + 1)];
    }),
  );
}

/** What the configuration says besides environment and ports. The user stands first. */
export function compareConfiguration(before: ImageProfile, after: ImageProfile): readonly ValueChange[] {
  return compareValues(settingsOf(before), settingsOf(after), false);
}

function settingsOf({ assessment, config }: ImageProfile): ReadonlyMap<string, string> {
  const { image } = assessment;
  const { Healthcheck: health } = config;
  const entries: (readonly [string, string | undefined])[] = [
    ['USER', image.user],
    ['ENTRYPOINT', argv(config.Entrypoint)],
    ['CMD', argv(config.Cmd)],
    ['WORKDIR', config.WorkingDir || undefined],
    ['SHELL', argv(config.Shell)],
    ['HEALTHCHECK', argv(health?.Test)],
    ['HEALTHCHECK intervals', health ? intervals(health) : undefined],
    ['STOPSIGNAL', config.StopSignal || undefined],
    [
      'VOLUME',
      Object.keys(config.Volumes ?? {})
        .sort()
        .join(' ') || undefined,
    ],
    ['ONBUILD', (config.OnBuild ?? []).join('; ') || undefined],
    ['platform', formatPlatform(image.platform)],
    ['distribution', image.distribution],
    ...Object.entries(image.labels).map(([name, value]) => [`LABEL ${name}`, value] as const),
  ];
  return new Map(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
}

function argv(words: readonly string[] | null | undefined): string | undefined {
  return words && words.length > 0 ? formatArgv(words) : undefined;
}

function intervals({
  Interval,
  Timeout,
  StartPeriod,
  Retries,
}: NonNullable<RunConfig['Healthcheck']>): string {
  return JSON.stringify([Interval ?? 0, Timeout ?? 0, StartPeriod ?? 0, Retries ?? 0]);
}

function compareValues(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  sorted = true,
): readonly ValueChange[] {
  const names = [...new Set([...after.keys(), ...before.keys()])];
  if (sorted) names.sort();
  return names.flatMap((name): readonly ValueChange[] => {
    const [was, is] = [before.get(name), after.get(name)];
    if (was === is) return [];
    return [
      { name, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) },
    ];
  });
}
