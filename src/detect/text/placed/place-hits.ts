import { limitReached } from '../../../base/limit-reached.ts';
import type { ImageView } from '../../detector.ts';
import type { JsonObject } from '../../json.ts';
import type { Look } from '../looked-at.ts';
import { isRegister } from '../spoken.ts';
import { configHits } from './config-hits.ts';
import { linkedHits } from './linked-hits.ts';
import type { Placed } from './placed.ts';
import { startedTexts } from './started-files.ts';
import { startedHits } from './started-hits.ts';
import { whereOf } from './where-of.ts';

/**
 * Everything that `look` saw, placed in the image: what the layers showed, the configuration's texts, and the
 * files that the start chain runs. Those are looked at once more, as active whatever their path says, and with
 * the variables that ENV sets.
 */
export function placeHits<D extends JsonObject>(view: ImageView<D>, look: Look<D>): readonly Placed<D>[] {
  const started = startedTexts(view);
  const placed = [
    ...configHits(view, look),
    // Before the same file under its own name, which nothing may start.
    ...linkedHits(view, look, started),
    ...layerHits(view, started),
    ...startedHits(view, look),
  ];
  if (view.explanation.spoken?.cut === true)
    view.unread?.(
      limitReached(
        'maxScriptParts',
        'the start hands shells more texts than detectors look at (maxScriptParts)',
      ),
    );
  return placed;
}

/** What the layers showed, but for the files that are looked at once more. */
function layerHits<D extends JsonObject>(
  view: ImageView<D>,
  started: ReadonlySet<string>,
): readonly Placed<D>[] {
  return view.sightings.flatMap((sighting): readonly Placed<D>[] => {
    const { path } = sighting.entry;
    const again = sighting.goneIn === undefined && started.has(path);
    const register = again && isRegister(path);
    if (again && !register) return [];
    const where = whereOf(view, sighting);
    const { runs: _runs, ...unrun } = where;
    const { data } = sighting.observation;
    return [{ data, evidence: sighting.evidence, where: register ? unrun : where }];
  });
}
