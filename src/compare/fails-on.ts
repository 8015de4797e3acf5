import { didYouMean } from '../base/did-you-mean.ts';
import { ClearpullError } from '../base/errors.ts';
import { visible } from '../base/visible.ts';
import { CHANGE_KINDS, type ChangeKind, type Difference } from './difference.ts';

/** What `--fail-on` takes: kinds of change, or `any`, also of what only went away. */
export type FailsOn = ChangeKind | 'any';
export const FAILS_ON: readonly FailsOn[] = ['any', ...CHANGE_KINDS];

/** Reads names, each also several with commas between. Throws `usage` for one that is none. */
export function parseFailsOn(texts: readonly string[]): readonly FailsOn[] {
  const names = texts.flatMap((text) => text.split(',')).map((name) => name.trim());
  return names
    .filter((name) => name !== '')
    .map((name) => {
      const found = FAILS_ON.find((known) => known === name);
      if (found !== undefined) return found;
      const meant = didYouMean(name, FAILS_ON);
      throw new ClearpullError('usage', `--fail-on does not know "${visible(name)}".`, {
        hint: meant === undefined ? `It takes ${FAILS_ON.join(', ')}.` : `Did you mean "${meant}"?`,
      });
    });
}

export function failsOn({ same, kinds }: Difference, names: readonly FailsOn[]): boolean {
  return names.some((name) => (name === 'any' ? !same : kinds.includes(name)));
}
