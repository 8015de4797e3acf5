import type { Limits } from '../base/limits.ts';
import type { Accounting } from '../explain/accounting/index.ts';
import type { Explanation } from '../explain/explanation.ts';
import type { Image } from '../image/image.ts';
import type { ImageTree } from '../image/tree/image-tree.ts';
import type { Assessment, Unread } from './assessment.ts';
import { bareWhiteouts } from './bare-whiteouts.ts';
import { coverageOf, type LayerResult } from './coverage.ts';
import { distributionOf } from './distribution.ts';
import { diffIdProblems } from './integrity.ts';
import { summarizeLayers } from './layers.ts';
import { readingNotes } from './reading-notes.ts';
import { unreadStarts } from './unread-starts.ts';

/** What `explain` tells: the part of an assessment that nothing was judged for. */
export type Description = Pick<Assessment, 'image' | 'coverage' | 'layers' | 'explanation' | 'accounting'>;

export interface DescribeInput {
  readonly image: Image;
  /** By layer index; no facts where the layer could not be read at all. */
  readonly layers: readonly LayerResult[];
  readonly tree: ImageTree;
  readonly explanation: Explanation;
  readonly accounting?: Accounting;
  /** What could not be read besides `LayerResult.unread` and the facts' own unknowns, which are taken too. */
  readonly unknowns: readonly Unread[];
  /** The text kept of the file at a path of the merged tree. */
  readonly text: (path: string) => string | undefined;
  /** Those that the layers were read under. */
  readonly limits: Pick<Limits, 'maxTextBytes'>;
}

/** What an image is, how far it was read, what is in its layers and how it was built. Pure; judges nothing. */
export function describe(input: DescribeInput): Description {
  const { image, layers, tree, explanation, limits } = input;
  const howRead = readingNotes(image, layers);
  return {
    image: describeImage(input),
    coverage: {
      ...coverageOf(layers, [
        ...input.unknowns,
        ...bareWhiteouts(image, layers),
        ...diffIdProblems(image, layers),
        ...unreadStarts(explanation, input.accounting, tree, limits),
      ]),
      ...(howRead.length === 0 ? {} : { notes: howRead }),
    },
    layers: summarizeLayers(image, layers, tree, explanation),
    explanation,
    ...(input.accounting === undefined ? {} : { accounting: input.accounting }),
  };
}

function describeImage({ image, tree, text }: DescribeInput): Assessment['image'] {
  const { config } = image;
  const distribution = distributionOf(tree, text);
  return {
    reference: image.reference,
    digest: image.digest,
    hasManifest: image.hasManifest,
    ...(image.bare ? { bare: image.bare } : {}),
    ...(image.indexDigest === undefined ? {} : { indexDigest: image.indexDigest }),
    platform: image.platform,
    ...(config.created ? { created: config.created } : {}),
    ...(config.author ? { author: config.author } : {}),
    user: config.config.User || 'root',
    exposedPorts: Object.keys(config.config.ExposedPorts ?? {}).sort(),
    labels: sortKeys(config.config.Labels ?? {}),
    size: image.layers.reduce((sum, layer) => sum + (layer.blob.size ?? 0), 0),
    ...(distribution === undefined ? {} : { distribution }),
    attestations: image.attestations.length,
  };
}

/** By code unit: the same on every machine, unlike the locale's order. */
function sortKeys(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a === b ? 0 : a < b ? -1 : 1)));
}
