import { limitReached } from '../../base/limit-reached.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import { isReadFirst, isStartedPlace } from '../../image/started-places.ts';
import type { ImageTree } from '../../image/tree/image-tree.ts';
import { environmentOf, quoteWord } from '../config-texts.ts';
import type { ImageView, Sighting } from '../detector.ts';
import type { Evidence } from '../finding.ts';
import type { JsonObject } from '../json.ts';
import { clip } from './lines.ts';
import { linksToStart } from './links-to-start.ts';
import { cutOf, looked, notLookedAt } from './looked.ts';
import type { Hit, Look } from './looked-at.ts';
import { startLanguages } from './read-as.ts';
import { type Role, roleOf } from './role.ts';
import { shownToAll, type ToShow } from './shown-to-all.ts';
import { isRegister, spokenUnits } from './spoken.ts';
import { treeReader } from './tree-text.ts';
import { type TextUnit, unitsOf } from './units.ts';
import { rememberedUnits } from './units-memo.ts';

/** A hit put in its place in the image. */
export interface Placed<D extends JsonObject> {
  readonly data: D;
  readonly evidence: Evidence;
  readonly where: Where;
}

export interface Where {
  /** Without leading slash; for the configuration ENTRYPOINT, CMD … */
  readonly path: string;
  readonly role: Role;
  readonly kind: 'config' | 'file';
  /** How it comes to run, as the end of a sentence; absent where nothing seen runs it. */
  readonly runs?: string;
  /** It runs only if one library imports another, which nothing here says. */
  readonly perhaps?: true;
  /** A later layer took it away. */
  readonly gone: boolean;
}

/** What a detector sees in what the start chain hands to shells out of a file, and did not see in the file itself. */
function heard<D extends JsonObject>(
  view: ImageView<D>,
  look: Look<D>,
  path: string,
  own: readonly { readonly data: D }[],
): readonly Hit<D>[] {
  const units = spokenUnits(view, path, treeReader(view));
  if (units.length === 0) return [];
  const keyOf = (data: D): string => JSON.stringify({ ...data, via: undefined });
  const seen = new Set(own.map(({ data }) => keyOf(data)));
  return looked(look, { path, role: 'active', units, executable: true }, view).filter(
    ({ data }) => !seen.has(keyOf(data)),
  );
}

/** A hit's place, as evidence and observations have it. */
export function place(hit: Hit<JsonObject>): { line?: number; excerpt: string } {
  return { ...(hit.line !== undefined && { line: hit.line }), excerpt: clip(hit.excerpt) };
}

/**
 * Everything that `look` saw, placed in the image: what the layers showed, the configuration's texts, and the
 * files that the start chain runs. Those are looked at once more, as active whatever their path says, and with
 * the variables that ENV sets.
 */
export function placeHits<D extends JsonObject>(view: ImageView<D>, look: Look<D>): readonly Placed<D>[] {
  const placed: Placed<D>[] = [];
  placed.push(...configHits(view, look));
  const started = startedTexts(view);
  // Before the same file under its own name, which nothing may start.
  placed.push(...linkedHits(view, look, started));
  for (const sighting of view.sightings) {
    const { path } = sighting.entry;
    const register = sighting.goneIn === undefined && started.has(path) && isRegister(path);
    if (sighting.goneIn === undefined && started.has(path) && !register) continue;
    const { runs: _runs, ...unrun } = whereOf(view, sighting);
    placed.push({ ...placeSighting(view, sighting), ...(register && { where: unrun }) });
  }
  const files = startedFiles(view);
  const shown = shownToAll(view, 'started', look, files);
  for (const [index, { path, layer }] of files.entries()) {
    const { cut, hits = [] } = shown[index] ?? {};
    if (cut !== undefined) view.unread?.({ ...notLookedAt(cut, path), layer });
    const where: Where = {
      path,
      role: 'active',
      kind: 'file',
      runs: startsBy(view, path),
      gone: false,
    };
    const own = isRegister(path) ? [] : hits;
    for (const hit of [...own, ...heard(view, look, `/${path}`, own)]) {
      placed.push({
        data: hit.data,
        evidence: { path: `/${path}`, layer, ...place(hit) },
        where,
      });
    }
  }
  if (view.explanation.spoken?.cut === true)
    view.unread?.(
      limitReached(
        'maxScriptParts',
        'the start hands shells more texts than detectors look at (maxScriptParts)',
      ),
    );
  return placed;
}

