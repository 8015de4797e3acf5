import type { Digest } from '../../base/digest.ts';
import { plural } from '../../base/quantities.ts';
import type { Explanation } from '../../explain/explanation.ts';
import { type Platform, platformMatches } from '../../image/platform.ts';

/** An image that the user names as the base: what its configuration says its layers are. */
export interface BaseLayers {
  readonly name: string;
  readonly platform: Platform;
  readonly diffIds: readonly Digest[];
}

/** Where the base image ends and the image's own layers begin. */
export interface BaseBoundary {
  /** The lowest so many layers are the base's. */
  readonly layers: number;
  /** Compared, and not only said by the image about itself. */
  readonly proven: boolean;
  readonly name?: string;
}

export interface BoundaryInput {
  readonly explanation: Explanation;
  readonly platform: Platform;
  /** By layer index, as computed from the bytes; undefined for a layer that was not read. */
  readonly diffIds: readonly (Digest | undefined)[];
  /** The base for each platform that it has, where the user named one. */
  readonly bases?: readonly BaseLayers[];
}

export interface FoundBoundary {
  readonly boundary?: BaseBoundary;
  /** Why there is none, or why it does not count for much. */
  readonly note?: string;
}

/**
 * The boundary is proven when the image's lowest layers are those of an image that the user named, by the
 * diffIDs that clearpull computed. Otherwise the history is all there is: what the image's author wrote, who
 * may as well call everything the base.
 */
export function findBoundary(input: BoundaryInput): FoundBoundary {
  return input.bases === undefined ? claimed(input.explanation) : proven(input, input.bases);
}

function proven({ platform, diffIds }: BoundaryInput, bases: readonly BaseLayers[]): FoundBoundary {
  const base = bases.find((one) => platformMatches(one.platform, platform)) ?? onlyOne(bases);
  const name = bases[0]?.name ?? 'the base image';
  if (base === undefined) return { note: `${name} has no image for this platform to compare with.` };
  const differs = base.diffIds.findIndex((diffId, index) => diffIds[index] !== diffId);
  const count = base.diffIds.length;
  if (count > 0 && differs === -1) return { boundary: { layers: count, proven: true, name } };
  const note =
    `The image is not built on ${name} as it is now: of its ${plural(count, 'layer')} the lowest ` +
    `${Math.max(0, differs)} are the same. Nothing was set aside; name the base by the digest that it had.`;
  return { note };
}

/** A base that was made for no platform, or that the user chose for another one on purpose. */
function onlyOne(bases: readonly BaseLayers[]): BaseLayers | undefined {
  return bases.length === 1 ? bases[0] : undefined;
}

/**
 * A base usually ends with its own CMD or ENTRYPOINT, so the last of these with layers after it is taken for
 * its end.
 */
function claimed({ instructions, base }: Explanation): FoundBoundary {
  const lastLayer = instructions.findLastIndex(({ layer }) => layer !== undefined);
  const end = instructions
    .slice(0, Math.max(0, lastLayer))
    .findLastIndex(({ keyword, layer }) => layer === undefined && ENDS_BASE.has(keyword));
  const layers = instructions.slice(0, Math.max(0, end)).filter(({ layer }) => layer !== undefined);
  const top = Math.max(-1, ...layers.map(({ layer }) => layer ?? -1));
  if (top < 0) return { note: `Nothing tells where the base image ends, so nothing was set aside. ${HOW}` };
  const name = base.name ?? base.digest;
  const called = name === undefined ? '' : ` (${name.slice(0, 200)}, as its ${base.claimedBy} says)`;
  const note =
    `By its own history the lowest ${top === 0 ? 'layer is' : `${top + 1} layers are`} the base${called}. ` +
    `That is only a claim of the image, so what counts for the verdict still counts. ${HOW}`;
  return { boundary: { layers: top + 1, proven: false, ...(name === undefined ? {} : { name }) }, note };
}

const ENDS_BASE: ReadonlySet<string> = new Set(['CMD', 'ENTRYPOINT']);
const HOW = 'With --base IMAGE the layers are compared.';
