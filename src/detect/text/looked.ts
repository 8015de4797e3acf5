import { limitReached } from '../../base/limit-reached.ts';
import type { Unknown } from '../../base/unknown.ts';
import type { JsonObject } from '../json.ts';
import { groupBy } from './group.ts';
import type { Hit, Look, LookedAt, Showing } from './looked-at.ts';
import { lineOfPart, type TextCut, type TextUnit } from './text-unit.ts';

const UNFOLLOWED =
  'the text nests deeper, or keeps more in its variables and files, than detectors follow: what it does is not known to the end';

/** What kept something of a text from being read. */
export function cutOf(units: readonly TextUnit[]): TextCut | undefined {
  return units.find(({ cut }) => cut !== undefined)?.cut;
}

export function notLookedAt(limit: TextCut, path: string): Unknown {
  if (limit === 'unfollowed') return { reason: 'parse-failed', path, detail: UNFOLLOWED };
  if (limit === 'maxImageScriptParts')
    return limitReached(
      limit,
      'what starts has more commands than detectors look at in one image; this text was not looked at (maxImageScriptParts)',
      path,
    );
  const detail =
    limit === 'maxScriptParts'
      ? 'the text has so many commands that detectors looked at its beginning only (maxScriptParts)'
      : `the text carries so much in code or in files that it writes that detectors did not look at all of it (${limit})`;
  return limitReached(limit, detail, path);
}

/** What a detector sees in a file; what stands there in plain text is not told once more as decoded. */
export function looked<D extends JsonObject>(
  look: Look<D>,
  file: LookedAt,
  showing: Showing,
): readonly Hit<D>[] {
  const hits = lookAtParts(look, file, showing);
  if (hits.length === 0) return hits;
  const keyOf = ({ line, data }: Hit<D>): string => JSON.stringify([line, { ...data, via: undefined }]);
  const plain = new Set(hits.filter(({ data }) => data['via'] === undefined).map(keyOf));
  if (plain.size === 0 || plain.size === hits.length) return hits;
  return hits.filter((hit) => hit.data['via'] === undefined || !plain.has(keyOf(hit)));
}

/** Each module of a bundle is looked at by itself. */
function lookAtParts<D extends JsonObject>(
  look: Look<D>,
  file: LookedAt,
  showing: Showing,
): readonly Hit<D>[] {
  if (file.units[0]?.part === undefined) return look(file, showing);
  const parts = groupBy(file.units, ({ part }) => part);
  return [...parts.values()].flatMap((units) =>
    look({ ...file, units }, showing).map((hit) =>
      hit.line === undefined ? hit : { ...hit, line: lineOfPart(units[0].part, hit.line) },
    ),
  );
}
