import type { Description } from '../../assess/describe.ts';
import { visible } from '../../base/visible.ts';

/** Only the Dockerfiles, what is uncertain as comments; of several images each behind a line that names it. */
export function explanationDockerfile(images: readonly Description[]): string {
  const [only] = images;
  if (only !== undefined && images.length === 1) return only.explanation.dockerfile;
  return images
    .map(({ image, explanation }) => {
      const { os, architecture, variant } = image.platform;
      const platform = [os, architecture, variant].filter((part) => part !== undefined).join('/');
      return `# ${visible(`${image.reference}, ${platform}, ${image.digest}`)}\n${explanation.dockerfile}`;
    })
    .join('\n');
}
