import { ClearpullError } from '../../base/errors.ts';
import { proxyBefore, type RegistryOptions } from '../../source/index.ts';
import { type Diagnosis, type DoctorCheck, fail, ok, warn } from './doctor-check.ts';

const NAME = 'proxy';

/** Through which proxies Docker Hub, the mirrors and the registries named are asked. A login is never shown. */
export const checkProxies: DoctorCheck = ({ io: { env }, registry }) => {
  const { https, http } = registry.proxies ?? {};
  const lines: Diagnosis[] = [];
  if (env['all_proxy'] || env['ALL_PROXY']) {
    lines.push(warn(NAME, 'ALL_PROXY does not count', 'Set HTTPS_PROXY instead.'));
  }
  if (https === undefined && http === undefined) {
    return Promise.resolve([...lines, ok(NAME, 'none; registries are asked directly')]);
  }
  const hosts = new Set(['docker.io', ...(registry.mirrors ?? []).map(({ host }) => host)]);
  return Promise.resolve([...lines, ...[...hosts].map((host) => lineOf(host, registry))]);
};

/** `through http://proxy.example:3128 (HTTPS_PROXY)`, or `directly`. Throws `usage`. */
export function wayTo(host: string, registry: RegistryOptions): string {
  const proxy = proxyBefore(host, registry);
  return proxy === undefined ? 'directly' : `through ${proxy.origin} (${proxy.from})`;
}

function lineOf(host: string, registry: RegistryOptions): Diagnosis {
  try {
    return ok(NAME, `${host} is asked ${wayTo(host, registry)}`);
  } catch (error) {
    if (!(error instanceof ClearpullError)) throw error;
    return fail(NAME, error.message, error.hint ?? 'Mend it.');
  }
}
