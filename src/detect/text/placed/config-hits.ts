import type { ImageView } from '../../detector.ts';
import type { JsonObject } from '../../json.ts';
import { clip } from '../lines.ts';
import { cutOf, looked, notLookedAt } from '../looked.ts';
import type { Hit, Look } from '../looked-at.ts';
import type { TextUnit } from '../text-unit.ts';
import { configUnits, settingsOf, triggerText } from './config-units.ts';
import { heard } from './heard.ts';
import type { Placed } from './placed.ts';
import { whereInConfig } from './where-of.ts';

/** What is seen in the configuration's texts. */
export function configHits<D extends JsonObject>(view: ImageView<D>, look: Look<D>): readonly Placed<D>[] {
  const placed: Placed<D>[] = [];
  const add = (path: string, text: string, runs?: string): void =>
    show(path, configUnits(view, text, 'shell'), runs);
  const show = (path: string, units: readonly TextUnit[], runs?: string): void => {
    const cut = cutOf(units);
    if (cut !== undefined) view.unread?.(notLookedAt(cut, path));
    put(path, looked(look, { path, role: 'active', units, executable: true }, view), runs);
  };
  const put = (path: string, hits: readonly Hit<D>[], runs?: string): void => {
    const where = whereInConfig(path, runs);
    for (const hit of hits) {
      placed.push({ data: hit.data, evidence: { path, excerpt: clip(hit.excerpt) }, where });
    }
  };
  const one = (path: string): string | undefined => view.configTexts.find((text) => text.path === path)?.text;
  const entrypoint = one('ENTRYPOINT');
  const command = one('CMD');
  const atStart = 'it runs when the container starts';
  if (entrypoint !== undefined && command !== undefined) {
    add('ENTRYPOINT', entrypoint, atStart);
    if (placed.length === 0) add('CMD', command, atStart);
    // CMD gives ENTRYPOINT its arguments: together they may say what neither says alone.
    if (placed.length === 0) add('CMD', `${entrypoint} ${command}`, atStart);
  } else {
    if (entrypoint !== undefined) add('ENTRYPOINT', entrypoint, atStart);
    if (command !== undefined) add('CMD', command, atStart);
  }
  const hear = (path: string, runs: string): void => put(path, heard(view, look, path, placed), runs);
  hear('ENTRYPOINT', atStart);
  hear('CMD', atStart);
  const health = one('HEALTHCHECK');
  const again = 'it runs again and again while the container runs';
  if (health !== undefined) add('HEALTHCHECK', health, again);
  hear('HEALTHCHECK', again);
  const inBuilds = 'it runs in every build upon this image, or in what is built';
  for (const { path, text, units } of settingsOf(view)) {
    if (path === 'ONBUILD') add('ONBUILD', triggerText(text), inBuilds);
    else show(path, units, path === 'ENV' ? 'every process in the container gets it' : undefined);
  }
  hear('ONBUILD', inBuilds);
  return placed;
}
