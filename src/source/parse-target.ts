import type { Target } from './provider.ts';
import { PROVIDERS } from './providers.ts';

/**
 * Takes a target apart: `oci:PATH`, `docker-archive:PATH:name:tag`, `registry:REF`, or a bare path or reference.
 * Two schemes are also names of well-known images: `registry:2` and `docker:27-dind` mean those.
 */
export function parseTarget(text: string): Target {
  const colon = text.indexOf(':');
  const scheme = colon === -1 ? undefined : text.slice(0, colon);
  const rest = text.slice(colon + 1);
  if (scheme === undefined || !SCHEMES.has(scheme) || isTagOfImage(scheme, rest)) return { text, name: text };
  // skopeo writes docker://REF.
  const name = scheme === 'docker' || scheme === 'registry' ? rest.replace(/^\/\//, '') : rest;
  return { text, scheme, name };
}

/** Every scheme that a provider knows. */
export const SCHEMES: ReadonlySet<string> = new Set(PROVIDERS.flatMap((provider) => provider.schemes));

const TAG_OF_IMAGE: Readonly<Record<string, RegExp>> = {
  registry: /^(?:latest|\d+(?:\.\d+)*(?:-[\w.-]+)?)$/,
  docker: /^(?:latest|cli|dind|git|rc|windowsservercore|\d+(?:\.\d+)*)(?:-[\w.-]+)?$/,
};

function isTagOfImage(scheme: string, rest: string): boolean {
  return TAG_OF_IMAGE[scheme]?.test(rest) ?? false;
}
