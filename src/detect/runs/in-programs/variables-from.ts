import { lines } from '../../text/lines.ts';
import { MAX_AROUND } from './minified.ts';
import { namesIn } from './names-in.ts';
import type { NamesWithin } from './names-within.ts';
import type { Vocabulary } from './vocabulary.ts';

const ASSIGNMENT = /(?<![\w$@.])[$@]?([A-Za-z_]\w*)\s*=(?![=>])\s*([^;\n]{1,2000})/g;

/** Adds the variables that are set from an expression with the sign in it, and those set from such a variable. */
export function variablesFrom(
  text: string,
  found: NamesWithin,
  vocabulary: Vocabulary,
  sign: RegExp,
): NamesWithin {
  const functions = functionsWith(text, sign);
  const called = (value: string): boolean =>
    functions.size > 0 &&
    [...value.matchAll(/(?<![\w.])(?:self\.|this\.)?([A-Za-z_]\w{0,60})\s*\(/g)].some((call) =>
      functions.has(call[1] ?? ''),
    );
  for (const line of lines(text)) {
    // How a long text is decoded stands behind it.
    const short = line.text.length > MAX_AROUND ? withoutCoded(line.text) : line.text;
    for (const match of short.matchAll(ASSIGNMENT)) {
      const [, name = '', value = ''] = match;
      const at = line.start + match.index;
      if (
        sign.test(value) ||
        (found.size > 0 && namesIn(value, vocabulary).some((used) => found.has(used, at))) ||
        called(value)
      )
        found.add(name, short === line.text ? at : undefined);
    }
  }
  // Callbacks name what arrives themselves: `res.on('data', d => body += d)`.
  if (sign.test(text)) {
    for (const match of text.matchAll(
      /(?:on\s*\(\s*["']data["']|then)\s*[,(]\s*(?:async\s*)?(?:\(\s*)?(\w+)/g,
    )) {
      found.add(match[1] ?? '');
    }
    for (const match of text.matchAll(/(?<!\w)(\w+)\s*\+=\s*(\w+)/g))
      if (found.has(match[2] ?? '', match.index)) found.add(match[1] ?? '');
  }
  return found;
}

/** With a word in the place of each long text in code. */
function withoutCoded(text: string): string {
  return text.replaceAll(/[\w+/=-]+/g, (run) => (run.length < 200 ? run : 'CODED'));
}

/** Functions of the program that bring or decode something themselves; found again where they are called. */
function functionsWith(text: string, sign: RegExp): ReadonlySet<string> {
  const found = new Set<string>();
  const heads = [...text.matchAll(/(?:^|[\s;{])(?:def|function|sub)\s+([A-Za-z_]\w{2,60})/g)].slice(0, 500);
  for (const [index, head] of heads.entries()) {
    const end = Math.min(heads[index + 1]?.index ?? text.length, head.index + 1500);
    const body = text.slice(head.index, end);
    if (sign.test(body) && /\breturn\b/.test(body)) found.add(head[1] ?? '');
  }
  return found;
}
