import { oneLine } from '../printable.ts';
import { type Argument, known } from './chain.ts';

/** Words as a shell would split them, with nothing replaced: what `unknown` matches stays without a value. */
export function splitCommand(text: string, unknown?: RegExp): Argument[] {
  const found = text.match(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/g) ?? [];
  return found.map((word) => {
    if (unknown?.test(word)) return { text: oneLine(word, 500) };
    const value = word.replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/g, (_all, double, single, escaped) =>
      double === undefined ? (single ?? escaped) : double.replace(/\\(["\\$`])/g, '$1'),
    );
    return known(value);
  });
}
