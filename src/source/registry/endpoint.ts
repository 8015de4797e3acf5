import { isLoopbackAddress } from './blocked-address.ts';

/** Where a registry answers, and over which protocols it may be asked, in that order. */
export interface Endpoint {
  /** Host, and port where one is given. */
  readonly host: string;
  /** On this machine. */
  readonly local: boolean;
  readonly protocols: readonly ('https:' | 'http:')[];
}

/** Docker Hub's API has a host of its own. Plain HTTP is for this machine, or for who asked for `insecure`. */
export function endpointOf(registry: string, insecure: boolean): Endpoint {
  const host = registry === 'docker.io' ? 'registry-1.docker.io' : registry;
  const local = isLoopbackHost(host);
  return { host, local, protocols: insecure || local ? ['https:', 'http:'] : ['https:'] };
}

function isLoopbackHost(host: string): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return name === 'localhost' || isLoopbackAddress(name);
}
