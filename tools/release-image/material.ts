import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ReleaseError } from './release-error.ts';

/** Something that the image was made from (in-toto attestation spec v1, resource_descriptor.md). */
export interface Material {
  readonly name?: string;
  readonly uri?: string;
  /** By algorithm, in hex; absent where only the name of a package is known. */
  readonly digest?: Readonly<Record<string, string>>;
}

/** A file that went into the image, by the path it has there. */
export function fileMaterial(path: string, file: string): Material {
  return { name: path, digest: { sha256: createHash('sha256').update(readFileSync(file)).digest('hex') } };
}

/** A package of npm's registry. `integrity` is what a lock file says of it (W3C Subresource Integrity, one digest). */
export function npmMaterial(name: string, version: string, integrity: string): Material {
  const [, algorithm = '', base64 = ''] = /^(sha(?:256|384|512))-([A-Za-z0-9+/]+=*)$/.exec(integrity) ?? [];
  if (base64 === '') throw new ReleaseError(`${name}@${version}: the lock file says no digest of it.`);
  return {
    uri: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    digest: { [algorithm]: Buffer.from(base64, 'base64').toString('hex') },
  };
}