/** A text file that the start chain runs or names. */
export interface StartedFile extends ToShow {
  /** Without leading slash. */
  readonly path: string;
  readonly layer: number;
}

/** Every such file; what it carries is read with the variables that ENV sets. */
export function startedFiles(view: ImageView<JsonObject>): readonly StartedFile[] {
  const variables = environmentOf(view.image.config);
  const readFile = treeReader(view);
  const limits = view.limits !== undefined && { limits: view.limits };
  const languages = startLanguages(view.explanation.startChain);
  return [...startedTexts(view)].flatMap((path): readonly StartedFile[] => {
    const node = view.tree.get(path);
    if (node === undefined) return [];
    const units = (): readonly TextUnit[] => {
      const text = view.text(path) ?? '';
      const language = languages.of(path, node.entry.content, text);
      return rememberedUnits(view.tree, language, path, () => ({
        text,
        units: unitsOf(path, node.entry.content, text, { variables, readFile, language, ...limits }),
      }));
    };
    return [{ path, layer: node.contentLayer, units }];
  });
}

/** ENTRYPOINT and CMD with all that they carry. */
export function startedCommands(
  view: ImageView<JsonObject>,
): readonly { readonly path: string; readonly units: readonly TextUnit[] }[] {
  return view.configTexts
    .filter(({ path }) => path === 'ENTRYPOINT' || path === 'CMD')
    .map(({ path, text }) => ({ path, units: configUnits(view, text, 'shell') }));
}

function configUnits(
  view: ImageView<JsonObject>,
  text: string,
  language: 'shell' | 'settings',
): readonly TextUnit[] {
  const limits = view.limits !== undefined && { limits: view.limits };
  return rememberedUnits(view.tree, `${language} config`, text, () => {
    const variables = environmentOf(view.image.config);
    const readFile = treeReader(view);
    return { text, units: unitsOf('', undefined, text, { variables, readFile, language, ...limits }) };
  });
}

/** A place as a sentence names it: `/etc/crontab`, `ENV`. */
export function placeOf({ kind, path }: Pick<Where, 'kind' | 'path'>): string {
  return kind === 'config' ? path : `/${path}`;
}

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

