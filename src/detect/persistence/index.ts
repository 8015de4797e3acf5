import { isStartedPlace } from '../../image/started-places.ts';
import type { Detector, ImageView } from '../detector.ts';
import type { Evidence, Finding } from '../finding.ts';
import { lower } from '../finding-order.ts';
import { groupBy } from '../text/group.ts';
import type { Hit, LookedAt } from '../text/looked-at.ts';
import { placeHits } from '../text/placed/place-hits.ts';
import { type Placed, placeOf } from '../text/placed/placed.ts';
import { findingOf, isHiddenPath } from './finding-of.ts';
import { hiddenModuleFindings } from './hidden-modules.ts';
import { type HiddenStart, hiddenStarts } from './hidden-start.ts';
import { pamFindings } from './pam.ts';
import { preloadFindings } from './preload.ts';
import { PERSISTENCE_RULES } from './rules.ts';
import { setuidFindings } from './setuid.ts';
import { onlyAddsCommands, shadowedFindings } from './shadowed.ts';
import { LOOKS_FOR_COMMANDS, variableHooks } from './variable-hooks.ts';
import { PRELOADS, writtenPreloads } from './written-preloads.ts';

/** Finds what keeps a way in or keeps itself out of sight: setuid shells, preloads, PAM, tools, things that start. */
export const persistence: Detector<HiddenStart> = {
  id: 'persistence',
  version: 13,
  title: 'Hold on the system',
  readsFiles: true,
  rules: PERSISTENCE_RULES,
  texts: { look, wants: (_role, { path }) => isStartedPlace(path) },
  judge: (view) => [
    ...setuidFindings(view),
    ...preloadFindings(view),
    ...hiddenModuleFindings(view),
    ...pamFindings(view),
    ...shadowedFindings(view),
    ...[
      ...groupBy(
        placeHits(view, look).filter(({ data }) => !isNobodys(view, data) && !addsCommands(view, data)),
        ({ where, data }) => `${where.path} ${where.gone} ${data.how === PRELOADS}`,
      ).values(),
    ].flatMap(startFinding),
  ],
};

function look(file: LookedAt): readonly Hit<HiddenStart>[] {
  return [...hiddenStarts(file), ...writtenPreloads(file), ...variableHooks(file)];
}

/**
 * Unless the image brings something there: what a script writes and sources is read with the script, and what only looks hidden
 * because a name before its ending is not known is no file.
 */
function isNobodys({ tree }: ImageView, { own, ending, what }: HiddenStart): boolean {
  return (own ?? ending) !== undefined && tree.get(what.replace(/^\/+/, '')) === undefined;
}

/** A hidden folder of PATH in which the image brings commands of its own, as for a user; not where all can write. */
function addsCommands(view: ImageView, { how, what }: HiddenStart): boolean {
  return how === LOOKS_FOR_COMMANDS && !EMPTIED.test(what) && onlyAddsCommands(view, what);
}

const EMPTIED = /^\/(?:tmp|var\/tmp|dev\/shm|run\/shm)\//;

function startFinding(group: readonly [Placed<HiddenStart>, ...Placed<HiddenStart>[]]): readonly Finding[] {
  const [{ where, data }] = group;
  if (data.how === PRELOADS) return preloadFinding(group);
  const severity = where.gone ? lower('medium') : data.how === 'gives whoever connects' ? 'high' : 'medium';
  const place = placeOf(where);
  const evidence: readonly Evidence[] = group.map((placed) => placed.evidence);
  return findingOf('hidden-start', {
    severity,
    why: `${place} ${data.into === undefined ? '' : `writes ${data.into}, which `}${data.how} ${data.what}; ${where.runs ?? 'a later layer removes it'}.`,
    fix: 'Look at what is started, and take the line out unless you know why it is there.',
    evidence,
  });
}

function preloadFinding(group: readonly [Placed<HiddenStart>, ...Placed<HiddenStart>[]]): readonly Finding[] {
  const { where, data } = group.find((placed) => isHiddenPath(placed.data.what)) ?? group[0];
  const place = placeOf(where);
  const severity = isHiddenPath(data.what) ? 'high' : 'medium';
  return findingOf('preload', {
    severity: where.gone ? lower(severity) : severity,
    why: `${place} ${PRELOADS} ${data.what} before anything else, by ${data.into}; ${where.runs ?? 'nothing seen here starts it by itself'}.`,
    fix: 'Take the setting out unless you know what the library does.',
    evidence: group.map((placed) => placed.evidence),
  });
}
