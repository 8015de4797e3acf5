import type { RunConfig } from '../../image/config.ts';
import type { Instruction } from '../explanation.ts';
import { oneLine } from '../printable.ts';
import {
  environmentOf,
  formatCommand,
  formatHealthcheck,
  formatPorts,
  formatVolumes,
  shellOf,
} from './config-values.ts';
import { formatList } from './go-values.ts';
import { formatPair, parsePairs } from './pairs.ts';
import type { ParsedRow } from './row.ts';

const NO_ROW = 'from the configuration: no row of the history says it';
const ONBUILD_NOTE = 'from the configuration: this builder writes no row for it';
/** BuildKit and others put this into images that set none. */
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** What the configuration sets though no row says so: every setting of kaniko, ko and the like, and ONBUILD. */
export function unrecordedInstructions(config: RunConfig, rows: readonly ParsedRow[]): Instruction[] {
  const recorded = new Set(rows.map((row) => row.keyword));
  const found: Instruction[] = [];
  const add = (keyword: string, argument: string, note = NO_ROW): void => {
    found.push({ text: oneLine(`${keyword} ${argument}`, 20_000), keyword, certainty: 'normalised', note });
  };
  const shell = shellOf(config);
  const once = (keyword: string, argument: string | undefined): void => {
    if (argument !== undefined && argument !== '' && !recorded.has(keyword)) add(keyword, argument);
  };
  once('SHELL', config.Shell?.length ? formatList(config.Shell) : undefined);
  for (const [key, value] of unrecordedPairs('ENV', environmentOf(config), rows)) {
    if (key !== 'PATH' || value !== DEFAULT_PATH) add('ENV', formatPair(key, value));
  }
  for (const [key, value] of unrecordedPairs('LABEL', new Map(Object.entries(config.Labels ?? {})), rows)) {
    // buildah adds this one by itself.
    if (key !== 'io.buildah.version') add('LABEL', formatPair(key, value));
  }
  once('EXPOSE', formatPorts(Object.keys(config.ExposedPorts ?? {}).sort()));
  once('VOLUME', formatVolumes(Object.keys(config.Volumes ?? {}).sort()));
  once('WORKDIR', config.WorkingDir === '/' ? undefined : (config.WorkingDir ?? undefined));
  once('USER', config.User ?? undefined);
  once('STOPSIGNAL', config.StopSignal ?? undefined);
  once('HEALTHCHECK', formatHealthcheck(config));
  once('ENTRYPOINT', config.Entrypoint?.length ? formatCommand(config.Entrypoint, shell).text : undefined);
  once('CMD', config.Cmd?.length ? formatCommand(config.Cmd, shell).text : undefined);
  const triggers = new Set(rows.filter((row) => row.keyword === 'ONBUILD').map((row) => row.argument));
  for (const trigger of config.OnBuild ?? []) {
    if (!triggers.has(trigger.trim())) add('ONBUILD', trigger, ONBUILD_NOTE);
  }
  return found;
}

function unrecordedPairs(
  keyword: string,
  actual: ReadonlyMap<string, string>,
  rows: readonly ParsedRow[],
): [string, string][] {
  const keys = new Set<string>();
  for (const row of rows) {
    if (row.keyword !== keyword) continue;
    for (const { key } of parsePairs(row.argument, (name) => actual.get(name))) keys.add(key);
  }
  return [...actual].filter(([key]) => !keys.has(key));
}