function startsBy(view: ImageView<JsonObject>, path: string): string {
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

function placeSighting<D extends JsonObject>(view: ImageView<D>, sighting: Sighting<D>): Placed<D> {
  return {
    data: sighting.observation.data,
    evidence: sighting.evidence,
    where: whereOf(view, sighting),
  };
}

function placeName(path: string): string {
  if (/^var\/spool\/(?:cron\/)?at/.test(path)) return 'at';
  if (/cron|periodic/.test(path)) return 'cron';
  if (/(?:\.pth|customize\.py)$/.test(path)) return 'every Python program';
  if (/apt\.conf/.test(path)) return 'apt';
  if (/logrotate/.test(path)) return 'logrotate';
  if (/udev/.test(path)) return 'udev';
  if (/\/sshrc$|sshd_config|\.ssh\/(?:rc|authorized_keys)/.test(path)) return 'sshd';
  if (/(?:ssh_config|\.ssh\/config)/.test(path)) return 'ssh';
  if (/\.git(?:config$|\/)|git-core|git\/config$|etc\/gitconfig$/.test(path)) return 'git';
  if (path.startsWith('etc/pam.')) return 'every login';
  if (isReadFirst(path)) return 'the program whose settings they are';
  if (/systemd/.test(path)) return 'systemd';
  if (/supervisor/.test(path)) return 'supervisord';
  if (/profile|rc$|aliases|login|zsh/.test(path)) return 'every login shell';
  return 'the init system';
}

function linkedHits<D extends JsonObject>(
  view: ImageView<D>,
  look: Look<D>,
  started: ReadonlySet<string>,
): readonly Placed<D>[] {
  const files = linkedFiles(view, started);
  const shown = shownToAll(view, 'linked', look, files);
  return files.flatMap(({ path, file, layer }, index) => {
    const runs = `${placeName(path)} starts it`;
    const where: Where = { path: file, role: 'active', kind: 'file', runs, gone: false };
    return (shown[index]?.hits ?? []).map((hit) => ({
      data: hit.data,
      evidence: { path: `/${file}`, layer, ...place(hit) },
      where,
    }));
  });
}

/** A file that nothing starts by its own name, under the link that does. */
interface LinkedFile extends ToShow {
  readonly file: string;
  readonly layer: number;
}

function linkedFiles(view: ImageView<JsonObject>, started: ReadonlySet<string>): readonly LinkedFile[] {
  const limits = view.limits ?? DEFAULT_LIMITS;
  const readFile = treeReader(view);
  return linksToStart(view.tree).flatMap(({ link, file }): readonly LinkedFile[] => {
    const node = view.tree.get(file);
    if (node === undefined || started.has(file)) return [];
    const units = (): readonly TextUnit[] => {
      const text = view.text(file);
      if (text === undefined || text.length > limits.maxTextBytes) return [];
      return unitsOf(link, node.entry.content, text, { readFile, limits });
    };
    return [{ path: link, file, layer: node.contentLayer, units }];
  });
}

/** Scripts and settings that the start chain runs or names. */
const MAX_STARTED = 2500;
const startedOf = new WeakMap<ReadonlySet<string>, ReadonlySet<string>>();

function startedTexts(view: ImageView<JsonObject>): ReadonlySet<string> {
  const known = startedOf.get(view.started);
  if (known !== undefined) return known;
  const started = new Set<string>();
  // Folders before what lies in them, as the tree has them.
  const key = (path: string): string => path.replaceAll('/', '\0');
  const paths = [...view.started].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  for (const path of paths) {
    // Modules of libraries were looked at with their layer: there may be hundreds.
    if (view.imported.has(path) || view.tree.get(path)?.entry.kind !== 'file') continue;
    // What of it is too long for a detector is told with it.
    if (view.text(path) !== undefined) started.add(path);
    if (started.size >= MAX_STARTED) {
      const detail = `the start runs or names more than ${MAX_STARTED} texts: detectors looked at the first of them`;
      view.unread?.(limitReached('maxStartSteps', detail));
      break;
    }
  }
  startedOf.set(view.started, started);
  return started;
}

function configHits<D extends JsonObject>(view: ImageView<D>, look: Look<D>): readonly Placed<D>[] {
  const placed: Placed<D>[] = [];
  const add = (path: string, text: string, runs?: string): void =>
    show(path, configUnits(view, text, 'shell'), runs);
  const show = (path: string, units: readonly TextUnit[], runs?: string): void => {
    const cut = cutOf(units);
    if (cut !== undefined) view.unread?.(notLookedAt(cut, path));
    put(path, looked(look, { path, role: 'active', units, executable: true }, view), runs);
  };
  const put = (path: string, hits: readonly Hit<D>[], runs?: string): void => {
    const where: Where = {
      path,
      role: 'active',
      kind: 'config',
      ...(runs !== undefined && { runs }),
      gone: false,
    };
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

interface Setting {
  readonly path: string;
  readonly text: string;
  /** None of ONBUILD. */
  readonly units: readonly TextUnit[];
}

const SETTINGS: ReadonlySet<string> = new Set(['ENV', 'ONBUILD', 'LABEL', 'ARG']);
const settings = new WeakMap<ImageTree, readonly Setting[]>();

/** The configuration's texts that there may be any number of, with what they carry: once for all detectors. */
function settingsOf(view: ImageView<JsonObject>): readonly Setting[] {
  const known = settings.get(view.tree);
  if (known !== undefined) return known;
  const found = view.configTexts
    .filter(({ path }) => SETTINGS.has(path))
    .map(({ path, text }) => ({
      path,
      text,
      units: path === 'ONBUILD' ? [] : configUnits(view, text, 'settings'),
    }));
  settings.set(view.tree, found);
  return found;
}

/** What an ONBUILD trigger has run: its text, or the words of its exec form. */
function triggerText(trigger: string): string {
  const text = trigger.replace(/^(?:RUN|CMD|ENTRYPOINT|HEALTHCHECK\s{1,9}CMD)\s{1,9}/i, '');
  if (!text.startsWith('[')) return text;
  const words = [...text.matchAll(/"((?:[^"\\]|\\.){0,4000})"/g)].map(([, word = '']) =>
    quoteWord(word.replace(/\\(["\\])/g, '$1')),
  );
  return words.join(' ');
}
