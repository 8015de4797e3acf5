import { pythonFunctions } from './python-functions.ts';

const NAME = /(?<![\w.])([A-Za-z_]\w{0,100})[ \t]{0,9}$/;
const HANDED_OVER = /\bon(?:error|exc)\s{0,9}=\s{0,9}$/;
/** Mentions of a function, at most, that are looked at. */
const MAX_MENTIONS = 50;

/**
 * Whether a place in a Python program lies in a function that is only handed to `rmtree` for what cannot be removed
 * (`onerror=…`): it makes a file writable to remove it.
 * @param text a program without its comments
 */
export function inRemovalHandler(text: string, at: number): boolean {
  return pythonFunctions(text).some(({ start, end }) => {
    if (at < start || at >= end) return false;
    const name = NAME.exec(text.slice(Math.max(0, start - 120), start))?.[1];
    if (name === undefined) return false;
    const mentions = [...text.matchAll(new RegExp(`(?<!\\w)${name}(?!\\w)`, 'g'))];
    const others = mentions.filter(({ index }) => index >= start || index < start - name.length - 9);
    return (
      others.length > 0 &&
      others.length <= MAX_MENTIONS &&
      others.every(({ index }) => HANDED_OVER.test(text.slice(Math.max(0, index - 40), index)))
    );
  });
}
