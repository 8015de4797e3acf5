import { isStartedPlace } from '../../../image/started-places.ts';
import type { ImageView, Sighting } from '../../detector.ts';
import type { JsonObject } from '../../json.ts';
import { roleOf } from '../role.ts';
import { placeName } from './place-name.ts';
import type { Where } from './placed.ts';

/** Where a sighting stands, with what its path and the start chain say of it. */
export function whereOf(view: ImageView<JsonObject>, sighting: Sighting<JsonObject>): Where {
  const { path, host } = sighting.entry;
  const gone = sighting.goneIn !== undefined;
  if (host !== undefined) return insideOf(view, path, host, gone);
  if (!gone && view.runsAtStart(path)) {
    const perhaps = view.imported.get(path) === 'library' && { perhaps: true as const };
    return { path, role: 'active', kind: 'file', runs: startsBy(view, path), ...perhaps, gone };
  }
  const by = gone ? undefined : view.autostarted.get(path);
  if (by !== undefined) {
    const runs = `${placeName(by)} starts /${by}, which runs it`;
    return { path, role: 'active', kind: 'file', runs, gone };
  }
  const started = isStartedPlace(path);
  const runs = started && !gone ? `${placeName(path)} starts it` : undefined;
  return { path, role: started ? 'active' : roleOf(path), kind: 'file', ...(runs && { runs }), gone };
}

/** A place in the configuration, by the instruction: ENTRYPOINT, ENV … */
export function whereInConfig(path: string, runs: string | undefined): Where {
  return { path, role: 'active', kind: 'config', ...(runs !== undefined && { runs }), gone: false };
}

export function startsBy(view: ImageView<JsonObject>, path: string): string {
  switch (view.imported.get(path)) {
    case 'program':
      return 'it lies in a library that a program which starts imports';
    case 'library':
      return 'it lies among the libraries that a program which starts imports, which may import one another';
    default:
      return 'it runs when the container starts';
  }
}

/** What lies in an archive is not started where it lies; something may start or open the archive. */
function insideOf(view: ImageView<JsonObject>, path: string, host: string, gone: boolean): Where {
  const opened = !gone && view.runsAtStart(host);
  const runs = `/${host}, which it lies in, is run or opened when the container starts`;
  return { path, role: opened ? 'active' : roleOf(path), kind: 'file', ...(opened && { runs }), gone };
}
