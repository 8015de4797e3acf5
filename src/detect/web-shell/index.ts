import type { Detector, LayerView, Observation } from '../detector.ts';
import type { Finding, Severity } from '../finding.ts';
import { lower } from '../finding-order.ts';
import { evidenceOf, groupBy } from '../text/group.ts';
import { clip, excerptAt, lineAt } from '../text/lines.ts';
import { type Placed, placeHits, placeOf } from '../text/look.ts';
import { notLookedAt } from '../text/looked.ts';
import type { Hit, LookedAt, Showing } from '../text/looked-at.ts';
import { unlessNothing } from '../text/nothing-found.ts';
import { roleReason } from '../text/role.ts';
import { pageOf } from '../web-languages/pages.ts';
import { php } from '../web-languages/php.ts';
import type { WebLanguage } from '../web-languages/web-language.ts';
import { type ShellPlace, shellPlaces } from './look.ts';
import { phpSettings } from './php-settings.ts';
import { HANDLER_RULE, SHELL_RULE } from './rules.ts';

interface Seen {
  readonly [key: string]: string | boolean | number | undefined;
  readonly what: 'code' | 'command' | 'include' | 'binary' | 'call' | 'handler' | 'prepend';
  /** The language's name; for settings what they run. */
  readonly name: string;
  /** The function that the request reaches. */
  readonly sink?: string;
  /** Somebody did not want it to be read. */
  readonly hidden?: boolean;
  /** A page, rather than a program whose purpose it may be. */
  readonly page?: boolean;
  /** Code of this language has no business in a file of this name. */
  readonly misplaced?: boolean;
  /** For a page that a script writes: the file. */
  readonly target?: string;
}

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

const WEB_ROOT =
  /(?:^|\/)(?:var\/www|srv\/(?:www|http)|htdocs|public_html|wwwroot|webroot|www|webapps|cgi-bin|public|inetpub|usr\/(?:local\/)?share\/nginx\/html|usr\/lib\/cgi-bin|usr\/src\/wordpress|wp-(?:content|includes|admin))\//i;
const PAGE_NAME =
  /\.(?:php[\d-]{0,4}|phtml|phar|pht|inc|jsp[xf]?|asp|aspx|ashx|asmx|asa|cgi|fcgi|htaccess|user\.ini)$/i;

const SERVER_SETTINGS = /(?:^|\/)(?:php|apache2?|httpd|nginx)[\w./-]{0,200}\.(?:ini|conf)$/i;

/** Finds pages and programs that let whoever sends a request run what they like. */
export const webShell: Detector<Seen> = {
  id: 'web-shell',
  version: 13,
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
  judge: (view) => {
    const placed = placeHits(view, look);
    const groups = groupBy(placed, ({ where, data }) => `${isSetting(data)} ${where.path} ${where.gone}`);
    return [...groups.values()].map((group) =>
      isSetting(group[0].data) ? settingFinding(group) : shellFinding(group),
    );
  },
};

function isSetting({ what }: Seen): boolean {
  return what === 'handler' || what === 'prepend';
}

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

type Group = readonly [Placed<Seen>, ...Placed<Seen>[]];

const DOES: Readonly<Record<Seen['what'], string>> = {
  code: 'runs as code',
  command: 'runs as a command',
  include: 'reads as a file of code',
  binary: 'loads as a class or library',
  call: 'takes as the name of a function to call',
  handler: '',
  prepend: '',
};

function shellFinding(group: Group): Finding {
  const gravest = group.toSorted((a, b) => weight(b.data) - weight(a.data))[0] ?? group[0];
  const { where, data } = gravest;
  const place = placeOf(where);
  const file = data.target ?? where.path;
  const served = WEB_ROOT.test(`/${file}`);
  const runs =
    where.runs ??
    (served ? 'it lies where a web server serves files from' : 'nothing seen here starts it by itself');
  let severity = severityOf(data, served || where.runs !== undefined);
  const reason =
    data.target === undefined ? whyLess(where.path, where.role, served && data.page === true) : undefined;
  if (reason !== undefined) severity = lower(severity, 2);
  if (where.gone) severity = lower(severity);
  const how = data.hidden === true ? ', and hides that it does' : '';
  const writes = data.target === undefined ? '' : `writes /${data.target}, which `;
  const odd = data.misplaced === true ? ' It is code in a file that is none by its name.' : '';
  return {
    rule: SHELL_RULE.id,
    title: SHELL_RULE.title,
    category: 'backdoor',
    severity,
    confidence: data.page === true && data.what !== 'include' ? 'high' : 'medium',
    why: `${place} (${data.name}) ${writes}${DOES[data.what]} what a request says (${data.sink})${how}; ${reason ?? runs}.${odd}`,
    fix: 'Do not run this image. If the page is yours, take it out, or have it run only what it chooses itself.',
    attack: 'T1505.003',
    evidence: evidenceOf(group),
  };
}

function weight({ what, hidden, page }: Seen): number {
  return (what === 'include' ? 0 : 4) + (page === true ? 2 : 0) + (hidden === true ? 1 : 0);
}

function severityOf(data: Seen, reached: boolean): Severity {
  if (data.what === 'include') return 'medium';
  if (data.page !== true && data.hidden !== true) return reached ? 'high' : 'medium';
  return reached ? 'critical' : 'high';
}

/** Why a shell weighs less where it stands; a page that is served is no less of a shell for its folder's name. */
function whyLess(path: string, role: Placed<Seen>['where']['role'], served: boolean): string | undefined {
  // CVE-2017-9841: what PHPUnit talks to its own processes with.
  if (/(?:^|\/)phpunit\/.{0,200}\/eval-stdin\.php$/i.test(path)) {
    return 'it is a part of PHPUnit, a door only where the folder vendor is served';
  }
  return served ? undefined : roleReason(role);
}

function settingFinding(group: Group): Finding {
  const [{ where, data }] = group;
  const prepend = data.what === 'prepend';
  const place = placeOf(where);
  let severity: Severity = /^(?:document|test|rules)$/.test(where.role) ? 'low' : 'high';
  if (where.gone) severity = lower(severity);
  const what = prepend
    ? `makes PHP run ${data.name} with every page`
    : `makes the web server run ${data.name} as PHP`;
  return {
    rule: HANDLER_RULE.id,
    title: HANDLER_RULE.title,
    category: 'backdoor',
    severity,
    confidence: 'high',
    why: `${place} ${what}, which looks like no program at all.`,
    fix: 'Take the setting out, and look at the files that it makes run.',
    attack: 'T1505.003',
    evidence: evidenceOf(group),
  };
}
