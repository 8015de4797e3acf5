/** What a function runs of what it is given. */
const RUNS_ARGUMENTS =
  /(?:\beval|\b(?:ba|da|z|k|a)?sh\s+-\w*c)\b[^\n]{0,200}\$\{?[1-9@*]|(?:^|[\n;&|{]|(?<!=)\(|\b(?:then|do|else|exec|nohup|command)\s)[^\S\n]*"?\$\{?[1-9@*]/;
/** Gives itself other arguments, or calls a name that is made of what it is given. */
const PUTS_IN_ORDER = /\bset\s+(?:--|["$])|\b(?:local|declare|typeset)\s+-n\b/;
const MAX_HANDED = 64;
/** What hands text to a shell, and a variable in the place of a command. */
const HANDS_ON = /\beval\b|\b(?:ba|da|z|k|a)?sh\b/;
const CALLED_VARIABLE =
  /(?:^|[\n;&|{`]|(?<!=)\(|\b(?:then|do|else|exec|nohup|command)\s)[^\S\n]*(?:"\$\{?(?<quoted>\w+)|\$\{?(?<name>\w+)\b(?!\}?"\s*(?:\n|$)))/g;
/** The beginning or end of a text on several lines, with nothing but words in it. */
const ONLY_WORDS = /^[\s\w${}"=:./-]*$/;
const MAX_DERIVED = 5;
/** Beyond these, to look a body through for each call costs more than it says. */
const MAX_BODY = 20_000;
const MAX_NAMES = 50;

/** Whether a word may be a command, not only the name of something. */
export function mayRun(word: string): boolean {
  return /[\s;|&]/.test(word) && /\w/.test(word);
}

/** A line that runs what it is given, and what tells it from others. */
export interface HandedLine {
  readonly text: string;
  readonly key: string;
}

/**
 * The lines of a function's body that run one of the words it is called with, for each word that may come to be the first
 * where it shifts; undefined where it puts them in another order.
 */
export function runningLines(
  body: string,
  words: readonly string[],
): readonly { given: readonly string[]; lines: readonly HandedLine[] }[] | undefined {
  if (body.length > MAX_BODY) return undefined;
  if (!RUNS_ARGUMENTS.test(body)) return [];
  if (PUTS_IN_ORDER.test(body) || words.length > MAX_HANDED) return undefined;
  const running = body.split('\n').filter((text) => RUNS_ARGUMENTS.test(`\n${text}`));
  return words.slice(0, /\bshift\b/.test(body) ? words.length : 1).map((_, first) => {
    const given = words.slice(first);
    const lines = running.flatMap((text) => {
      const used = argumentsIn(text, given);
      return used.some(mayRun) ? [{ text, key: `${text}\0${used.join('\0')}` }] : [];
    });
    return { given, lines };
  });
}

/** Those of the arguments that a line speaks of. */
function argumentsIn(line: string, given: readonly string[]): readonly string[] {
  if (/\$\{?[!@*]/.test(line)) return given;
  return [...line.matchAll(/\$\{?(\d{1,2})/g)].map((match) => given[Number(match[1]) - 1] ?? '');
}

/** Whether a loop's body may run its own word, or what it makes of it. */
export function mayRunWord(body: string, name: string): boolean {
  if (body.length > MAX_BODY || HANDS_ON.test(body)) return true;
  return [...body.matchAll(CALLED_VARIABLE)].some(({ groups }) => {
    const called = groups?.['name'] ?? groups?.['quoted'] ?? '';
    const rest = body.replaceAll(`$${called}`, '').replaceAll(`\${${called}}`, '');
    return called === name || rest.split(/\W+/).includes(called);
  });
}

/** The lines of a loop's body that speak of its word, or of what such a line makes of it. */
export function linesWith(body: string, name: string): readonly string[] {
  const lines = body.split('\n');
  const names = new Set([name]);
  const speaks = (text: string): boolean =>
    [...names].some((one) => text.includes(`$${one}`) || text.includes(`\${${one}`));
  for (let round = 0; round < MAX_DERIVED; round++) {
    for (const text of lines.filter(speaks))
      for (const [, made = ''] of text.matchAll(/\b(\w{1,64})\+?=/g))
        if (names.size < MAX_NAMES) names.add(made);
  }
  return lines.filter((text) => speaks(text) && !(ONLY_WORDS.test(text) && text.split('"').length % 2 === 0));
}
