import type { Step } from './step.ts';

export const AWK = { awk, gawk: awk, mawk: awk, nawk: awk };

/** Lines of a text that are gone through, and characters of an expression. */
const MAX_LINES = 20_000;
const MAX_PATTERN = 60;

/** One `PATTERN { print WORDS }`, with what a line must have and what is printed of it. */
interface Rule {
  readonly meets: (line: string, number: number) => boolean;
  /** Fields by their number, -1 for the last, and texts between them. */
  readonly prints: readonly (number | string)[];
}

/** What awk prints where it only chooses lines and fields: `awk -F= '/^JOB/ {print $2}' FILE`. */
function awk(step: Step): string | undefined {
  const [program, files, between] = wordsOf(step.args) ?? [];
  const rule = program === undefined ? undefined : ruleOf(program.trim());
  const input =
    files === undefined || files.length === 0
      ? step.input
      : files.length > 5
        ? undefined
        : step.joined(files);
  if (rule === undefined || input === undefined) return undefined;
  const lines = input.replace(/\n$/, '').split('\n', MAX_LINES + 1);
  if (lines.length > MAX_LINES) return undefined;
  return lines
    .flatMap((line, index) => (rule.meets(line, index + 1) ? [`${printed(rule, line, between)}\n`] : []))
    .join('');
}

/** The program, the files and what stands between fields; undefined where options say more than that. */
function wordsOf(
  args: readonly string[],
): readonly [program: string, files: readonly string[], between: string | undefined] | undefined {
  let between: string | undefined;
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    if (word === '-F') between = args[++at];
    else if (word.startsWith('-F')) between = word.slice(2);
    else if (word.startsWith('-') && word !== '--') return undefined;
    else if (word !== '--') return isSign(between) ? [word, args.slice(at + 1), between] : undefined;
  }
  return undefined;
}

const RULE =
  /^(?:(?<not>!\s?)?\/(?<pattern>(?:[^/\\\n]|\\.){1,200})\/|NR\s{0,3}(?<sign>==|>=?|<=?|!=)\s{0,3}(?<count>\d{1,6})|1)?\s{0,9}(?:\{\s{0,9}print\b\s{0,3}\(?(?<words>[^{}()]{0,500})\)?\s{0,9};?\s{0,9}\})?$/;

function ruleOf(program: string): Rule | undefined {
  const groups = program === '' ? undefined : RULE.exec(program)?.groups;
  const prints = groups === undefined ? undefined : wordsPrinted(groups['words']?.trim() ?? '');
  if (groups === undefined || prints === undefined) return undefined;
  const { pattern, not, sign, count } = groups;
  if (pattern !== undefined) {
    const expression = plainPattern(pattern);
    return expression && { meets: (line) => expression.test(line) === (not === undefined), prints };
  }
  return { meets: (_line, number) => sign === undefined || compares(number, sign, Number(count)), prints };
}

function compares(number: number, sign: string, count: number): boolean {
  switch (sign) {
    case '==':
      return number === count;
    case '!=':
      return number !== count;
    case '>':
      return number > count;
    case '>=':
      return number >= count;
    case '<':
      return number < count;
    default:
      return number <= count;
  }
}

/** An expression without repetition or choice, which takes no time on any line; undefined for another. */
function plainPattern(pattern: string): RegExp | undefined {
  return pattern.length <= MAX_PATTERN && !/[*+?{}()|]/.test(pattern.replaceAll(/\\./g, ''))
    ? expressionOf(pattern)
    : undefined;
}

function expressionOf(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern);
  } catch {
    return undefined;
  }
}

function wordsPrinted(words: string): readonly (number | string)[] | undefined {
  if (words === '') return [0];
  const parts = [...words.matchAll(/\s{0,9}(?:\$(\d{1,3}|NF)|"([^"\\]{0,200})"|(,))/gy)];
  if (parts.map(([whole]) => whole).join('').length !== words.length) return undefined;
  return parts.map(([, field, text, comma]) =>
    field === undefined ? (comma === undefined ? (text ?? '') : ' ') : field === 'NF' ? -1 : Number(field),
  );
}

function printed({ prints }: Rule, line: string, between: string | undefined): string {
  const fields =
    between === undefined || between === ' ' ? line.trim().split(/\s+/) : line.split(betweenFields(between));
  return prints
    .map((part) =>
      typeof part === 'string'
        ? part
        : part === 0
          ? line
          : ((part < 0 ? fields.at(-1) : fields[part - 1]) ?? ''),
    )
    .join('');
}

/** One character, or one of several. */
const ONE_OF = /^\[[^\]\\^-]{1,20}\]$/;

/** What stands between fields; an expression that does more than choose a character is not followed. */
function isSign(between: string | undefined): boolean {
  return (
    between === undefined ||
    between.length === 1 ||
    ONE_OF.test(between) ||
    /^[\w:;,=\\ -]{1,9}$/.test(between)
  );
}

function betweenFields(between: string): string | RegExp {
  if (ONE_OF.test(between)) return new RegExp(between);
  return between === '\\t' || between === 't' ? '\t' : between;
}
