import { absolutePath, directory } from '../../explain/path-lookup.ts';
import { environmentOf } from '../config-texts.ts';
import type { Detector, ImageView } from '../detector.ts';
import { type Evidence, type Finding, SEVERITIES, type Severity } from '../finding.ts';
import { atMost, lower } from '../finding-order.ts';
import { groupBy } from '../text/group.ts';
import { placeHits } from '../text/placed/place-hits.ts';
import { type Placed, placeOf, type Where } from '../text/placed/placed.ts';
import { holdsCoded } from './holds-coded.ts';
import { lookForDecoding } from './look.ts';
import type { Seen } from './seen.ts';

const RULE = 'start/decode-and-run';

/** Finds programs that are kept in code and decoded only to be run. */
export const decodeAndRun: Detector<Seen> = {
  id: 'decode-and-run',
  version: 15,
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
    const placed = placeHits(view, lookForDecoding).flatMap((hit) => settled(view, hit));
    const groups = groupBy(placed, ({ where }) => where.path);
    return [...groups.values()].map(toFinding);
  },
};

/** A text with none of these, and nothing in code, is taken apart for its settings. */
const SPEAKS =
  /^(?!\s{0,200}#)[^\n]{0,2000}?(?:(?<![\w/.-])(?:curl|wget|base64|nc|socat)\s{1,9}[-\w"'$/]|\/dev\/(?:tcp|udp)\/)/m;

/**
 * What commands make of a file counts where the image has the file and something starts them. What only a substitution takes
 * in (`eval "$(jq … FILE)"`) is how settings are read, too: of those, only what a reader of the file would not see, or would ask about.
 */
function settled(view: ImageView<Seen>, placed: Placed<Seen>): readonly Placed<Seen>[] {
  const { data, where } = placed;
  // What the image's own ENV gives is no choice of whoever starts it.
  if (data.source === 'outside' && data.names !== undefined && where.runs !== undefined) {
    const own = environmentOf(view.image.config);
    if (data.names.split(' ').some((name) => holdsCoded(own.get(name) ?? '')))
      return [{ ...placed, data: { ...data, source: 'opaque' } }];
  }
  if (data.files === undefined || (data.source !== 'file' && data.source !== 'outside')) return [placed];
  const folders = [view.image.config.config.WorkingDir || '/', directory(`/${where.path}`)];
  const paths = data.files
    .split('\n')
    .flatMap((path) => (path.startsWith('/') ? [path] : folders.map((folder) => absolutePath(path, folder))))
    .map((path) => path.replace(/^\/+/, ''));
  const isOfImage =
    where.runs !== undefined && paths.some((path) => hides(view, path, data.piped === 'piped'));
  if (data.source === 'file') return isOfImage ? [placed] : [];
  return [isOfImage ? { ...placed, data: { ...data, source: 'opaque' } } : placed];
}

function hides({ tree, text }: ImageView<Seen>, path: string, piped: boolean): boolean {
  const link = tree.get(path)?.entry;
  const target = link?.kind === 'symlink' ? link.target : undefined;
  // A link that leads nowhere and says something.
  if (target !== undefined && (/\s/.test(target) || holdsCoded(target))) return true;
  const found = tree.resolve(path);
  if (found.kind !== 'found') return false;
  const { node } = found;
  if (node.entry.kind === 'directory') return piped && tree.children(node.path).length > 0;
  if (node.entry.kind !== 'file' || piped) return node.entry.kind === 'file';
  const written = text(node.path);
  return written === undefined || holdsCoded(written) || SPEAKS.test(written);
}

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
  file: () =>
    'has a shell run what commands make of a file of the image; what comes out could not be worked out here',
  outside: () =>
    'decodes a program that it is given when it runs, and runs it: what that does is up to whoever starts the container',
  program: (how) => `carries a compiled program in coded form${how}, where no scanner of files sees it`,
};

function severityOf({ source }: Seen, where: Where): Severity {
  if (source === 'outside') return 'low';
  // Bundled libraries decode and evaluate a lot of their own; what comes out is judged by what it does.
  if (where.perhaps === true && source !== 'program') return 'low';
  let severity: Severity = where.runs === undefined ? 'medium' : 'high';
  if (source === 'opaque' || source === 'file') severity = atMost(severity, 'medium');
  return where.gone ? lower(severity) : severity;
}

function rank({ data, where }: Placed<Seen>): number {
  return SEVERITIES.indexOf(severityOf(data, where));
}
