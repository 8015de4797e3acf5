import { z } from 'zod';
import { ClearpullError, type ErrorCode } from '../../base/errors.ts';
import { formatDuration } from '../../base/quantities.ts';
import { visible } from '../../base/visible.ts';
import type { HttpResponse } from './http.ts';
import { rateLimitIn } from './rate-limit.ts';
import { retryAfter } from './retry.ts';

export interface Asked {
  /** The registry. */
  readonly host: string;
  /** What was asked for, in full. */
  readonly what: string;
  /** It was to be written to. */
  readonly writes?: boolean;
  /** True when it was asked with credentials. */
  readonly loggedIn?: boolean;
}

const LOGIN_REFUSED =
  'It was asked with the login that was given or that Docker keeps: see that user and password are right, and that this user may do so.';
const HUB = 'registry-1.docker.io';

/** What a registry is called in messages. */
export function nameOfHost(host: string): string {
  return host === HUB ? 'Docker Hub' : host;
}

/** OCI distribution-spec, "Error Codes"; token servers answer `{"details": …}`. */
const errorBodySchema = z.object({
  errors: z.array(z.object({ code: z.string().nullish(), message: z.string().nullish() })).nullish(),
  details: z.string().nullish(),
});

/** What a registry's answer other than success means, in words. `now` is for dates in it. */
export function refusal(
  { statusCode: status, headers }: Pick<HttpResponse, 'statusCode' | 'headers'>,
  body: Buffer,
  asked: Asked,
  now: number,
): ClearpullError {
  const { what } = asked;
  const host = nameOfHost(asked.host);
  const { code, said } = reasonIn(body);
  const because = said === '' ? '' : `: ${said}`;
  if (status === 401 || status === 403) {
    return error(
      'unauthorized',
      `${host} does not let you ${asked.writes === true ? 'write to' : 'read'} ${what}${because}`,
      asked.loggedIn === true ? `${LOGIN_REFUSED}${mayNotExist(asked.host)}` : loginHint(asked.host),
    );
  }
  if (status === 404) {
    if (isWebPage(headers)) return notARegistry(asked);
    if (code === 'NAME_UNKNOWN' || code === 'NAME_INVALID') {
      return error(
        'target-not-found',
        `${host} has no repository for ${what}`,
        'Check how the name is spelt.',
      );
    }
    const part = what.includes('@') ? 'digest' : 'tag';
    return error('target-not-found', `${host} has no ${what}${because}`, `Check the name and the ${part}.`);
  }
  if (status === 429) {
    const limit = rateLimitIn(headers);
    const wait = retryAfter(headers['retry-after'], now) ?? 0;
    const told = [
      ...(limit === undefined ? [] : [limit]),
      ...(wait < 1000 ? [] : [`it asks to wait ${formatDuration(wait)}`]),
      ...(said === '' ? [] : [said]),
    ];
    return error(
      'unreachable',
      `${host} allows no more requests for now${told.length === 0 ? '' : `: ${told.join('; ')}`}`,
      asked.loggedIn
        ? 'Wait, or ask a mirror with --mirror.'
        : `Wait, or log in: registries allow more to those they know. ${loginHint(asked.host)}`,
    );
  }
  const hint = status >= 500 ? 'The fault is the registry’s; try again later.' : undefined;
  return error('unreachable', `${host} answered ${status} when asked for ${what}${because}`, hint);
}

/** True for the answer of a web site: a proxy's, a login page's. */
export function isWebPage(headers: HttpResponse['headers']): boolean {
  const type = headers['content-type'];
  return typeof type === 'string' && /^\s*text\/html\b/i.test(type);
}

/** An answer that no registry gives. */
export function notARegistry({ host, what }: Asked): ClearpullError {
  return error(
    'unreachable',
    `${nameOfHost(host)} answered with a web page when asked for ${what}`,
    'Is there a registry at that host? A proxy or a login page may stand in between.',
  );
}

function loginHint(host: string): string {
  const server = host === HUB ? '' : ` ${host}`;
  return `Log in with \`docker login${server}\`, or give --username and --password-stdin.${mayNotExist(host)}`;
}

function mayNotExist(host: string): string {
  return host === HUB ? ' Docker Hub answers so for repositories that do not exist, too.' : '';
}

function reasonIn(body: Buffer): { readonly code: string; readonly said: string } {
  let json: unknown;
  try {
    json = JSON.parse(body.toString('utf8'));
  } catch {
    return { code: '', said: '' };
  }
  const parsed = errorBodySchema.safeParse(json);
  const first = parsed.data?.errors?.[0];
  const said = first?.message || first?.code || parsed.data?.details || '';
  return { code: first?.code ?? '', said: visible(said.slice(0, 300)) };
}

function error(code: ErrorCode, message: string, hint: string | undefined): ClearpullError {
  return new ClearpullError(code, message, hint === undefined ? {} : { hint });
}
