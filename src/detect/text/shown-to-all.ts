import { DEFAULT_LIMITS } from '../../base/limits.ts';
import type { Unknown } from '../../base/unknown.ts';
import type { ImageView } from '../detector.ts';
import type { JsonObject } from '../json.ts';
import { cutOf, looked } from './looked.ts';
import type { Hit, Look, Showing } from './looked-at.ts';
import { type TextCut, type TextUnit, workOf } from './text-unit.ts';

/** A text of the merged tree that is looked at with the whole image in mind. */
export interface ToShow {
  /** As a look is told it. */
  readonly path: string;
  /** All that it carries, made when it is asked for. */
  units(): readonly TextUnit[];
}

/** What one detector saw in one of these texts. */
export interface Shown<D extends JsonObject> {
  readonly hits: readonly Hit<D>[];
  /** What kept something of the text from being read. */
  readonly cut?: TextCut;
}

interface Kept extends Shown<JsonObject> {
  readonly unread: readonly Unknown[];
  readonly failure?: { readonly error: unknown };
}

type Seen = Map<Look<JsonObject>, Kept[]>;
const seen = new WeakMap<ReadonlySet<string>, Map<string, Seen>>();

/**
 * What `look` sees in each of these texts. Whoever asks first has them shown to all detectors of the view, one text after the
 * other: to find out what a text carries takes longer than to look at it, and is too much to be kept of all of them.
 *
 * @param kind tells the lists of texts of one image apart
 */
export function shownToAll<D extends JsonObject>(
  view: ImageView<D>,
  kind: string,
  look: Look<D>,
  texts: readonly ToShow[],
): readonly Shown<D>[] {
  const lists = seen.get(view.started) ?? new Map<string, Seen>();
  seen.set(view.started, lists);
  const list: Seen = lists.get(kind) ?? new Map();
  lists.set(kind, list);
  const own = look as Look<JsonObject>;
  if (!list.has(own)) showAll(view, texts, list, [own, ...(view.looks ?? [])]);
  return (list.get(own) ?? []).map(({ hits, cut, unread, failure }) => {
    if (failure !== undefined) throw failure.error;
    for (const unknown of unread) view.unread?.(unknown);
    return { hits: hits as readonly Hit<D>[], ...(cut !== undefined && { cut }) };
  });
}

function showAll(
  { limits }: Pick<ImageView, 'limits'>,
  texts: readonly ToShow[],
  list: Seen,
  looks: readonly Look<JsonObject>[],
): void {
  const missing = new Map(looks.filter((look) => !list.has(look)).map((look) => [look, [] as Kept[]]));
  const { maxImageScriptParts: most } = limits ?? DEFAULT_LIMITS;
  let work = 0;
  for (const { path, units } of texts) {
    const all = work > most ? undefined : units();
    work += workOf(all ?? []);
    for (const [look, kept] of missing)
      kept.push(
        all === undefined
          ? { hits: [], unread: [], cut: 'maxImageScriptParts' }
          : show(look, path, all, limits && { limits }),
      );
  }
  for (const [look, kept] of missing) list.set(look, kept);
}

function show(
  look: Look<JsonObject>,
  path: string,
  units: readonly TextUnit[],
  limits: Pick<Showing, 'limits'> | undefined,
): Kept {
  const unread: Unknown[] = [];
  const cut = cutOf(units);
  const common = { unread, ...(cut !== undefined && { cut }) };
  try {
    const showing = { ...limits, unread: (unknown: Unknown) => void unread.push(unknown) };
    return { ...common, hits: looked(look, { path, role: 'active', units, executable: true }, showing) };
  } catch (error) {
    return { ...common, hits: [], failure: { error } };
  }
}
