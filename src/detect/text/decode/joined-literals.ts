import { textVariables } from '../../../explain/program-text/call-arguments.ts';

/** Between two pieces of coded text: the end of one literal and the start of the next, or of the next line. */
const SEAMS: readonly RegExp[] = [
  // 'abc' + 'def', "abc" . "def", ['abc', 'def'], 'abc' 'def' over lines.
  /(?<=[\w+/=-])["'`]\s{0,80}(?:[+.,\\]\s{0,80})?[bru]{0,2}["'`](?=[\w+/=-])/g,
  // x = 'abc' and on the next line x += 'def', or $x .= 'def'.
  /(?<=[\w+/=-])["'`]\s{0,4};?\s{0,80}[$@]?\w{1,60}\s{0,4}[+.]=\s{0,4}[bru]{0,2}["'`](?=[\w+/=-])/g,
  // Lines of a wrapped text.
  /(?<=[A-Za-z0-9+/]{16})\r?\n[ \t]{0,20}(?=[A-Za-z0-9+/=])/g,
];

/**
 * The text with literals that stand together joined, so that coded text in pieces is one run: undefined where
 * nothing is to be joined. Line numbers are lost.
 */
export function withJoinedLiterals(text: string): string | undefined {
  let joined = text;
  for (const seam of SEAMS) joined = joined.replaceAll(seam, '');
  return joined === text ? undefined : joined;
}

const MAX_SUMS = 200;
const ADDS_NAMES = /\w\s?\+\s?[A-Za-z_]|\$\w{1,60}\s?\.\s?\$/;
const SUM = /(?<![\w$@])[$@]?[A-Za-z_]\w{0,60}(?:\s?[+.]\s?[$@]?[A-Za-z_]\w{0,60}){1,60}/g;

/** What sums of names (`a + b + c`, `$a.$b`) come to, where each stands for plain text. */
export function joinedNames(text: string): readonly { readonly text: string; readonly index: number }[] {
  // Finding out what names stand for is dear, and most programs add none.
  if (!ADDS_NAMES.test(text)) return [];
  const variables = textVariables(text);
  if (variables.size < 2) return [];
  const found: { text: string; index: number }[] = [];
  for (const match of text.matchAll(SUM)) {
    const names = match[0].split(/\s?[+.]\s?/).map((name) => name.replace(/^[$@]/, ''));
    if (!names.every((name) => variables.has(name))) continue;
    found.push({ text: names.map((name) => variables.get(name)).join(''), index: match.index });
    if (found.length >= MAX_SUMS) break;
  }
  return found;
}
