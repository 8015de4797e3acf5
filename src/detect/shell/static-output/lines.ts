import type { Step } from './step.ts';

/** Runs of characters that `strings` prints: four of them at least. */
const PRINTABLE = /[\t\x20-\x7e]{4,}/g;

/** What shows a text as it is, or its lines in another order, next to one another or only once. */
export const LINES = {
  ...Object.fromEntries(
    [
      'more',
      'less',
      'most',
      'bat',
      'batcat',
      'pv',
      'iconv',
      'expand',
      'unexpand',
      'dos2unix',
      'shuf',
      'buffer',
      'fold',
      'column',
      'comm',
    ].map((name) => [name, asItIs] as const),
  ),
  sort: sorted,
  uniq: (step: Step) => changed(asItIs(step), (lines) => lines.filter((line, at) => line !== lines[at - 1])),
  fmt: (step: Step) => changed(asItIs(step), (lines) => [lines.map((line) => line.trim()).join(' ')]),
  paste,
  strings: (step: Step) => asItIs(step)?.match(PRINTABLE)?.join('\n'),
  diff,
  nl: (step: Step) =>
    changed(asItIs(step), (lines) => lines.map((line, at) => `${String(at + 1).padStart(6)}\t${line}`)),
};

/** Files that `paste` puts next to one another. */
const MAX_COLUMNS = 20;
/** Options of these that take the next word with them. */
const VALUED: Readonly<Record<string, RegExp>> = { sort: /^-[ktoST]$/, shuf: /^-[nio]$/ };
const OTHER_VALUED = /^-[wsdftb]$/;

/** The files that are named, one after another, or what comes in. */
function asItIs(step: Step): string | undefined {
  const files = filesOf(step);
  return files.length === 0 || files[0] === '-' ? step.input : step.joined(files);
}

function filesOf({ name, args }: Step): readonly string[] {
  const valued = VALUED[name] ?? OTHER_VALUED;
  return args.filter((arg, at) => !/^-./.test(arg) && !valued.test(args[at - 1] ?? ''));
}

function changed(
  text: string | undefined,
  change: (lines: readonly string[]) => readonly string[],
): string | undefined {
  if (text === undefined) return undefined;
  return `${change(text.replace(/\n$/, '').split('\n')).join('\n')}\n`;
}

function sorted(step: Step): string | undefined {
  const isReversed = step.args.some((arg) => /^-\w{0,9}r/.test(arg));
  return changed(asItIs(step), (lines) => {
    const all = [...(step.args.some((arg) => /^-\w{0,9}u/.test(arg)) ? new Set(lines) : lines)];
    const inOrder = all.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    return isReversed ? inOrder.reverse() : inOrder;
  });
}

/** `paste -s -d ' '`: all lines as one; without `-s`, lines of several files next to one another. */
function paste(step: Step): string | undefined {
  const { args } = step;
  const at = args.findIndex((arg) => /^-s?d/.test(arg));
  const own = /^-s?d(.+)$/s.exec(args[at] ?? '')?.[1];
  const told = at < 0 ? '\t' : (own ?? args[at + 1] ?? '\t');
  // Of several characters they take turns.
  const between = told.replaceAll('\\n', '\n').replaceAll('\\t', '\t').replaceAll('\\0', '').charAt(0);
  const files = args.filter(
    (arg, index) => !/^-./.test(arg) && !(own === undefined && at >= 0 && index === at + 1),
  );
  const texts =
    files.length === 0 ? [step.input] : files.map((file) => (file === '-' ? step.input : step.read(file)));
  const columns = texts.slice(0, MAX_COLUMNS).map((text) => text?.replace(/\n$/, '').split('\n'));
  if (columns.some((column) => column === undefined)) return undefined;
  if (args.some((arg) => /^-d?s|^--serial$/.test(arg)))
    return columns.map((column = []) => `${column.join(between)}\n`).join('');
  const rows = columns.reduce((most, column = []) => Math.max(most, column.length), 0);
  return Array.from(
    { length: rows },
    (_, row) => `${columns.map((column = []) => column[row] ?? '').join(between)}\n`,
  ).join('');
}

/** The lines that only one of two files has, as `diff` marks them. */
function diff(step: Step): string | undefined {
  const [left, right] = step.operands.slice(0, 2).map((file) => step.read(file)?.split('\n'));
  if (left === undefined || right === undefined) return undefined;
  const only = (mark: string, lines: readonly string[], other: readonly string[]): readonly string[] => {
    const known = new Set(other);
    return lines.flatMap((line) => (known.has(line) ? [] : [`${mark} ${line}`]));
  };
  return `${[...only('<', left, right), ...only('>', right, left)].join('\n')}\n`;
}
