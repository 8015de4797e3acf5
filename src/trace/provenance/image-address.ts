import { percentDecoded } from '../../base/percent-decoded.ts';
import { parseReference } from '../../image/reference.ts';

/** An image among materials. */
export interface ImageAddress {
  /** With its registry: `docker.io/library/debian`. */
  readonly name: string;
  readonly tag?: string;
}

const MAX_ADDRESS = 2000;

/**
 * The image that an address in a provenance names: a purl of the types docker and oci (package-url/purl-spec), or
 * `docker://`, `oci://`, `docker-image://`, or a plain reference. Undefined for anything else.
 */
export function imageAddress(uri: string): ImageAddress | undefined {
  if (uri.length > MAX_ADDRESS) return undefined;
  if (uri.startsWith('pkg:docker/')) return ofDockerPurl(uri.slice('pkg:docker/'.length));
  if (uri.startsWith('pkg:oci/')) return ofOciPurl(uri.slice('pkg:oci/'.length));
  const plain = /^(?:docker|oci|docker-image):\/\/(.+)$/.exec(uri)?.[1] ?? uri;
  return plain.includes('://') || plain.startsWith('pkg:') ? undefined : ofReference(plain);
}

/** `NAME[@TAG][?QUALIFIERS]`; BuildKit writes the registry into the name. */
function ofDockerPurl(rest: string): ImageAddress | undefined {
  const [path = ''] = rest.split(/[?#]/, 1);
  const at = path.indexOf('@');
  const name = percentDecoded(at === -1 ? path : path.slice(0, at));
  const version = at === -1 ? undefined : percentDecoded(path.slice(at + 1));
  return ofReference(version === undefined || version.includes(':') ? name : `${name}:${version}`);
}

/** The repository is in a qualifier, the version is the digest. */
function ofOciPurl(rest: string): ImageAddress | undefined {
  const repository = /[?&]repository_url=([^&#]+)/.exec(rest)?.[1];
  if (repository === undefined) return undefined;
  const tag = /[?&]tag=([^&#]+)/.exec(rest)?.[1];
  return ofReference(
    tag === undefined ? percentDecoded(repository) : `${percentDecoded(repository)}:${percentDecoded(tag)}`,
  );
}

/** The same out of a reference as a Dockerfile writes it; a digest in it is left out. */
export function ofReference(text: string): ImageAddress | undefined {
  const reference = parseReference(text);
  if (typeof reference === 'string') return undefined;
  const { registry, repository, tag } = reference;
  return { name: `${registry}/${repository}`, ...(tag === undefined ? {} : { tag }) };
}
