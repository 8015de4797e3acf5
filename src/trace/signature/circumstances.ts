import type { Image } from '../../image/image.ts';

/** What of the world outside decides on a signature: the time, the image's repository and its manifest's bytes. */
export interface Circumstances extends Pick<Image, 'repository' | 'readManifest'> {
  readonly now: Date;
}

/** Those of an image's signatures at a time. */
export function circumstancesOf({ repository, readManifest }: Image, now: Date): Circumstances {
  return {
    now,
    ...(repository === undefined ? {} : { repository }),
    ...(readManifest === undefined ? {} : { readManifest }),
  };
}
