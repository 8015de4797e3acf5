import { compareText } from '../../base/compare-text.ts';
import { formatReference, parseReference } from '../../image/reference.ts';
import { badRow, type Row, readRows } from './rows.ts';
import { parseTime } from './time.ts';

/** What the user knows of one repository. */
export interface RepositoryPulls {
  readonly pulls?: number;
  readonly firstSeen?: string;
  readonly lastSeen?: string;
}

/** By repository in full: `docker.io/demo2018/tomcat`. */
export type Pulls = ReadonlyMap<string, RepositoryPulls>;

const HINT =
  'It takes rows of repository, pulls, and perhaps first_seen and last_seen; see docs/campaigns.md.';
const MAX_PULLS = 1e12;

/**
 * A table of repositories with their pulls, and from when to when they were seen. Of a repository that stands there
 * twice the larger number counts, because pulls only grow, and the longer time.
 *
 * @throws ClearpullError `usage` naming the row that is wrong
 */
export function parsePulls(text: string, name: string, limit: number): Pulls {
  const all = new Map<string, RepositoryPulls>();
  for (const row of readRows(text, name, limit, { columns: ['repository', 'name'], hint: HINT })) {
    const repository = repositoryOf(row);
    const fresh = entryOf(row);
    const known = all.get(repository);
    all.set(repository, known === undefined ? fresh : together(known, fresh));
  }
  return all;
}

function repositoryOf(row: Row): string {
  const text = row.fields.get('repository') ?? row.fields.get('name') ?? '';
  if (text === '') throw badRow(row, 'names no repository', HINT);
  const parsed = parseReference(text);
  if (typeof parsed === 'string') throw badRow(row, parsed, HINT);
  return formatReference({ registry: parsed.registry, repository: parsed.repository });
}

function entryOf(row: Row): RepositoryPulls {
  const text = row.fields.get('pulls') ?? row.fields.get('pullcount');
  const plain = text?.replace(/(?<=\d),(?=\d{3})/g, '');
  if (plain !== undefined && (!/^\d{1,13}$/.test(plain) || Number(plain) > MAX_PULLS)) {
    throw badRow(row, `"${text}" is no number of pulls`, HINT);
  }
  const time = (column: string): string | undefined => {
    const written = row.fields.get(column);
    if (written === undefined) return undefined;
    const parsed = parseTime(written);
    if (parsed === undefined)
      throw badRow(row, `"${written}" is no date`, 'Write it as 2018-02-11 or as RFC 3339.');
    return parsed;
  };
  const [firstSeen, lastSeen] = [time('firstseen'), time('lastseen')];
  return {
    ...(plain === undefined ? {} : { pulls: Number(plain) }),
    ...(firstSeen === undefined ? {} : { firstSeen }),
    ...(lastSeen === undefined ? {} : { lastSeen }),
  };
}

function together(a: RepositoryPulls, b: RepositoryPulls): RepositoryPulls {
  const numbers = [a.pulls, b.pulls].filter((one) => one !== undefined);
  const first = [a.firstSeen, b.firstSeen].filter((one) => one !== undefined).sort(compareText)[0];
  const last = [a.lastSeen, b.lastSeen]
    .filter((one) => one !== undefined)
    .sort(compareText)
    .at(-1);
  return {
    ...(numbers.length === 0 ? {} : { pulls: Math.max(...numbers) }),
    ...(first === undefined ? {} : { firstSeen: first }),
    ...(last === undefined ? {} : { lastSeen: last }),
  };
}
