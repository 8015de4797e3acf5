import { plural } from '../../base/quantities.ts';
import { oneLine } from '../../explain/printable.ts';
import type { TraceLink } from '../trace-link.ts';
import { type DifferingFile, differingFiles } from './compare-layers.ts';
import { differingSettings } from './compare-settings.ts';
import { KNOWN_DIFFERENCES } from './explanations.ts';
import type { RebuildSide } from './rebuild-side.ts';

/** Differences named in the evidence. */
const MAX_NAMED = 30;

/**
 * From the image to one that was built again: the same, or different only where that is explained. Settings and
 * each layer's entries are compared, not the bytes of the archives, which hold times.
 */
export function rebuildLink(original: RebuildSide, rebuilt: RebuildSide): TraceLink {
  const name = 'rebuild';
  const with_ = `compared with ${rebuilt.image.digest}`;
  if (original.image.digest === rebuilt.image.digest && original.image.hasManifest && rebuilt.complete) {
    return {
      name,
      status: 'verified',
      evidence: [with_],
      reason: 'The rebuilt image is the same, bit for bit.',
    };
  }
  if (!original.complete || !rebuilt.complete) {
    const which = original.complete ? 'the rebuilt image' : 'the image';
    return {
      name,
      status: 'missing',
      evidence: [with_],
      reason: `They cannot be compared: ${which} was not read to its end.`,
    };
  }
  const { unexplained, explained } = sortOut(original, rebuilt);
  const evidence = [
    with_,
    ...[...explained].map(([what, count]) => `explained: ${what} (${count})`),
    ...unexplained.slice(0, MAX_NAMED).map((text) => oneLine(text, 500)),
    ...(unexplained.length > MAX_NAMED ? [`and ${unexplained.length - MAX_NAMED} more`] : []),
  ];
  if (unexplained.length > 0) {
    return {
      name,
      status: 'contradicted',
      evidence,
      reason: `The rebuilt image differs in ${plural(unexplained.length, 'way')} that nothing explains.`,
    };
  }
  return {
    name,
    status: 'verified',
    evidence,
    reason:
      explained.size === 0
        ? 'The rebuilt image holds the same in every layer; only its archives are written differently.'
        : 'The rebuilt image differs from it only where that is explained.',
  };
}

function sortOut(
  original: RebuildSide,
  rebuilt: RebuildSide,
): { unexplained: string[]; explained: ReadonlyMap<string, number> } {
  const unexplained: string[] = [];
  const explained = new Map<string, number>();
  const explain = (what: string): void => {
    explained.set(what, (explained.get(what) ?? 0) + 1);
  };
  for (const setting of differingSettings(original.image.config, rebuilt.image.config)) {
    if (setting.explained !== undefined) explain(setting.explained);
    else
      unexplained.push(
        `${setting.name}: ${setting.original || 'not set'}; rebuilt: ${setting.rebuilt || 'not set'}`,
      );
  }
  if (original.layers.length !== rebuilt.layers.length) {
    unexplained.push(`${plural(original.layers.length, 'layer')}; rebuilt: ${rebuilt.layers.length}`);
  }
  const count = Math.min(original.layers.length, rebuilt.layers.length);
  for (let layer = 0; layer < count; layer++) {
    const [one, other] = [original.layers[layer], rebuilt.layers[layer]];
    if (one === undefined || other === undefined) continue;
    if (one.diffId === other.diffId) continue;
    let same = true;
    for (const file of differingFiles(one, other, layer + 1)) {
      same = false;
      const texts = {
        original: file.original === undefined ? undefined : original.text(layer, file.original),
        rebuilt: file.rebuilt === undefined ? undefined : rebuilt.text(layer, file.rebuilt),
      };
      const known = KNOWN_DIFFERENCES.find((rule) => rule.explains(file, texts));
      if (known === undefined) unexplained.push(fileText(file));
      else explain(known.what);
    }
    if (same) explain('times or order in the archive of a layer');
  }
  return { unexplained, explained };
}

const HOW: Readonly<Record<DifferingFile['how'], string>> = {
  'only-original': 'only in the original',
  'only-rebuilt': 'only in the rebuilt image',
  kind: 'is of another kind',
  bytes: 'holds other bytes',
  target: 'links elsewhere',
  mode: 'has another mode',
  owner: 'has another owner',
};

function fileText({ path, layerNumber, how, original, rebuilt }: DifferingFile): string {
  const detail =
    how === 'mode'
      ? ` (${original?.mode.toString(8)}; rebuilt: ${rebuilt?.mode.toString(8)})`
      : how === 'owner'
        ? ` (${original?.uid}:${original?.gid}; rebuilt: ${rebuilt?.uid}:${rebuilt?.gid})`
        : '';
  return `layer ${layerNumber}: ${path} ${HOW[how]}${detail}${hint(path, how)}`;
}

/** Where the cause is known though the difference cannot be seen to be harmless. */
function hint(path: string, how: DifferingFile['how']): string {
  if (how !== 'bytes') return '';
  if (path.endsWith('.pyc')) return ': compiled Python holds the time of its source; set SOURCE_DATE_EPOCH';
  if (/\.(?:jar|war|zip)$/.test(path)) return ': archives hold times; build them reproducibly';
  return '';
}
