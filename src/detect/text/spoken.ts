import { environmentOf } from '../config-texts.ts';
import type { ImageView } from '../detector.ts';
import type { JsonObject } from '../json.ts';
import type { TextUnit } from './text-unit.ts';
import { unitsOf } from './units.ts';
import { rememberedUnits } from './units-memo.ts';

/** A file of many commands, of which a start runs those that it names: what the chain takes out of it is what runs. */
export function isRegister(path: string): boolean {
  return /(?:^|\/)(?:package\.json|deno\.jsonc?|composer\.json|(?:GNUm|M|m)akefile|[^/]+\.mk|\.?[Jj]ustfile|JUSTFILE|[^/]+\.just|[Tt]askfile(?:\.dist)?\.ya?ml)$/.test(
    path,
  );
}

/**
 * What the start chain hands to a shell out of one file or instruction, in whatever way it is written there: a recipe
 * of make, the words of `parallel`, a line that a loop reads.
 *
 * @param file with leading slash, or ENTRYPOINT, CMD, HEALTHCHECK, ONBUILD
 */
export function spokenUnits(
  view: ImageView<JsonObject>,
  file: string,
  readFile: (path: string) => string | undefined,
): readonly TextUnit[] {
  const texts = (view.explanation.spoken?.texts ?? []).filter((spoken) => spoken.file === file);
  if (texts.length === 0) return [];
  const limits = view.limits !== undefined && { limits: view.limits };
  const all = texts.map(({ text }) => text).join('\n');
  return rememberedUnits(view.tree, 'spoken', file, () => {
    const variables = environmentOf(view.image.config);
    const units = texts.flatMap(({ text, line, language }) =>
      unitsOf('', undefined, text, { variables, readFile, language: language ?? 'shell', ...limits }).map(
        (unit) => ({
          ...unit,
          ...(line !== undefined && { line }),
        }),
      ),
    );
    return { text: all, units };
  });
}
