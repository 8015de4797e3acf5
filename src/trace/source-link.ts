import type { Image } from '../image/image.ts';
import type { TraceLink } from './trace-link.ts';

const KEYS = [
  'org.opencontainers.image.source',
  'org.opencontainers.image.revision',
  'org.label-schema.vcs-url',
  'org.label-schema.vcs-ref',
];

/** From the Dockerfile to a revision of its source, as annotations and labels name it (OCI image-spec, annotations.md). */
export function sourceLink(image: Image): TraceLink {
  const name = 'source';
  const labels = image.config.config.Labels ?? {};
  const evidence = KEYS.flatMap((key) => {
    if (image.annotations[key] !== undefined) return [`annotation ${key}=${image.annotations[key]}`];
    return labels[key] === undefined ? [] : [`label ${key}=${labels[key]}`];
  });
  if (evidence.length === 0) {
    return { name, status: 'missing', evidence, reason: 'No annotation or label names the source.' };
  }
  const inherited = evidence.every((text) => text.startsWith('label '));
  return {
    name,
    status: 'claimed',
    evidence,
    reason: inherited
      ? 'Labels name a source; anybody can write them, and a base image passes its own on.'
      : 'Annotations name a source; anybody can write them.',
  };
}
