import { expect, it } from 'vitest';
import { LINK_NAMES, type LinkName, type Trace } from '../trace/index.ts';
import { LEVEL_MEANING, whyLevel } from './trace-words.ts';

function opaque(...missing: readonly LinkName[]): Pick<Trace, 'links' | 'level'> {
  const links = LINK_NAMES.map((name) => ({
    name,
    status: missing.includes(name) ? ('missing' as const) : ('claimed' as const),
    evidence: [],
    reason: '',
  }));
  return { level: 'T0', links };
}

it('says which of the two keeps an image opaque', () => {
  expect(whyLevel(opaque())).toBe('its base is not known by digest');
  expect(whyLevel(opaque('base'))).toBe('its base is not known by digest');
  expect(whyLevel(opaque('history'))).toBe('its history does not account for its layers');
  expect(whyLevel(opaque('history', 'base'))).toBe(
    'its history does not account for its layers, and its base is not known by digest',
  );
  expect(whyLevel({ ...opaque(), level: 'T2' })).toBe(LEVEL_MEANING.T2);
});
