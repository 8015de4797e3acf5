import type { Detector } from '../detector.ts';
import type { Evidence, Finding } from '../finding.ts';
import { lower } from '../finding-order.ts';
import { groupBy } from '../text/group.ts';
import { inspectTexts, type Placed, placeHits } from '../text/look.ts';
import { isStartedPlace } from '../text/role.ts';
import { findingOf } from './finding-of.ts';
import { type HiddenStart, hiddenStarts } from './hidden-start.ts';
import { pamFindings } from './pam.ts';
import { preloadFindings } from './preload.ts';
import { PERSISTENCE_RULES } from './rules.ts';
import { setuidFindings } from './setuid.ts';
import { shadowedFindings } from './shadowed.ts';

/** Finds what keeps a way in or keeps itself out of sight: setuid shells, preloads, PAM, tools, things that start. */
export const persistence: Detector<HiddenStart> = {
  id: 'persistence',
  version: 1,
  title: 'Hold on the system',
  rules: PERSISTENCE_RULES,
  inspect: (layer) => inspectTexts(layer, hiddenStarts, (_role, { path }) => isStartedPlace(path)),
  judge: (view) => [
    ...setuidFindings(view),
    ...preloadFindings(view),
    ...pamFindings(view),
    ...shadowedFindings(view),
    ...[
      ...groupBy(placeHits(view, hiddenStarts), ({ where }) => `${where.path} ${where.gone}`).values(),
    ].flatMap(startFinding),
  ],
};

function startFinding(group: readonly [Placed<HiddenStart>, ...Placed<HiddenStart>[]]): readonly Finding[] {
  const [{ where, data }] = group;
  const severity = where.gone ? lower('medium') : data.how === 'gives whoever connects' ? 'high' : 'medium';
  const place = where.kind === 'config' ? where.path : `/${where.path}`;
  const evidence: readonly Evidence[] = group.map((placed) => placed.evidence);
  return findingOf('hidden-start', {
    severity,
    why: `${place} ${data.how} ${data.what}; ${where.runs ?? 'a later layer removes it'}.`,
    fix: 'Look at what is started, and take the line out unless you know why it is there.',
    evidence,
  });
}
