import { limitReached } from '../../base/limit-reached.ts';
import type { Limits } from '../../base/limits.ts';
import type { LayerEntry } from '../../image/layer-facts.ts';
import { NESTED_MARK } from '../../image/nested-facts.ts';
import type { LayerView, Observation, TextLook } from '../detector.ts';
import type { JsonObject } from '../json.ts';
import { memberOf } from './archive-members.ts';
import { type LayerText, layerTexts } from './layer-texts.ts';
import { cutOf, looked, notLookedAt } from './looked.ts';
import { place } from './placed/placed.ts';
import { ReadableFiles } from './readable-files.ts';
import { ALL_TEXTS, type TextSlice } from './text-slices.ts';
import { type TextUnit, workOf } from './text-unit.ts';
import { unitsOf } from './units.ts';

/** A detector that looks into the texts of a layer. */
export interface Looker {
  /** The layer as it sees it; all lookers of one call see the same layer. */
  readonly layer: LayerView;
  readonly texts: TextLook<JsonObject>;
  /** What it saw, in entry order. */
  readonly observations: Observation<JsonObject>[];
  /** Why it was not shown the rest. */
  failure?: { readonly error: unknown };
}

/**
 * Shows each text of a slice that can run or configure something to all detectors that want it. Text by text, because to find out what
 * a text carries takes longer than to look at it, and is too much to be kept of all texts. What is behind the bound on all of an
 * image's texts is told.
 *
 * @returns about how much work it was
 */
export function lookIntoLayer(
  lookers: readonly Looker[],
  { maxImageScriptParts: most }: Limits,
  { from, to, isLeftOut }: TextSlice = ALL_TEXTS,
): number {
  const lists = lookers.map(({ layer }) =>
    layerTexts(layer).filter(({ index }) => index >= from && index < to),
  );
  const files = new ReadableFiles(lookers.map(({ layer }) => layer));
  const next = lists.map(() => 0);
  let work = 0;
  for (;;) {
    const index = leastNext(lists, next);
    if (index === Number.POSITIVE_INFINITY) return work;
    if (work > most || isLeftOut === true) {
      for (const [i, looker] of lookers.entries()) tellLeftOut(looker, lists[i]?.slice(next[i]) ?? [], most);
      return work;
    }
    let units: readonly TextUnit[] | undefined;
    for (let i = 0; i < lookers.length; i++) {
      const looker = lookers[i];
      const text = lists[i]?.[next[i] ?? 0];
      if (text?.index !== index) continue;
      next[i] = (next[i] ?? 0) + 1;
      if (looker === undefined || looker.failure !== undefined) continue;
      try {
        if (!looker.texts.wants(text.role, text.entry)) continue;
        units ??= unitsIn(looker.layer, text.entry, files);
        if (units !== undefined) lookAt(looker, text, units);
      } catch (error) {
        looker.failure = { error };
      }
    }
    if (units !== undefined) work += workOf(units);
  }
}

function tellLeftOut({ layer, texts }: Looker, left: readonly LayerText[], most: number): void {
  const first = left.find(({ role, entry }) => texts.wants(role, entry));
  if (first === undefined) return;
  const detail = `texts of this layer have more commands than detectors look at in one image; /${first.entry.path.slice(0, 200)} and what follows was not looked at (maxImageScriptParts ${most})`;
  layer.unread?.(limitReached('maxImageScriptParts', detail));
}

/** Index of the first entry that any list has a text of next; infinity at the end. */
function leastNext(lists: readonly (readonly LayerText[])[], next: readonly number[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < lists.length; i++) {
    const index = lists[i]?.[next[i] ?? 0]?.index;
    if (index !== undefined && index < least) least = index;
  }
  return least;
}

function lookAt({ layer, texts, observations }: Looker, text: LayerText, units: readonly TextUnit[]): void {
  const { index, entry, started, role } = text;
  // Elsewhere a long script is no gap: what starts is judged with the whole image.
  const cut = started ? cutOf(units) : undefined;
  if (cut !== undefined) layer.unread?.(notLookedAt(cut, entry.path));
  const executable = layer.again !== undefined || (entry.mode & 0o111) !== 0;
  for (const hit of looked(texts.look, { path: entry.path, role, units, executable }, layer)) {
    observations.push({ entry: index, ...place(hit), data: hit.data });
  }
}

/** Undefined where this detector has no text of it. */
function unitsIn(layer: LayerView, entry: LayerEntry, files: ReadableFiles): readonly TextUnit[] | undefined {
  const text = layer.text(entry);
  if (text === undefined) return undefined;
  const language = layer.languageOf?.(entry);
  const options = {
    ...(language !== undefined && { language }),
    readFile: layer.readFile ?? ((path: string) => readFile(layer, path, files)),
    ...(layer.limits !== undefined && { limits: layer.limits }),
  };
  return unitsOf(entry.path, entry.content, text, options);
}

/** The text of another file of the layer. */
function readFile(layer: LayerView, path: string, files: ReadableFiles): string | undefined {
  if (path.endsWith(NESTED_MARK)) {
    const member = memberOf(layer.facts, path.slice(0, -NESTED_MARK.length).replace(/^\/+/, ''), '');
    return member === undefined ? undefined : layer.text(member);
  }
  const entry = files.at(path.replace(/^\/+/, ''));
  return entry === undefined ? undefined : layer.text(entry);
}
