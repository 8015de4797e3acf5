import { FOUND } from '../../../test/detection/cases.ts';
import { buildImage } from '../../../testkit/image.ts';
import { classOf } from './classes.ts';
import { type Build, hide } from './evasion.ts';
import { EVASIONS } from './evasions.ts';
import { PAYLOADS } from './payloads.ts';

/** Something that must be found. */
export interface HiddenCase {
  readonly class: string;
  readonly evasion: string;
  readonly name: string;
  /** Any of these names it rightly. */
  readonly rules: readonly string[];
  readonly build: Build;
}

/** Row for what was written by hand, for whatever its detector was not made for. */
export const BY_HAND = 'by hand (test/detection)';

/** Every payload in every way to hide that fits it, and what the tests have. */
export function hiddenCases(): readonly HiddenCase[] {
  const made = EVASIONS.flatMap((evasion) =>
    PAYLOADS.flatMap((payload): readonly HiddenCase[] => {
      const build = hide(payload, evasion);
      if (build === undefined) return [];
      const { class: of, name, rules } = payload;
      return [{ class: of, evasion: evasion.name, name: `${of}, ${name}: ${evasion.name}`, rules, build }];
    }),
  );
  const written = FOUND.flatMap(([, cases]) => cases).map(
    ({ name, rule = '', spec }): HiddenCase => ({
      class: classOf(rule),
      evasion: BY_HAND,
      name: `by hand: ${name}`,
      rules: [rule],
      build: () => buildImage(spec),
    }),
  );
  return [...made, ...written];
}
