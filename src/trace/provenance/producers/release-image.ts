import { textAt, textsAt } from '../../fields.ts';
import { configSourceOr } from '../config-source.ts';
import type { Producer } from '../producer.ts';

/** Described in docs/release-image.md. */
export const RELEASE_IMAGE_BUILD = 'urn:clearpull:build:release-image:v1';

const MAX_ARGS = 1000;

/** `npm run release-image` of clearpull itself. */
export const RELEASE_IMAGE: Producer = {
  id: 'release-image',
  title: "clearpull's release-image",
  buildTypes: [RELEASE_IMAGE_BUILD],
  reference: 'release-image.md',
  sourceSays: 'The commit that it checked out itself; where the repository is, whoever started it says.',
  wrote: ({ buildType }) => buildType === RELEASE_IMAGE_BUILD,
  read(predicate) {
    const { parameters, environment } = predicate;
    const path = textAt(parameters, 'dockerfile');
    const platform = textAt(environment, 'platform');
    return {
      ...configSourceOr(predicate, 'build'),
      ...(path === undefined ? {} : { dockerfile: { path } }),
      args: textsAt(parameters, MAX_ARGS, 'arguments'),
      ...(platform === undefined ? {} : { platform }),
    };
  },
};
