import { parseReference, type Reference } from '../../image/reference.ts';
import type { RegistryMirror, RegistryOptions } from '../provider.ts';
import { credentialsFor } from './credentials.ts';
import { endpointOf } from './endpoint.ts';
import type { HostOptions } from './host.ts';

/** A path that a name can stand behind; the name itself only makes it a reference. */
const NAME = 'x';

/**
 * `[REGISTRY=][http://]HOST[:PORT][/PREFIX]`; without a registry it is a mirror of Docker Hub. Returns why not as a
 * string when it is none.
 */
export function parseMirror(text: string): RegistryMirror | string {
  const equals = text.indexOf('=');
  const registry = equals === -1 ? 'docker.io' : hostOf(text.slice(0, equals));
  const address = text.slice(equals + 1);
  const [, protocol = 'https', rest = ''] = /^(?:(https?):\/\/)?(.*)$/s.exec(address) ?? [];
  const place = rest.replace(/\/+$/, '');
  const slash = place.indexOf('/');
  const host = hostOf(slash === -1 ? place : place.slice(0, slash));
  const prefix = slash === -1 ? '' : place.slice(slash + 1);
  if (registry === undefined) return `"${text.slice(0, equals)}" is not a registry host`;
  if (host === undefined) return `"${place}" does not begin with a host`;
  const named = parseReference(`${host}/${prefix === '' ? '' : `${prefix}/`}${NAME}`);
  if (typeof named === 'string') return named;
  if (host === registry && prefix === '') return `${host} is the registry itself`;
  return {
    registry,
    host,
    prefix: prefix === '' ? '' : `${prefix}/`,
    plainHttp: protocol === 'http',
  };
}

/** A host as references name it; undefined when it is none. One without a dot needs a port, as in references. */
function hostOf(text: string): string | undefined {
  const reference = parseReference(`${text}/${NAME}/${NAME}`);
  return typeof reference === 'string' || reference.repository !== `${NAME}/${NAME}`
    ? undefined
    : reference.registry;
}

/**
 * The mirrors of a reference's registry, in the order given. What the user typed to log in is for the registry
 * itself; a mirror gets only what Docker's config holds for its own host.
 */
export function mirrorsOf(reference: Reference, options: RegistryOptions): readonly HostOptions[] {
  const { username: _, password: __, ...forMirror } = options;
  return (options.mirrors ?? [])
    .filter(({ registry }) => registry === reference.registry)
    .map(({ host, prefix, plainHttp }) => ({
      endpoint: endpointOf(host, options.insecure || plainHttp),
      registry: host,
      repository: `${prefix}${reference.repository}`,
      reference,
      isMirror: true,
      credentials: () => credentialsFor(host, forMirror),
    }));
}
