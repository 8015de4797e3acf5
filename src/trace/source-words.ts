import type { Image } from '../image/image.ts';

/** OCI image-spec, annotations.md; label-schema.org came before it. */
export const URL_KEYS = ['org.opencontainers.image.source', 'org.label-schema.vcs-url'];
export const REVISION_KEYS = ['org.opencontainers.image.revision', 'org.label-schema.vcs-ref'];
export const VERSION_KEYS = ['org.opencontainers.image.version', 'org.label-schema.version'];
export const TIME_KEYS = ['org.opencontainers.image.created', 'org.label-schema.build-date'];

/** What an annotation or a label of the image names. */
export interface Named {
  readonly key: string;
  readonly value: string;
  readonly by: 'annotation' | 'label' | 'inherited-label';
}

/** What annotations and labels say of the source is read from this. */
export interface SourceWords {
  readonly image: Pick<Image, 'annotations' | 'config'>;
  /** Keys of labels that the image only has from its base. */
  readonly inherited?: readonly string[];
}

/** The addresses of a source repository that annotations and labels name. */
export function sourceAddresses(words: SourceWords): readonly Named[] {
  return URL_KEYS.flatMap((key) => namedBy(words, key));
}

/** A label wins nothing over an annotation of the same key: the manifest's author wrote the latter last. */
export function namedBy({ image, inherited = [] }: SourceWords, key: string): Named[] {
  const annotation = image.annotations[key];
  if (annotation !== undefined) return [{ key, value: annotation, by: 'annotation' }];
  const label = image.config.config.Labels?.[key];
  if (label === undefined) return [];
  return [{ key, value: label, by: inherited.includes(key) ? 'inherited-label' : 'label' }];
}

export function isInherited({ by }: Named): boolean {
  return by === 'inherited-label';
}
