import { limitReached } from '../base/limit-reached.ts';
import type { Limits } from '../base/limits.ts';
import type { Unknown } from '../base/unknown.ts';
import type { Detector, Observation } from './detector.ts';
import type { JsonObject } from './json.ts';

/** What a detector saw in a layer, and what it could not see. */
export interface Inspection {
  readonly observations: readonly Observation<JsonObject>[];
  readonly unknowns: readonly Unknown[];
  readonly looked?: Looked;
}

/** What of an inspection comes from a layer's texts. Absent where that is next to nothing. */
export interface Looked {
  /** About how much work it was, for all detectors together. */
  readonly work: number;
  /** So many of the observations and of the unknowns, the first of them. */
  readonly seen: number;
  readonly told: number;
}

/** What was seen in a layer's texts slice by slice, and what was seen elsewhere in it, as if it had been one inspection. */
export function joinInspections(
  detector: Pick<Detector, 'id'>,
  slices: readonly Inspection[],
  elsewhere: Inspection,
  limits: Limits,
): Inspection {
  const all = [...slices, elsewhere];
  const observations = all.flatMap((each) => each.observations);
  const unknowns = all.flatMap((each) => each.unknowns);
  const parts = slices.flatMap(({ looked }) => looked ?? []);
  const sum = (of: keyof Looked): number => parts.reduce((total, part) => total + part[of], 0);
  const looked =
    parts.length === 0 ? {} : { looked: { work: sum('work'), seen: sum('seen'), told: sum('told') } };
  return atMost(detector, { observations, unknowns, ...looked }, limits);
}

/** No more observations of one layer than are kept. */
export function atMost(
  { id }: Pick<Detector, 'id'>,
  inspection: Inspection,
  { maxObservations: most }: Limits,
): Inspection {
  const { observations, unknowns } = inspection;
  if (observations.length <= most) return inspection;
  const detail = `Detector ${id} saw more than ${most} things in one layer; the first ones were kept (maxObservations).`;
  return {
    ...inspection,
    observations: observations.slice(0, most),
    unknowns: [...unknowns, limitReached('maxObservations', detail)],
  };
}
