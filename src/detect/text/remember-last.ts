import type { Language } from './language.ts';

/**
 * The same function of a text, which is not gone through again when the next to ask asks the same: detectors look at a text
 * one after the other.
 */
export function rememberLast<T>(
  of: (text: string, language: Language) => T,
): (text: string, language: Language) => T {
  let last: { readonly text: string; readonly language: Language; readonly result: T } | undefined;
  return (text, language) => {
    if (last?.text !== text || last.language !== language)
      last = { text, language, result: of(text, language) };
    return last.result;
  };
}
