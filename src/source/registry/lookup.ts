import type { LookupAddress, LookupAllOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isBlockedHost, isLoopbackAddress } from './blocked-address.ts';

/** Whether the registry is on this machine, by what is known so far. */
export interface Here {
  registry: boolean;
}

/** True for a host to which a registry must not send us. */
export function mustNotBe(host: string, registryIsHere: boolean): boolean {
  return isBlockedHost(host) || (!registryIsHere && isLoopbackAddress(host));
}

/** The error for such a host. */
export function blocked(host: string): Error {
  return Object.assign(new Error(`${host} must not be contacted`), { code: 'EBLOCKED' });
}

/** Looks names up with `resolve`, and fails with EBLOCKED when one of the addresses must not be contacted. */
export function guardedLookup(resolve: ResolveAll, here: Readonly<Here>): LookupFunction {
  return lookupWith(resolve, (hostname, addresses) =>
    addresses.some(({ address }) => mustNotBe(address, here.registry)) ? blocked(hostname) : undefined,
  );
}

/** Looks the registry's own name up, and remembers when that is on this machine. */
export function noticingLookup(resolve: ResolveAll, here: Here): LookupFunction {
  return lookupWith(resolve, (_, addresses) => {
    if (addresses.every(({ address }) => isLoopbackAddress(address))) here.registry = true;
    return undefined;
  });
}

function lookupWith(
  resolve: ResolveAll,
  objection: (hostname: string, addresses: readonly LookupAddress[]) => Error | undefined,
): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error !== null || first === undefined) {
        callback(error ?? Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' }), '');
        return;
      }
      const against = objection(hostname, addresses);
      if (against !== undefined) callback(against, '');
      else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

type ResolveAll = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;
