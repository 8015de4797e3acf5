import { type Digest, isDigest } from '../base/digest.ts';

/** A registry reference, taken apart (distribution/reference grammar, as Docker writes and defaults it). */
export interface Reference {
  /** `docker.io`, `ghcr.io`, `localhost:5000` … */
  readonly registry: string;
  /** `library/tomcat`, `owner/name` … */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: Digest;
}

const PATH_COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const TAG = /^[\w][\w.-]{0,127}$/;
const REGISTRY = /^(?:\[[0-9a-fA-F:.]+\]|[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?)(?::\d{1,5})?$/;

/** Parses `[registry/]repository[:tag][@digest]`; returns why not as a string when it is not one. */
export function parseReference(text: string): Reference | string {
  const at = text.indexOf('@');
  const digestText = at === -1 ? undefined : text.slice(at + 1);
  if (digestText !== undefined && !isDigest(digestText)) return `"${digestText}" is not a digest`;
  let name = at === -1 ? text : text.slice(0, at);
  let tag: string | undefined;
  const colon = name.lastIndexOf(':');
  if (colon > name.lastIndexOf('/')) {
    tag = name.slice(colon + 1);
    name = name.slice(0, colon);
    if (!TAG.test(tag)) return tag === '' ? 'there is no tag behind the colon' : `"${tag}" is not a tag`;
  }
  const slash = name.indexOf('/');
  const first = slash === -1 ? '' : name.slice(0, slash);
  const isHost = first.includes('.') || first.includes(':') || first === 'localhost';
  const registry = isHost ? normaliseRegistry(first) : 'docker.io';
  let repository = isHost ? name.slice(slash + 1) : name;
  if (registry === 'docker.io' && !repository.includes('/')) repository = `library/${repository}`;
  if (!REGISTRY.test(registry)) return `"${registry}" is not a registry host`;
  if (repository.length > 255) return 'the repository name is longer than 255 characters';
  for (const component of repository.split('/')) {
    if (!PATH_COMPONENT.test(component)) {
      return `"${component}" is not a repository name (lower-case letters, digits, ".", "_" and "-")`;
    }
  }
  const digest = digestText;
  return {
    registry,
    repository,
    ...(tag === undefined ? (digest === undefined ? { tag: 'latest' } : {}) : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** The reference in full: `docker.io/library/tomcat:9`. */
export function formatReference(reference: Reference): string {
  const tag = reference.tag === undefined ? '' : `:${reference.tag}`;
  const digest = reference.digest === undefined ? '' : `@${reference.digest}`;
  return `${reference.registry}/${reference.repository}${tag}${digest}`;
}

function normaliseRegistry(host: string): string {
  return host === 'index.docker.io' || host === 'registry-1.docker.io' ? 'docker.io' : host.toLowerCase();
}
