import { formatDuration, plural } from '../../base/quantities.ts';
import type { HttpResponse } from './http.ts';

/** Docker Hub, "Pull usage and limits": `ratelimit-limit: 100;w=21600`. */
const VALUE = /^(\d{1,9})(?:;w=(\d{1,9}))?$/;

/**
 * What a registry tells of its rate limit: `100 pulls in 6 hours are allowed, and none is left`; undefined when it
 * tells nothing.
 */
export function rateLimitIn(headers: HttpResponse['headers']): string | undefined {
  const limit = parse(headers['ratelimit-limit']);
  const remaining = parse(headers['ratelimit-remaining']);
  if (limit === undefined) return undefined;
  const window = limit.seconds ?? remaining?.seconds;
  const during = window === undefined ? '' : ` in ${formatDuration(window * 1000)}`;
  const allowed = `${plural(limit.count, 'pull')}${during} ${limit.count === 1 ? 'is' : 'are'} allowed`;
  if (remaining === undefined) return allowed;
  const left = remaining.count === 0 ? 'none is left' : `${remaining.count} left`;
  return `${allowed}, ${remaining.count === 0 ? 'and ' : ''}${left}`;
}

function parse(
  header: string | string[] | undefined,
): { readonly count: number; readonly seconds: number | undefined } | undefined {
  const match = typeof header === 'string' ? VALUE.exec(header.replaceAll(' ', '')) : null;
  if (match === null) return undefined;
  return { count: Number(match[1]), seconds: match[2] === undefined ? undefined : Number(match[2]) };
}
