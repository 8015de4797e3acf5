import type { HistoryRow, RunConfig } from '../../src/image/config.ts';

/** One platform's image as docker-library/repo-info lists it: its history, and what it says of the configuration. */
export interface Listing {
  readonly imageId: string;
  readonly rows: readonly HistoryRow[];
  readonly config: RunConfig;
  /** When its last row was made, ISO 8601. */
  readonly created: string;
}

/**
 * The linux/amd64 image of `remote/TAG.md`. The listings leave out the shell in front of each row
 * (`/bin/sh -c`, with `#(nop)`), so it is put back; nothing else is changed.
 */
export function readListing(remote: string, local: string | undefined): Listing | undefined {
  const section = /\n#+ `[^`\n]*` - linux; amd64\n([^]*?)(?=\n#+ `|$)/.exec(remote)?.[1];
  if (section === undefined) return undefined;
  const imageId = /Image ID: `([^`]+)`/.exec(section)?.[1];
  const body = /```dockerfile\n([^]*?)\n```/.exec(section)?.[1];
  if (imageId === undefined || body === undefined) return undefined;
  const rows: HistoryRow[] = [];
  let date = '';
  let args = '';
  for (const line of body.split('\n')) {
    const dated = /^# (\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT)$/.exec(line);
    if (dated !== null) date = new Date(dated[1] ?? '').toISOString();
    else if (line.startsWith('# ARGS: ')) args = line.slice('# ARGS: '.length);
    else {
      rows.push(rowOf(line, args, date));
      args = '';
    }
  }
  const same = local?.includes(imageId) === true ? local : '';
  return { imageId, rows, created: date, config: { ...configOf(section, same), ...settingsOf(rows) } };
}

function rowOf(line: string, args: string, created: string): HistoryRow {
  const isBuildkit = line.endsWith(' # buildkit');
  const isRun = line.startsWith('RUN ');
  const scope = args === '' ? '' : `|${args.split(/ (?=[A-Za-z_]\w*=)/).length} ${args} `;
  if (isBuildkit) {
    const text = isRun ? `RUN ${scope}/bin/sh -c ${line.slice(4)}` : line;
    return { created, created_by: text, comment: 'buildkit.dockerfile.v0' };
  }
  if (isRun) return { created, created_by: `${scope}/bin/sh -c ${line.slice(4)}` };
  const gap = /^(?:COPY|ADD|WORKDIR) /.test(line) ? ' ' : '  ';
  const isEmpty = !/^(?:COPY|ADD|WORKDIR) /.test(line);
  return { created, created_by: `/bin/sh -c #(nop)${gap}${line}`, empty_layer: isEmpty };
}

function configOf(section: string, local: string): RunConfig {
  const list = (name: string): string[] | undefined => {
    const text = new RegExp(`-\\t${name}: \`(\\[.*\\])\``).exec(section)?.[1];
    return text === undefined ? undefined : (JSON.parse(text) as string[]);
  };
  const block = /- Environment:\n((?: {2}- `[^\n]*\n)+)/.exec(local)?.[1] ?? '';
  const Env = block
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/^ {2}- `|`$/g, ''));
  const Entrypoint = list('Entrypoint');
  const Cmd = list('Default Command');
  return {
    ...(Env.length === 0 ? {} : { Env }),
    ...(Entrypoint === undefined ? {} : { Entrypoint }),
    ...(Cmd === undefined ? {} : { Cmd }),
  };
}

/**
 * What the listings do not tell of the configuration, as a builder sets it from these very rows. So no row of
 * these kinds can be seen to be contradicted here; what is compared with the Dockerfile is the row's text.
 */
function settingsOf(rows: readonly HistoryRow[]): RunConfig {
  const config: RunConfig = {};
  const Labels: Record<string, string> = {};
  const ExposedPorts: Record<string, object> = {};
  const Volumes: Record<string, object> = {};
  for (const { created_by } of rows) {
    const match = /(?:^|#\(nop\) +)(USER|WORKDIR|STOPSIGNAL|LABEL|EXPOSE|VOLUME) ([^]*)$/.exec(
      created_by ?? '',
    );
    const [, keyword, rest = ''] = match ?? [];
    const argument = rest.trim();
    const words = argument
      .replace(/^(?:map)?\[|\]$/g, '')
      .split(/\s+/)
      .map((word) => word.replace(/:\{\}$/, ''));
    if (keyword === 'USER') config.User = words.join(' ');
    if (keyword === 'STOPSIGNAL') config.StopSignal = words.join(' ');
    if (keyword === 'WORKDIR') config.WorkingDir = argument;
    if (keyword === 'EXPOSE')
      for (const word of words) ExposedPorts[word.includes('/') ? word : `${word}/tcp`] = {};
    if (keyword === 'VOLUME') for (const word of words) Volumes[word] = {};
    if (keyword === 'LABEL') {
      const equals = argument.indexOf('=');
      Labels[argument.slice(0, equals)] = argument.slice(equals + 1);
    }
  }
  return { ...config, Labels, ExposedPorts, Volumes };
}
