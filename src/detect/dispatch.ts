import { DEFAULT_LIMITS, type Limits } from '../base/limits.ts';
import type { Unknown } from '../base/unknown.ts';
import { AfterStart } from './at-start/after-start.ts';
import { autostartFiles } from './autostart/autostart-files.ts';
import { layerOfAutostarts } from './autostart/layer-of-autostarts.ts';
import type { Detector, ImageView, LayerView } from './detector.ts';
import type { Finding } from './finding.ts';
import { compareFindings } from './finding-order.ts';
import type { Autostarts, ImageParts, Imports, SeenAgain } from './image-parts.ts';
import { imageView } from './image-view.ts';
import { importedModules, lookingAgain, modulesToLookAt } from './imports.ts';
import { atMost, type Inspection } from './inspection.ts';
import { layerAgain } from './layer-again.ts';
import { nestingNoter } from './nesting.ts';
import { type Looker, lookIntoLayer } from './text/look-into-layer.ts';
import type { TextSlice } from './text/text-slices.ts';

/** Evidence kept in one finding; a reader needs a few places, not all. */
const MAX_EVIDENCE = 50;

/** Work that a layer's texts are without its being counted. */
const LITTLE_WORK = 1000;

/** Shows one layer to one detector. Never throws: a detector that fails becomes an Unknown. */
export function inspectLayer(
  detector: Detector,
  layer: LayerView,
  limits: Limits = DEFAULT_LIMITS,
): Inspection {
  return inspectLayers([{ detector, layer }], limits)[0] ?? { observations: [], unknowns: [] };
}

/**
 * The same for several detectors, each with its own view of the same layer; answers in their order.
 *
 * @param show what of the layer is shown; all of it, if nothing is said
 */
export function inspectLayers(
  views: readonly { readonly detector: Detector; readonly layer: LayerView }[],
  limits: Limits = DEFAULT_LIMITS,
  show: 'all' | 'without-texts' | TextSlice = 'all',
): readonly Inspection[] {
  const open = views.map(({ detector, layer }) => {
    const unknowns: Unknown[] = [];
    const unread = (unknown: Unknown): void => {
      unknowns.push(unknown);
    };
    const view: LayerView = { ...layer, limits, unread };
    const looker: Looker | undefined = detector.texts && {
      layer: view,
      texts: detector.texts,
      observations: [],
    };
    return { detector, view, looker, unknowns };
  });
  const lookers = open.flatMap(({ looker }) => looker ?? []);
  const slice = typeof show === 'string' ? undefined : show;
  const work = show === 'without-texts' ? 0 : lookIntoLayer(lookers, limits, slice);
  return open.map(({ detector, view, looker, unknowns }) => {
    const seen = looker?.observations.length ?? 0;
    const told = unknowns.length + (looker?.failure === undefined ? 0 : 1);
    const isLittle = seen === 0 && told === 0 && (looker === undefined || work < LITTLE_WORK);
    const looked = isLittle ? {} : { looked: { work, seen, told } };
    try {
      if (looker?.failure !== undefined) throw looker.failure.error;
      const more = view.again !== undefined || slice !== undefined ? undefined : detector.inspect?.(view);
      const observations = [...(looker?.observations ?? []), ...(more ?? [])];
      return atMost(detector, { observations, unknowns, ...looked }, limits);
    } catch (error) {
      return { observations: [], unknowns: [...unknowns, failed(detector, error)], ...looked };
    }
  });
}

/** What detectors see in the modules of libraries that a program which starts imports. Never throws. */
export function inspectImports(
  detectors: readonly Detector[],
  parts: ImageParts,
  found: Imports['modules'],
  limits: Limits = DEFAULT_LIMITS,
): Imports {
  try {
    const { modules, unknowns } = modulesToLookAt(parts, found, limits);
    if (modules.length === 0) return { modules, unknowns, observations: {} };
    // Of other files nothing is read, so that what is seen depends on these alone.
    const nodes = modules.map(({ node }) => node);
    return { modules, ...inspectAgain(detectors, layerAgain('imported', nodes, parts), unknowns, limits) };
  } catch (error) {
    return { modules: [], unknowns: [notJudged('What programs import', error)], observations: {} };
  }
}

/** What detectors see in what starts by itself, over all layers. Never throws. */
export function inspectAutostarts(
  detectors: readonly Detector[],
  parts: ImageParts,
  limits: Limits = DEFAULT_LIMITS,
): Autostarts {
  try {
    const { files, unknowns } = autostartFiles(parts, limits);
    if (files.length === 0) return { files, unknowns, observations: {} };
    return { files, ...inspectAgain(detectors, layerOfAutostarts(parts, files), unknowns, limits) };
  } catch (error) {
    return { files: [], unknowns: [notJudged('What starts by itself', error)], observations: {} };
  }
}

