import type { Limits } from '../../base/limits.ts';
import {
  ALL_TEXTS,
  type Inspection,
  joinInspections,
  learnNothingFound,
  type TextSlice,
} from '../../detect/index.ts';
import { mapConcurrently } from '../map-concurrently.ts';
import { decodeJson, encodeJson, type LayerJob, type LayerOutcome, type PartsById } from './layer-job.ts';

/** What detectors saw, by their ids. */
type Seen = Readonly<Record<string, Inspection>>;

/**
 * Looks into the slices of a layer's texts, some at a time, and joins what detectors see in them with what they saw elsewhere in
 * the layer. Past the bound on all of an image's texts the rest is told of: from which slice on does not depend on how many are
 * looked into at a time.
 *
 * @param look carries out the job of one slice
 */
export async function lookBySlices(
  { limits }: Pick<LayerJob, 'limits'>,
  elsewhere: PartsById,
  slices: readonly TextSlice[],
  workers: number,
  look: (slice: TextSlice) => Promise<Pick<LayerOutcome, 'observations' | 'nothingFound'>>,
): Promise<PartsById> {
  const { maxImageScriptParts: most } = limits;
  const show = async (slice: TextSlice): Promise<Seen> => {
    const { observations, nothingFound } = await look(slice);
    if (nothingFound !== undefined) learnNothingFound(nothingFound);
    return decoded(observations);
  };
  const works: number[] = [];
  let total = 0;
  const seen = await mapConcurrently(slices, workers, async (slice, at) => {
    if (total > most) return {};
    const all = await show(slice);
    works[at] = Math.max(0, ...Object.values(all).map(({ looked }) => looked?.work ?? 0));
    total += works[at] ?? 0;
    return all;
  });
  let before = 0;
  const leftOut = slices.findIndex((_, at) => {
    const isPast = before > most;
    before += works[at] ?? 0;
    return isPast;
  });
  if (leftOut < 0) return joined(seen, elsewhere, limits);
  const from = slices[leftOut]?.from ?? 0;
  const rest = await show({ from, to: ALL_TEXTS.to, isLeftOut: true });
  return joined([...seen.slice(0, leftOut), rest], elsewhere, limits);
}

function joined(slices: readonly Seen[], elsewhere: PartsById, limits: Limits): PartsById {
  return Object.fromEntries(
    Object.entries(decoded(elsewhere)).map(([id, inspection]) => {
      const own = slices.flatMap((slice) => slice[id] ?? []);
      return [id, encodeJson(joinInspections({ id }, own, inspection, limits))];
    }),
  );
}

function decoded(parts: PartsById): Seen {
  return Object.fromEntries(Object.entries(parts).map(([id, bytes]) => [id, decodeJson<Inspection>(bytes)]));
}
