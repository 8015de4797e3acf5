import { didYouMean } from '../base/did-you-mean.ts';
import { compileGlob } from '../base/glob.ts';

/** The first of these globs over rule ids that no rule meets, and what it may have meant. */
export function unknownRule(
  globs: readonly string[],
  known: readonly string[],
): { readonly glob: string; readonly hint: string } | undefined {
  const wrong = globs.find((glob) => {
    const { matches } = compileGlob(glob);
    return !known.some(matches);
  });
  if (wrong === undefined) return undefined;
  const meant = didYouMean(wrong, known);
  return {
    glob: wrong.slice(0, 100),
    hint: meant === undefined ? 'All rules: clearpull rules list' : `Did you mean "${meant}"?`,
  };
}