function inspectAgain(
  detectors: readonly Detector[],
  layer: LayerView,
  unknowns: SeenAgain['unknowns'],
  limits: Limits,
): SeenAgain {
  const looking = lookingAgain(detectors);
  const seen = inspectLayers(
    looking.map((detector) => ({ detector, layer })),
    limits,
  );
  return {
    observations: Object.fromEntries(looking.map(({ id }, i) => [id, seen[i]?.observations ?? []])),
    unknowns: [...unknowns, ...seen.flatMap((inspection) => inspection.unknowns)],
  };
}

export interface Judgement {
  /** Sorted, most severe first; no two the same. */
  readonly findings: readonly Finding[];
  readonly unknowns: readonly (Unknown & { readonly layer?: number })[];
}

/** Lets every detector judge the image. Never throws: a detector that fails becomes an Unknown. */
export function judgeImage(
  detectors: readonly Detector[],
  parts: ImageParts,
  limits: Limits = DEFAULT_LIMITS,
): Judgement {
  const findings: Finding[] = [];
  const unknowns: Judgement['unknowns'][number][] = [];
  const unread: ImageView['unread'] = (unknown) => {
    unknowns.push(unknown);
  };
  const imports = parts.imports ?? inspectImports(detectors, parts, importedModules(parts), limits);
  const autostarts = parts.autostarts ?? inspectAutostarts(detectors, parts, limits);
  unknowns.push(...imports.unknowns, ...autostarts.unknowns);
  const viewFor = imageView({ ...parts, imports, autostarts });
  const looks = detectors.flatMap(({ texts }) => texts?.look ?? []);
  let note: ((finding: Finding) => Finding) | undefined;
  const later = inspectAfterStart(detectors, parts, { ...viewFor(''), limits, unread });
  for (const detector of detectors) {
    try {
      const view: ImageView = { ...viewFor(detector.id), limits, looks, unread };
      note ??= nestingNoter(view.layers, view.runsAtStart);
      const found = detector.judge(view);
      const foundLater = later === undefined ? [] : judgeAfterStart(detector, later, view, found);
      for (const finding of [...found, ...foundLater]) findings.push(note(trimEvidence(finding)));
    } catch (error) {
      unknowns.push(failed(detector, error));
    }
  }
  return { findings: withoutTwins(findings.sort(compareFindings)), unknowns };
}

/** The image as its start chain leaves it, and what detectors of files see in what that is. */
interface Later {
  readonly afterStart: AfterStart;
  readonly seen: ReadonlyMap<Detector, Inspection | undefined>;
}

/** Undefined where the start chain leaves the image as it lies there. */
function inspectAfterStart(
  detectors: readonly Detector[],
  parts: ImageParts,
  view: ImageView,
): Later | undefined {
  const readers = detectors.filter(({ readsFiles }) => readsFiles === true);
  if (readers.length === 0) return undefined;
  try {
    const afterStart = new AfterStart(parts, view);
    if (afterStart.isEmpty) return undefined;
    const { layer } = afterStart;
    const seen = inspectLayers(
      readers.map((detector) => ({ detector, layer })),
      view.limits,
    );
    return { afterStart, seen: new Map(readers.map((detector, i) => [detector, seen[i]])) };
  } catch (error) {
    view.unread?.(notJudged('What the start chain writes', error));
    return undefined;
  }
}

function notJudged(what: string, error: unknown): Unknown {
  return detectorFailed(`${what} was not judged`, error);
}

function judgeAfterStart(
  detector: Detector,
  { afterStart, seen }: Later,
  view: ImageView,
  before: readonly Finding[],
): readonly Finding[] {
  const inspection = seen.get(detector);
  if (inspection === undefined) return [];
  for (const unknown of inspection.unknowns) view.unread?.(unknown);
  return afterStart.told(detector.judge(afterStart.viewFor(view, inspection.observations)), before);
}

function withoutTwins(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const key = JSON.stringify(finding);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function trimEvidence(finding: Finding): Finding {
  const seen = new Set<string>();
  const [first, ...others] = finding.evidence;
  const unique = [first, ...others].filter((evidence) => {
    const key = JSON.stringify(evidence);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  const [head = first, ...rest] = unique.slice(0, MAX_EVIDENCE);
  return { ...finding, evidence: [head, ...rest] };
}

function failed(detector: Detector, error: unknown): Unknown {
  return detectorFailed(`Detector ${detector.id} failed`, error);
}

function detectorFailed(what: string, error: unknown): Unknown {
  const message = error instanceof Error ? error.message : String(error);
  return { reason: 'detector-failed', detail: `${what}: ${message.slice(0, 200)}` };
}
