import type { Vocabulary } from './vocabulary.ts';

/** The names in a call; in minified code one of a letter or two stands for many things. */
export function longNames(call: string, minified: boolean, vocabulary: Vocabulary): readonly string[] {
  return namesIn(call, vocabulary).filter(({ length }) => length >= (minified ? 4 : 1));
}

export function namesIn(value: string, { variable, plain }: Vocabulary): readonly string[] {
  const code = plain === undefined ? value : value.replaceAll(plain, "''");
  if (variable !== undefined) return [...code.matchAll(variable)].map((match) => match[1] ?? '');
  return code.match(/\b[A-Za-z_]\w*\b/g) ?? [];
}
