import { HONEST } from '../../../test/detection/cases.ts';
import { buildImage } from '../../../testkit/image.ts';
import { type Build, hide } from './evasion.ts';
import { EVASIONS } from './evasions.ts';
import { HONEST_PAYLOADS } from './honest-payloads.ts';

/** Something that must be left alone. */
export interface HonestCase {
  readonly name: string;
  readonly build: Build;
}

/** Honest payloads in every way that honest images have too, and the twins of the tests. */
export function honestCases(): readonly HonestCase[] {
  const made = EVASIONS.filter(({ alsoHonest }) => alsoHonest === true).flatMap((evasion) =>
    HONEST_PAYLOADS.flatMap((payload): readonly HonestCase[] => {
      const build = hide(payload, evasion);
      return build === undefined ? [] : [{ name: `${payload.name}: ${evasion.name}`, build }];
    }),
  );
  return [...made, ...HONEST.map(({ name, spec }) => ({ name, build: () => buildImage(spec) }))];
}
