/** A process of a Cloud Native Buildpacks image (buildpacks/lifecycle, launch/launch.go). */
export interface LaunchProcess {
  readonly type: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  /** False where a shell runs it, with the profile scripts before. */
  readonly direct: boolean;
  readonly isDefault: boolean;
  readonly workingFolder?: string;
  readonly line: number;
}

export interface LaunchMetadata {
  readonly processes: readonly LaunchProcess[];
  /** Ids of the buildpacks, in order. */
  readonly buildpacks: readonly string[];
  /** Lines that were not understood. */
  readonly unread: number;
}

const MAX_TABLES = 1000;
const MAX_LINES = 20_000;

/**
 * Reads `metadata.toml` as the lifecycle writes it: tables `[[processes]]` and `[[buildpacks]]` of keys with texts, lists
 * of texts, true and false, each on a line of its own.
 */
export function readLaunchMetadata(text: string): LaunchMetadata {
  const tables: { name: string; line: number; values: Map<string, unknown> }[] = [];
  let unread = 0;
  for (const [index, raw] of text.split('\n', MAX_LINES).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const table = /^\[\[?([\w.-]{1,100})\]\]?$/.exec(line)?.[1];
    if (table !== undefined) {
      if (tables.length < MAX_TABLES) tables.push({ name: table, line: index + 1, values: new Map() });
      else unread++;
      continue;
    }
    const [, key, value] = /^([\w-]{1,100})\s{0,20}=\s{0,20}(.{1,100000})$/.exec(line) ?? [];
    const parsed = value === undefined ? undefined : valueOf(value);
    if (key === undefined || parsed === undefined) unread++;
    else tables.at(-1)?.values.set(key, parsed);
  }
  const processes = tables
    .filter(({ name }) => name === 'processes')
    .map(({ line, values }): LaunchProcess => {
      const folder = values.get('working-dir');
      return {
        type: textOf(values.get('type')),
        command: listOf(values.get('command')),
        args: listOf(values.get('args')),
        direct: values.get('direct') === true,
        isDefault: values.get('default') === true,
        ...(typeof folder === 'string' && folder !== '' ? { workingFolder: folder } : {}),
        line,
      };
    });
  const buildpacks = tables
    .filter(({ name }) => name === 'buildpacks')
    .map(({ values }) => textOf(values.get('id')))
    .filter((id) => id !== '');
  return { processes, buildpacks, unread };
}

/** TOML's basic strings and lists of them on one line are JSON's, but for rare escapes. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return /^'[^']*'$/.test(text) ? text.slice(1, -1) : undefined;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function listOf(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((one) => typeof one === 'string').slice(0, MAX_TABLES);
}
