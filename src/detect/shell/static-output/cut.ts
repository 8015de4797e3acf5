import type { Step } from './step.ts';

export const CUT = { cut: (step: Step) => cut(step.args, step.fromFile()) };

/** `cut -c3-`, `cut -d= -f2-`: from one place to another of each line. */
function cut(args: readonly string[], input: string | undefined): string | undefined {
  const told = /(?:^|\s)-([cbf])\s?(\d{1,4})(-?)(\d{0,4})(?=\s|$)/.exec(args.join(' '));
  if (input === undefined || told === null) return undefined;
  const [, unit, from = '1', dash, to] = told;
  const start = Number(from) - 1;
  const end = dash === '' ? start + 1 : to ? Number(to) : undefined;
  const mark = unit === 'f' ? delimiter(args) : '';
  return input
    .split('\n')
    .map((line) =>
      mark !== '' && !line.includes(mark) ? line : line.split(mark).slice(start, end).join(mark),
    )
    .join('\n');
}

function delimiter(args: readonly string[]): string {
  const at = args.findIndex((arg) => arg.startsWith('-d'));
  return (args[at] === '-d' ? args[at + 1] : args[at]?.slice(2)) || '\t';
}
