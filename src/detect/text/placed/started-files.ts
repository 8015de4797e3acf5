import { limitReached } from '../../../base/limit-reached.ts';
import { environmentOf } from '../../config-texts.ts';
import type { ImageView } from '../../detector.ts';
import type { JsonObject } from '../../json.ts';
import { startLanguages } from '../read-as.ts';
import type { ToShow } from '../shown-to-all.ts';
import type { TextUnit } from '../text-unit.ts';
import { treeReader } from '../tree-text.ts';
import { unitsOf } from '../units.ts';
import { rememberedUnits } from '../units-memo.ts';

/** A text file that the start chain runs or names. */
export interface StartedFile extends ToShow {
  /** Without leading slash. */
  readonly path: string;
  readonly layer: number;
}

/** Every such file; what it carries is read with the variables that ENV sets. */
export function startedFiles(view: ImageView<JsonObject>): readonly StartedFile[] {
  const variables = environmentOf(view.image.config);
  const limits = view.limits !== undefined && { limits: view.limits };
  const languages = startLanguages(view.explanation.startChain);
  return [...startedTexts(view)].flatMap((path): readonly StartedFile[] => {
    const node = view.tree.get(path);
    if (node === undefined) return [];
    const units = (): readonly TextUnit[] => {
      const text = view.text(path) ?? '';
      const readFile = treeReader(view, path);
      const language = languages.of(path, node.entry.content, text);
      return rememberedUnits(view.tree, language, path, () => ({
        text,
        units: unitsOf(path, node.entry.content, text, { variables, readFile, language, ...limits }),
      }));
    };
    return [{ path, layer: node.contentLayer, units }];
  });
}

/** Scripts and settings that the start chain runs or names. */
const MAX_STARTED = 2500;
const startedOf = new WeakMap<ReadonlySet<string>, ReadonlySet<string>>();

export function startedTexts(view: ImageView<JsonObject>): ReadonlySet<string> {
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
