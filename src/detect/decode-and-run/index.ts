import type { Detector } from '../detector.ts';
import { type Evidence, type Finding, SEVERITIES, type Severity } from '../finding.ts';
import { atMost, lower } from '../finding-order.ts';
import { groupBy } from '../text/group.ts';
import { type Placed, placeHits, placeOf, type Where } from '../text/look.ts';
import { lookForDecoding } from './look.ts';
import type { Seen } from './seen.ts';

const RULE = 'start/decode-and-run';

/** Finds programs that are kept in code and decoded only to be run. */
export const decodeAndRun: Detector<Seen> = {
  id: 'decode-and-run',
  version: 7,
  title: 'Decode and run',
  rules: [
    {
      id: RULE,
      leaves: 'Data that is decoded and not run.',
      severity: ['low', 'critical'],
      title: 'Decodes a program and runs it',
      category: 'start',
      description:
        'A program is kept in coded form (base64, hex, gzip, xor, a cipher whose password stands beside it …) and decoded only to be run, which hides it from readers. What comes out is looked at like any other text.',
      attack: 'T1140',
    },
  ],
  texts: { look: lookForDecoding, wants: (role) => role === 'active' },
  judge: (view) => {
    const groups = groupBy(placeHits(view, lookForDecoding), ({ where }) => where.path);
    return [...groups.values()].map(toFinding);
  },
};

type Group = readonly [Placed<Seen>, ...Placed<Seen>[]];

function toFinding(group: Group): Finding {
  const ranked = [...group].sort((a, b) => rank(b) - rank(a)) as [Placed<Seen>, ...Placed<Seen>[]];
  const [{ where, data }] = ranked;
  const name = placeOf(where);
  const how = data.via === undefined ? '' : ` (${data.via})`;
  const when = where.runs === undefined ? 'nothing seen here starts it by itself' : where.runs;
  const gone = where.gone ? ' A later layer removes the file, but the image still carries it.' : '';
  return {
    rule: RULE,
    title: data.source === 'program' ? 'Carries a program in code' : 'Decodes a program and runs it',
    category: 'start',
    severity: severityOf(data, where),
    confidence: data.source === 'text' && where.runs !== undefined ? 'high' : 'medium',
    why: `${name} ${WORDS[data.source](how)}; ${when}.${gone}`,
    fix:
      data.source === 'text'
        ? 'Read the decoded text (see the excerpts) and decide whether you want it to run.'
        : 'Find out what the coded part holds before you run the image.',
    attack: 'T1140',
    evidence: ranked.map(({ evidence }) => evidence) as [Evidence, ...Evidence[]],
  };
}

const WORDS: Readonly<Record<Seen['source'], (how: string) => string>> = {
  text: (how) => `decodes a hidden program${how} and runs it`,
  opaque: (how) => `decodes a hidden program${how} and runs it; what comes out could not be read here`,
  outside: () =>
    'decodes a program that it is given when it runs, and runs it: what that does is up to whoever starts the container',
  program: (how) => `carries a compiled program in coded form${how}, where no scanner of files sees it`,
};

function severityOf({ source }: Seen, where: Where): Severity {
  if (source === 'outside') return 'low';
  // Bundled libraries decode and evaluate a lot of their own; what comes out is judged by what it does.
  if (where.perhaps === true && source !== 'program') return 'low';
  let severity: Severity = where.runs === undefined ? 'medium' : 'high';
  if (source === 'opaque') severity = atMost(severity, 'medium');
  return where.gone ? lower(severity) : severity;
}

function rank({ data, where }: Placed<Seen>): number {
  return SEVERITIES.indexOf(severityOf(data, where));
}
