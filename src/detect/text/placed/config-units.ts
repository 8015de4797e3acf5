import type { ImageTree } from '../../../image/tree/image-tree.ts';
import { environmentOf, quoteWord } from '../../config-texts.ts';
import type { ImageView } from '../../detector.ts';
import type { JsonObject } from '../../json.ts';
import type { TextUnit } from '../text-unit.ts';
import { treeReader } from '../tree-text.ts';
import { unitsOf } from '../units.ts';
import { rememberedUnits } from '../units-memo.ts';

/** ENTRYPOINT and CMD with all that they carry. */
export function startedCommands(
  view: ImageView<JsonObject>,
): readonly { readonly path: string; readonly units: readonly TextUnit[] }[] {
  return view.configTexts
    .filter(({ path }) => path === 'ENTRYPOINT' || path === 'CMD')
    .map(({ path, text }) => ({ path, units: configUnits(view, text, 'shell') }));
}

export function configUnits(
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

interface Setting {
  readonly path: string;
  readonly text: string;
  /** None of ONBUILD. */
  readonly units: readonly TextUnit[];
}

const SETTINGS: ReadonlySet<string> = new Set(['ENV', 'ONBUILD', 'LABEL', 'ARG']);
const settings = new WeakMap<ImageTree, readonly Setting[]>();

/** The configuration's texts that there may be any number of, with what they carry: once for all detectors. */
export function settingsOf(view: ImageView<JsonObject>): readonly Setting[] {
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
export function triggerText(trigger: string): string {
  const text = trigger.replace(/^(?:RUN|CMD|ENTRYPOINT|HEALTHCHECK\s{1,9}CMD)\s{1,9}/i, '');
  if (!text.startsWith('[')) return text;
  const words = [...text.matchAll(/"((?:[^"\\]|\\.){0,4000})"/g)].map(([, word = '']) =>
    quoteWord(word.replace(/\\(["\\])/g, '$1')),
  );
  return words.join(' ');
}
