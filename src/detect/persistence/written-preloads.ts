import { baseName } from '../../base/base-name.ts';
import { lines } from '../text/lines.ts';
import type { Hit, LookedAt } from '../text/looked-at.ts';
import { isHiddenPath } from './finding-of.ts';
import type { HiddenStart } from './hidden-start.ts';
import { USUAL_PRELOADS } from './preload.ts';

export const PRELOADS = 'makes every program load';

/** Libraries that a script names in ld.so.preload(8), but for known helpers. */
export function writtenPreloads({ units }: LookedAt): readonly Hit<HiddenStart>[] {
  return units
    .filter(({ target }) => target?.replace(/^\/+/, '') === 'etc/ld.so.preload')
    .flatMap(({ text, line }) =>
      [...lines(text)].flatMap((one) =>
        one.text
          .replace(/#.*$/, '')
          .split(/[:\s]+/, 20)
          .filter(
            (library) =>
              library.startsWith('/') && (isHiddenPath(library) || !USUAL_PRELOADS.test(baseName(library))),
          )
          .map((library) => ({
            ...(line !== undefined && { line }),
            excerpt: one.text.trim(),
            data: { how: PRELOADS, what: library.slice(0, 200), into: '/etc/ld.so.preload' },
          })),
      ),
    )
    .slice(0, 20);
}
