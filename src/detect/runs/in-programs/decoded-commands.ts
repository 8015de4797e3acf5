import type { LineIndex } from '../../../explain/program-text/line-index.ts';
import { callText } from './calls.ts';
import { lineOf } from './line-of.ts';
import { minifiedPlaces } from './minified.ts';
import { namesIn } from './names-in.ts';
import type { NamesWithin } from './names-within.ts';
import type { ProgramRun } from './program-run.ts';
import type { Vocabulary } from './vocabulary.ts';

const SHELL_WORD = /["'/](?:ba|da|a|z|k)?sh["']/;

/** `os.system(base64.b64decode("…"))`: the command itself is in code. Input for a program (`input=`) is none. */
export function decodedCommands(
  active: string,
  vocabulary: Vocabulary,
  decoded: NamesWithin,
  index: LineIndex,
): readonly ProgramRun[] {
  const { run, decode } = vocabulary;
  if (run === undefined) return [];
  const found: ProgramRun[] = [];
  const minified = minifiedPlaces(active);
  for (const match of active.matchAll(new RegExp(run.source, 'g'))) {
    if (found.length >= 50) break;
    const call = callText(active, match.index);
    const words = call.slice(match[0].length).split(/\b(?:input|stdin|env)\s*[=:]/, 1)[0] ?? '';
    // Arguments may be in code for other reasons; what is run, or handed to a shell, is the program.
    const first = firstOf(words);
    const command = SHELL_WORD.test(first) ? words : first;
    const names = minified(match.index) ? [] : namesIn(command, vocabulary);
    if (!decode.test(command) && !names.some((name) => decoded.has(name, match.index))) continue;
    found.push({ how: 'decoded', line: index.lineAt(match.index), excerpt: lineOf(active, match.index) });
  }
  return found;
}

/** Up to the first comma that stands in no call's brackets. */
function firstOf(words: string): string {
  let depth = 0;
  for (let at = 0; at < words.length; at++) {
    const character = words[at];
    if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === ',' && depth <= 0) return words.slice(0, at);
  }
  return words;
}
