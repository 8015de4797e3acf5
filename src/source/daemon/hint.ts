import { ClearpullError } from '../../base/errors.ts';
import type { Target } from '../provider.ts';

/**
 * For a plain name that no registry has: an engine on this machine may have it. That one is never asked unless
 * named, so that what was checked is what a registry hands out.
 */
export function withDaemonHint(error: unknown, { name }: Target): unknown {
  if (!(error instanceof ClearpullError)) return error;
  const { code, message, hint, cause } = error;
  if (code !== 'target-not-found' && code !== 'unauthorized' && code !== 'unreachable') return error;
  const first = name.split('/', 1)[0] ?? '';
  if (first !== name && /[.:]|^localhost$/.test(first)) return error;
  const local = `For an image of an engine on this machine, write docker-daemon:${name} or podman:${name}.`;
  return new ClearpullError(code, message, { hint: hint === undefined ? local : `${hint} ${local}`, cause });
}
