import type { ImageView } from '../detector.ts';
import { findPools } from '../pools/find-pools.ts';
import { clip } from '../text/lines.ts';
import type { Placed } from '../text/placed/placed.ts';
import { whereInConfig } from '../text/placed/where-of.ts';
import { settingsIn } from '../text/settings.ts';
import { unitsOf } from '../text/units.ts';
import { miningSettings } from './in-settings.ts';
import { type Seen, seen } from './seen.ts';

/** Mining that no single variable shows, but the environment (or the labels) as a whole does: `POOL=…` and `WALLET=…`. */
export function environmentHits(view: ImageView<Seen>): readonly Placed<Seen>[] {
  return [...together(view, 'ENV', 'every process in the container gets it'), ...together(view, 'LABEL')];
}

function together(view: ImageView<Seen>, path: 'ENV' | 'LABEL', runs?: string): readonly Placed<Seen>[] {
  const texts = view.configTexts.filter((text) => text.path === path);
  const rows = texts.map(({ text }) => ({ text, plain: plainForm(text) }));
  // A pool that stands in the command while the wallet stands in the environment belongs to it.
  const commands =
    path === 'ENV'
      ? view.configTexts.filter((text) => text.path === 'ENTRYPOINT' || text.path === 'CMD')
      : [];
  for (const { text } of commands) {
    const pool = findPools(text).find(
      ({ website, reason, port }) => website !== true && (reason === 'scheme' || port !== undefined),
    );
    if (pool !== undefined) rows.push({ text, plain: `pool_url=${pool.value}` });
  }
  const signals = miningSettings(
    settingsIn(rows.map(({ plain }) => plain.replaceAll('\n', ' ')).join('\n'), 'settings'),
  );
  if (signals === undefined || signals.grade === 'settings') return [];
  const where = whereInConfig(path, runs);
  return signals.lines.flatMap((line): readonly Placed<Seen>[] => {
    const row = rows[line - 1];
    if (row === undefined) return [];
    const data = seen('config', signals);
    return [{ data, evidence: { path, excerpt: clip(row.text) }, where }];
  });
}

/** `KEY=value`, with the value decoded where it is coded. */
function plainForm(text: string): string {
  const equals = text.indexOf('=');
  const decoded = unitsOf('', undefined, text.slice(equals + 1), { language: 'settings' }).find(
    ({ via }) => via !== undefined,
  );
  return decoded === undefined ? text : `${text.slice(0, equals)}=${decoded.text}`;
}
