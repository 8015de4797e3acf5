import type { RunConfig } from '../../image/config.ts';
import type { Certainty } from '../explanation.ts';
import {
  environmentOf,
  formatCommand,
  formatHealthcheck,
  formatPorts,
  formatVolumes,
  shellOf,
} from './config-values.ts';
import { formatList, parseGoKeys, parseQuotedList, words } from './go-values.ts';
import { formatPair, parsePairs } from './pairs.ts';
import type { ParsedRow } from './row.ts';

/** What an instruction says after its row was held against the configuration. */
export interface Settled {
  readonly argument: string;
  readonly certainty: Certainty;
  readonly note?: string;
}

/** Where a row stands among those of its kind. */
export interface RowPlace {
  /** True when no later row sets the same thing, so that the configuration must agree with it. */
  readonly last: boolean;
  /** For ENV and LABEL: true when no later row sets this key. */
  lastOfKey(key: string): boolean;
}

/** Holds a row against the configuration: that says exactly what the row may print badly, or contradicts it. */
export function settle(row: ParsedRow, config: RunConfig, place: RowPlace): Settled {
  return withoutSource(row, held(row, config, place));
}

/** Instructions whose variables and quotes builders have replaced before they record them. */
const REPLACED: ReadonlySet<string> = new Set([
  'ENV',
  'LABEL',
  'EXPOSE',
  'VOLUME',
  'USER',
  'WORKDIR',
  'STOPSIGNAL',
  'ARG',
]);
const REPLACED_NOTE = 'recorded with its variables replaced and quotes taken away';
/** The configuration of OCI (image-spec, config.md) has no place for it; that of Docker has. */
const NOT_IN_OCI = ": buildah leaves it out of images in OCI's format";
const TAB_NOTE = 'a tab in it is shown as a space';

/** Only buildah and kaniko keep the text: what others record of these cannot be called exact. */
function withoutSource(row: ParsedRow, settled: Settled): Settled {
  if (row.builder === 'buildah' || row.builder === 'kaniko' || !REPLACED.has(row.keyword)) return settled;
  const { argument, certainty, note } = settled;
  if (argument.includes('\t') && certainty !== 'contradicted') {
    return {
      argument,
      certainty: 'partly-lost',
      note: note === undefined ? TAB_NOTE : `${note}; ${TAB_NOTE}`,
    };
  }
  if (certainty !== 'exact' && !(certainty === 'normalised' && note === undefined)) return settled;
  return { argument, certainty: 'normalised', note: REPLACED_NOTE };
}

function held(row: ParsedRow, config: RunConfig, place: RowPlace): Settled {
  // buildah keeps the text as written: variables in it are not yet replaced, so it cannot be compared.
  const variables = row.builder === 'buildah' && row.argument.includes('$');
  switch (row.keyword) {
    case 'CMD':
      return settleCommand(row, config, place, config.Cmd ?? []);
    case 'ENTRYPOINT':
      return settleCommand(row, config, place, config.Entrypoint ?? []);
    case 'HEALTHCHECK':
      return settleHealthcheck(row, config, place);
    case 'EXPOSE':
      return variables
        ? row
        : settleSet(row, Object.keys(config.ExposedPorts ?? {}), formatPorts, withProtocol);
    case 'VOLUME':
      return variables
        ? row
        : settleSet(row, Object.keys(config.Volumes ?? {}), formatVolumes, (path) => path);
    case 'USER':
      return variables ? row : settleWord(row, config.User ?? '', place);
    case 'STOPSIGNAL':
      return variables ? row : settleWord(row, config.StopSignal ?? '', place);
    case 'WORKDIR':
      return variables || !row.argument.startsWith('/')
        ? row
        : settleWord(row, config.WorkingDir ?? '', place);
    case 'SHELL':
      return settleShell(row, config, place);
    case 'ENV':
      return settlePairs(row, environmentOf(config), place);
    case 'LABEL':
      return settlePairs(row, new Map(Object.entries(config.Labels ?? {})), place);
    default:
      return row;
  }
}

function settleCommand(
  row: ParsedRow,
  config: RunConfig,
  place: RowPlace,
  actual: readonly string[],
): Settled {
  const shell = shellOf(config);
  const listed = parseQuotedList(row.argument);
  if (listed === undefined && row.builder !== 'buildah' && row.builder !== 'kaniko') {
    return lost(row, 'the row cannot be read as a list of words');
  }
  const said = listed ?? [...shell, row.argument];
  const printed = formatCommand(said, shell);
  // buildah 1.28 takes /bin/sh for the shell form, whatever SHELL says.
  const otherwise = listed ?? ['/bin/sh', '-c', row.argument];
  if (place.last && !sameList(said, actual) && !sameList(otherwise, actual)) {
    const truth = actual.length === 0 ? 'none' : formatCommand(actual, shell).text;
    return contradicted(printed.text, `the configuration has ${truth}`);
  }
  if (!printed.shellForm || listed === undefined) return { argument: printed.text, certainty: 'exact' };
  return {
    argument: printed.text,
    certainty: 'normalised',
    note: 'recorded as an argv: it may have been written in exec form with the shell',
  };
}

