import type { Language } from './language.ts';

/** Characters of texts that are remembered together. */
const MOST = 2 * 1024 * 1024;

/**
 * The same function of a text, which does not go through one again that it was asked of a little while ago: detectors look at a
 * file one after the other, and at each of its modules where it is a bundle.
 */
export function rememberTexts<T>(
  of: (text: string, language: Language) => T,
): (text: string, language: Language) => T {
  const remembered = new Map<string, { readonly language: Language; readonly result: T }>();
  let characters = 0;
  return (text, language) => {
    const known = remembered.get(text);
    if (known?.language === language) return known.result;
    const result = of(text, language);
    characters += text.length;
    if (characters > MOST) {
      remembered.clear();
      characters = text.length;
    }
    remembered.set(text, { language, result });
    return result;
  };
}
