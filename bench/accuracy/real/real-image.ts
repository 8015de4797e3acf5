import { type BuiltImage, buildImage, type ImageSpec } from '../../../testkit/image.ts';

/** Something real, as an image. */
export interface RealImage {
  /** `nginx-common 1.22.1-9`, as the results name it. */
  readonly name: string;
  readonly spec: ImageSpec;
}

/** What an image can be made of; it is made when its turn comes. */
export interface RealSource {
  /** Row of the table. */
  readonly kind: string;
  /** What is done already is known by it. */
  readonly key: string;
  /** Larger for what takes longer; compared within a kind. */
  readonly size: number;
  readonly load: () => RealImage;
}

/** It is written and read once, so that compressing it would only take time. */
export function uncompressed({ spec }: RealImage): BuiltImage {
  return buildImage({ ...spec, steps: spec.steps.map((step) => ({ ...step, compression: 'none' })) });
}
