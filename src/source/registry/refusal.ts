import { z } from 'zod';
import { ClearpullError, type ErrorCode } from '../../base/errors.ts';
import { visible } from '../../base/visible.ts';

export interface Asked {
  /** The registry. */
  readonly host: string;
  /** What was asked for, in full. */
  readonly what: string;
}

const HUB = 'registry-1.docker.io';

/** OCI distribution-spec, "Error Codes"; token servers answer `{"details": …}`. */
const errorBodySchema = z.object({
  errors: z.array(z.object({ code: z.string().nullish(), message: z.string().nullish() })).nullish(),
  details: z.string().nullish(),
});

/** What a registry's answer other than success means, in words. */
export function refusal(status: number, body: Buffer, asked: Asked): ClearpullError {
  const { what } = asked;
  const host = asked.host === HUB ? 'Docker Hub' : asked.host;
  const { code, said } = reasonIn(body);
  const because = said === '' ? '' : `: ${said}`;
  if (status === 401 || status === 403) {
    return error('unauthorized', `${host} does not let you read ${what}${because}`, loginHint(asked.host));
  }
  if (status === 404) {
    if (code === 'NAME_UNKNOWN' || code === 'NAME_INVALID') {
      return error(
        'target-not-found',
        `${host} has no repository for ${what}`,
        'Check how the name is spelt.',
      );
    }
    return error('target-not-found', `${host} has no ${what}${because}`, 'Check the name and the tag.');
  }
  if (status === 429) {
    return error(
      'unreachable',
      `${host} allows no more requests for now${because}`,
      `Wait, or log in: registries allow more to those they know. ${loginHint(asked.host)}`,
    );
  }
  const hint = status >= 500 ? 'The fault is the registry’s; try again later.' : undefined;
  return error('unreachable', `${host} answered ${status} when asked for ${what}${because}`, hint);
}

/** An answer that no registry gives. */
export function notARegistry({ host, what }: Asked): ClearpullError {
  return error(
    'unreachable',
    `${host} answered with a web page when asked for ${what}`,
    'Is there a registry at that host? A proxy or a login page may stand in between.',
  );
}

function loginHint(host: string): string {
  const server = host === HUB ? '' : ` ${host}`;
  const hub = server === '' ? ' Docker Hub answers so for repositories that do not exist, too.' : '';
  return `Log in with \`docker login${server}\`, or give --username and --password-stdin.${hub}`;
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
