import type { Detector } from '../detector.ts';
import type { Hit, LookedAt } from '../text/looked-at.ts';
import { placeHits } from '../text/placed/place-hits.ts';
import type { TextUnit } from '../text/text-unit.ts';
import type { Behaviour, Sign } from './behaviour.ts';
import { BEHAVIOURS } from './behaviours.ts';
import { judgeBehaviour } from './judge.ts';
import { scriptOf } from './script.ts';
import type { Seen } from './seen.ts';

/** Finds what cryptojackers and intruders do to a machine once they run: against rivals, guards and readers. */
export const startBehaviour: Detector<Seen> = {
  id: 'start-behaviour',
  version: 14,
  title: 'What hostile images do at start',
  rules: BEHAVIOURS.map(({ rule }) => rule),
  texts: { look, wants: (role) => role === 'active' },
  judge: (view) => judgeBehaviour(view, placeHits(view, look)),
};

function look(file: LookedAt): readonly Hit<Seen>[] {
  return file.units.flatMap((unit) => {
    const script = scriptOf(unit);
    return BEHAVIOURS.flatMap((behaviour) =>
      behaviour
        .look(script)
        .slice(0, MAX_SIGNS)
        .map((sign) => hitOf(behaviour, sign, unit)),
    );
  });
}

/** Signs of one behaviour in one text; a reader needs a few. */
const MAX_SIGNS = 50;

function hitOf({ rule }: Behaviour, sign: Sign, unit: TextUnit): Hit<Seen> {
  const { line, excerpt, strength, what, programs } = sign;
  const via = sign.via ?? unit.via;
  return {
    line,
    excerpt: via === undefined ? excerpt : `[decoded: ${via}] ${excerpt}`,
    data: {
      rule: rule.id,
      strength,
      what,
      ...(programs !== undefined && { programs }),
      ...(via !== undefined && { via }),
    },
  };
}
