import type { RegistryOptions } from '../provider.ts';
import type { HostCertificates } from './host-certificates.ts';
import type { Transport } from './http.ts';

/**
 * `createTransport`, loaded with the first request: undici is a hundred modules, and an image on the disk does not
 * wait for it.
 */
export function lazyTransport(
  options: RegistryOptions,
  local: boolean,
  certificates?: HostCertificates,
): Transport {
  let loading: Promise<Transport> | undefined;
  const load = async (): Promise<Transport> => {
    const { createTransport } = await import('./transport.ts');
    return createTransport(options, local, certificates);
  };
  return {
    async send(request) {
      loading ??= load();
      return (await loading).send(request);
    },
    async close() {
      await (await loading)?.close();
    },
  };
}
