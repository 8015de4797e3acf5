import { ClearpullError } from './errors.ts';
import { LIMITS, type LimitName } from './limits.ts';
import type { Unknown } from './unknown.ts';

/** What is recorded where a limit kept something from being read. */
export function limitReached(limit: LimitName, detail: string, path?: string): Unknown {
  return { reason: 'limit-reached', limit, ...(path === undefined ? {} : { path }), detail };
}

/** The same where without it there is nothing to go on with. */
export function limitError(limit: LimitName, message: string): ClearpullError {
  const hint = `If you trust where it comes from, raise the limit: ${limitFlag(limit)}. "clearpull limits" lists them.`;
  return new ClearpullError('limit-reached', message, { hint });
}

/** How to raise it: `--limit maxLayers=NUMBER`. */
export function limitFlag(limit: LimitName): string {
  return `--limit ${limit}=${LIMITS[limit].unit === 'bytes' ? 'SIZE' : 'NUMBER'}`;
}
