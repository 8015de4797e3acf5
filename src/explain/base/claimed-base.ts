import type { Image } from '../../image/image.ts';
import type { BaseImage } from '../explanation.ts';

const NAME = 'org.opencontainers.image.base.name';
const DIGEST = 'org.opencontainers.image.base.digest';

/** The digest of no bytes at all, which is no image's. */
const NOTHING = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

export type ClaimedBase = Pick<BaseImage, 'name' | 'digest' | 'claimedBy'>;

/**
 * The base image as the image claims it (OCI image-spec, annotations.md). Annotations go before labels: labels
 * are inherited, so theirs may be the claim of an image further down.
 */
export function claimedBase(image: Image): ClaimedBase {
  return (
    claim(image.annotations, 'annotation') ??
    claim(image.config.config.Labels ?? {}, 'label') ?? { claimedBy: 'none' }
  );
}

function claim(
  texts: Readonly<Record<string, string>>,
  claimedBy: 'annotation' | 'label',
): ClaimedBase | undefined {
  const name = texts[NAME]?.trim() ?? '';
  const digest = texts[DIGEST]?.trim() ?? '';
  // Builders of images that start from nothing leave both empty, or say so.
  if ((name === '' && digest === '') || name === 'scratch' || digest === NOTHING) return undefined;
  return { ...(name === '' ? {} : { name }), ...(digest === '' ? {} : { digest }), claimedBy };
}
