import type { Detector, LayerView, Observation } from '../detector.ts';
import { clip, excerptAt, lineAt } from '../text/lines.ts';
import { notLookedAt } from '../text/looked.ts';
import type { Hit, LookedAt, Showing } from '../text/looked-at.ts';
import { unlessNothing } from '../text/nothing-found.ts';
import { placeHits } from '../text/placed/place-hits.ts';
import { pageOf } from '../web-languages/pages.ts';
import { php } from '../web-languages/php.ts';
import type { WebLanguage } from '../web-languages/web-language.ts';
import { judgeShells } from './judge.ts';
import { phpSettings } from './php-settings.ts';
import { HANDLER_RULE, SHELL_RULE } from './rules.ts';
import type { Seen } from './seen.ts';
import { WEB_ROOT } from './served.ts';
import { type ShellPlace, shellPlaces } from './shell-places.ts';

/** Shells in pictures and other data: what is searched for in every byte. */
const TRIGGERS = [
  'eval($_p',
  'eval($_g',
  'eval($_r',
  'eval($_c',
  'assert($_',
  'system($_',
  'passthru($_',
  'shell_exec($_',
  'eval(base64_decode(',
  'eval(gzinflate(',
  'eval(str_rot13(',
  'php://input',
];

const PAGE_NAME =
  /\.(?:php[\d-]{0,4}|phtml|phar|pht|inc|jsp[xf]?|asp|aspx|ashx|asmx|asa|cgi|fcgi|htaccess|user\.ini)$/i;

const SERVER_SETTINGS = /(?:^|\/)(?:php|apache2?|httpd|nginx)[\w./-]{0,200}\.(?:ini|conf)$/i;

/** Finds pages and programs that let whoever sends a request run what they like. */
export const webShell: Detector<Seen> = {
  id: 'web-shell',
  version: 15,
  title: 'Web shells',
  readsFiles: true,
  rules: [SHELL_RULE, HANDLER_RULE],
  triggers: { literals: TRIGGERS },
  texts: {
    look,
    wants: (role, { path }) =>
      role === 'active' || PAGE_NAME.test(path) || WEB_ROOT.test(path) || SERVER_SETTINGS.test(path),
  },
  inspect: inData,
  judge: (view) => judgeShells(placeHits(view, look)),
};

function look(file: LookedAt, showing: Showing): readonly Hit<Seen>[] {
  const hits: Hit<Seen>[] = [];
  let isCut = false;
  for (const unit of file.units) {
    const written = unit.target?.replace(/^\/+/, '');
    // What is only decoded is followed where it is run.
    if (unit.line !== undefined && written === undefined && unit.language === 'settings') continue;
    const path = written ?? (unit.line === undefined ? file.path : '');
    for (const { what, target, line, excerpt } of phpSettings(path, unit.text)) {
      hits.push({ line: unit.line ?? line, excerpt, data: { what, name: target } });
    }
    const page = pageOf(path, unit.text, unit.language);
    if (page === undefined) continue;
    const { places, isMissed } = placesIn(page.code, page.language);
    // Shrunk JavaScript nests deep; nobody writes PHP like that.
    isCut ||= isMissed && page.language === php;
    for (const { flow, at, decoded } of places) {
      hits.push({
        line: unit.line ?? lineAt(unit.text, at + 1),
        excerpt: excerptAt(unit.text, at),
        data: {
          what: flow.kind,
          name: page.language.name,
          sink: flow.sink.slice(0, 60),
          page: page.language.page,
          ...((flow.hidden || decoded > 0) && { hidden: true }),
          ...(!page.fitting && { misplaced: true }),
          ...(written !== undefined && { target: written.slice(0, 200) }),
        },
      });
    }
  }
  if (isCut) showing.unread?.(notLookedAt('unfollowed', file.path));
  return hits;
}

interface Places {
  readonly places: readonly ShellPlace[];
  readonly isMissed: boolean;
}

const NO_PLACES: Places = { places: [], isMissed: false };

function placesIn(code: string, language: WebLanguage): Places {
  return unlessNothing(
    { question: `web-shell ${language.name}`, text: code },
    () => NO_PLACES,
    () => {
      let isMissed = false;
      const places = shellPlaces(code, language, () => {
        isMissed = true;
      });
      return { found: { places, isMissed }, ...(places.length === 0 && !isMissed && { nothing: 0 }) };
    },
  );
}

/** PHP in files that are no text: a picture with a shell behind its header. */
function inData(layer: LayerView): readonly Observation<Seen>[] {
  const found: Observation<Seen>[] = [];
  const seen = new Set<number>();
  for (const { entry: index, places } of layer.marks) {
    const entry = layer.facts.entries[index];
    if (entry === undefined || seen.has(index) || entry.content?.kind !== 'data') continue;
    for (const { offset, excerpt } of places) {
      const [place] = shellPlaces(excerpt.replace(/^[^]*?<\?(?:php|=)?/, ''), php);
      if (place === undefined) continue;
      seen.add(index);
      const { kind, sink, hidden } = place.flow;
      const data: Seen = {
        what: kind,
        name: 'PHP',
        sink: sink.slice(0, 60),
        page: true,
        misplaced: true,
        hidden,
      };
      found.push({ entry: index, offset, excerpt: clip(excerpt), data });
      break;
    }
  }
  return found;
}
