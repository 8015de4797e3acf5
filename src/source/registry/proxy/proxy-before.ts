import type { RegistryOptions } from '../../provider.ts';
import { endpointOf } from '../endpoint.ts';
import { type Proxy, proxyChooser } from './choose-proxy.ts';

/** The proxy through which a registry is asked first; undefined for none. Throws `usage` as `proxyChooser` does. */
export function proxyBefore(
  registry: string,
  { insecure, proxies }: Pick<RegistryOptions, 'insecure' | 'proxies'>,
): Proxy | undefined {
  const { host, protocols } = endpointOf(registry, insecure);
  return proxyChooser(proxies)(new URL(`${protocols[0] ?? 'https:'}//${host}/`));
}
