import { HONEST } from '../../../test/detection/cases.ts';
import { buildImage } from '../../../testkit/image.ts';
import { type Built, hide } from './evasion.ts';
import { EVASIONS } from './evasions.ts';
import { HONEST_PAYLOADS } from './honest-payloads.ts';

/** Something that must be left alone. */
export interface HonestCase {
  readonly name: string;
  readonly build: () => Built;
}

/** Honest payloads in every way that honest images have too, and the twins of the tests. */
export function honestCases(): readonly HonestCase[] {
  const made = EVASIONS.filter(({ alsoHonest }) => alsoHonest === true).flatMap((evasion) =>
    HONEST_PAYLOADS.flatMap((payload): readonly HonestCase[] => {
      if (hide(payload, evasion) === undefined) return [];
      const build = (): Built => hide(payload, evasion) as Built;
      return [{ name: `${payload.name}: ${evasion.name}`, build }];
    }),
  );
  return [...made, ...HONEST.map(({ name, spec }) => ({ name, build: () => buildImage(spec) }))];
}