function settleHealthcheck(row: ParsedRow, config: RunConfig, place: RowPlace): Settled {
  if (!place.last) return row.argument === 'NONE' ? row : lost(row, 'only a dump of its fields is recorded');
  const actual = formatHealthcheck(config);
  if (actual !== undefined) {
    return { argument: actual, certainty: actual === row.argument ? 'exact' : 'normalised' };
  }
  if (row.argument === 'NONE') return row;
  const none = 'the configuration has no health check';
  return row.builder === 'buildah' ? lost(row, `${none}${NOT_IN_OCI}`) : contradicted(row.argument, none);
}

/** EXPOSE and VOLUME add to a set: whatever a row adds, the configuration must hold. */
function settleSet(
  row: ParsedRow,
  actual: readonly string[],
  format: (items: readonly string[]) => string,
  normal: (item: string) => string,
): Settled {
  const bracketed = parseQuotedList(row.argument) ?? parseGoKeys(row.argument);
  const inner = row.argument.slice(1, -1);
  // `[/a b]` is one path with a space or two paths: the configuration knows.
  const items =
    bracketed !== undefined && actual.includes(inner) ? [inner] : (bracketed ?? words(row.argument));
  const present = new Set(actual);
  // A range of ports (`8000-8010`) is expanded in the configuration.
  const missing = items.filter((item) => !item.includes('-') && !present.has(normal(item))).slice(0, 5);
  const argument = format(items);
  if (missing.length > 0) return contradicted(argument, `the configuration lacks ${missing.join(', ')}`);
  return { argument, certainty: argument === row.argument ? 'exact' : 'normalised' };
}

function settleWord(row: ParsedRow, actual: string, place: RowPlace): Settled {
  const trim = (text: string) => (text.length > 1 ? text.replace(/\/$/, '') : text);
  if (!place.last || trim(row.argument) === trim(actual)) return row;
  return contradicted(
    row.argument,
    actual === '' ? 'the configuration has none' : `the configuration has ${actual}`,
  );
}

function settleShell(row: ParsedRow, config: RunConfig, place: RowPlace): Settled {
  const quoted = parseQuotedList(row.argument);
  const actual = config.Shell ?? [];
  if (quoted !== undefined && !(place.last && !sameList(quoted, actual))) {
    return { argument: formatList(quoted), certainty: 'exact' };
  }
  const joined = quoted?.join(' ') ?? row.argument.replace(/^\[|\]$/g, '');
  if (!place.last) {
    const note = 'recorded with its words joined: where each ends is a guess';
    return { argument: formatList(words(joined)), certainty: 'partly-lost', note };
  }
  if (actual.join(' ') === joined) return { argument: formatList(actual), certainty: 'exact' };
  if (actual.length === 0 && row.builder === 'buildah') {
    return {
      ...lost(row, `the configuration has none${NOT_IN_OCI}`),
      argument: formatList(quoted ?? words(joined)),
    };
  }
  const truth = actual.length === 0 ? 'none' : formatList(actual);
  return contradicted(formatList(words(joined)), `the configuration has ${truth}`);
}

function settlePairs(row: ParsedRow, actual: ReadonlyMap<string, string>, place: RowPlace): Settled {
  if (row.builder === 'buildah' || row.builder === 'kaniko') return row;
  const pairs = parsePairs(row.argument, (key) => (place.lastOfKey(key) ? actual.get(key) : undefined));
  if (pairs.length === 0) return row;
  const argument = pairs.map((pair) => formatPair(pair.key, pair.value)).join(' ');
  const wrong = pairs.filter((pair) => place.lastOfKey(pair.key) && actual.get(pair.key) !== pair.value);
  if (wrong.length > 0) {
    const said = wrong.map(({ key }) => {
      const value = actual.get(key);
      return value === undefined ? `no ${key}` : formatPair(key, value);
    });
    return contradicted(argument, `the configuration has ${said.join(' ')}`);
  }
  if (pairs.some((pair) => !pair.sure)) {
    const note = 'values are recorded without quotes: where one ends is a guess';
    return { argument, certainty: 'partly-lost', note };
  }
  return { argument, certainty: argument === row.argument ? 'exact' : 'normalised' };
}

function withProtocol(port: string): string {
  return port.includes('/') ? port.toLowerCase() : `${port}/tcp`;
}

function lost(row: ParsedRow, note: string): Settled {
  return { argument: row.argument, certainty: 'partly-lost', note };
}

function contradicted(argument: string, note: string): Settled {
  return { argument, certainty: 'contradicted', note };
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
