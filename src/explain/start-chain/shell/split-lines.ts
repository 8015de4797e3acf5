import type { StartStep } from '../../explanation.ts';
import { splitAtOperators } from '../../history/shell-text.ts';
import { oneLine } from '../../printable.ts';
import { known } from '../chain.ts';
import { type Frame, placeAt } from './frame.ts';
import { environmentIn } from './scope.ts';

const MAX_LINES = 2000;
const MAX_LINE = 4000;
const SYNTAX = /^(?:if|then|else|elif|fi|for|while|until|do|done|case|esac|function|[{}()])$/;

/** The commands of a text that no parser could read, line by line: a rough list, better than none. */
export function splitLines(frame: Frame): StartStep[] {
  const steps: StartStep[] = [];
  const environment = environmentIn(frame.scope);
  for (const start of frame.text.lineStarts.slice(0, MAX_LINES)) {
    const end = frame.text.source.indexOf('\n', start);
    const line = frame.text.source.slice(
      start,
      Math.min(end === -1 ? start + MAX_LINE : end, start + MAX_LINE),
    );
    if (line.trim().startsWith('#')) continue;
    for (const piece of splitAtOperators(line)) {
      const words = piece.replace(/^(?:&&|\|\|)|;+$/g, '').split(/\s+/);
      const argv = words.filter((word) => word !== '' && word !== ';' && !SYNTAX.test(word));
      const [first] = argv;
      if (first === undefined || first.includes('=') || !/^[\w./-]/.test(first)) continue;
      const args = argv.map((word) => (/[$`"'\\*?]/.test(word) ? { text: word } : known(word)));
      const place = placeAt(frame, start);
      steps.push(...frame.chain.run({ argv: args, command: oneLine(piece), place, environment }));
    }
  }
  return steps;
}
