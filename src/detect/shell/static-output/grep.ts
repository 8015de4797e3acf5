import { sedOutput } from '../sed/sed.ts';
import type { Step } from './step.ts';

export const GREP = { grep, egrep: grep, fgrep: grep, getent };

/** `getent passwd NAME`: the line of a list of the system's. */
function getent(step: Step): string | undefined {
  const [list, name] = step.operands;
  if (name === undefined || !/^(?:passwd|group|shadow|hosts|services|protocols)$/.test(list ?? ''))
    return undefined;
  return step
    .read(`/etc/${list}`)
    ?.split('\n')
    .filter((line) => line.split(/[:\s]/).includes(name))
    .map((line) => `${line}\n`)
    .join('');
}

/** The lines that match, as sed's `-n /…/p` prints them. */
function grep(step: Step): string | undefined {
  const { name, args } = step;
  const letters = args.filter((arg) => /^-[a-zA-Z]+$/.test(arg)).join('');
  // Counts, names and parts of lines are another output.
  if (/[^-EFGaehisv]/.test(letters) || args.some((arg) => /^--(?!.*(?:text|no-filename))/.test(arg)))
    return undefined;
  const [written, ...files] = args.filter((arg) => !arg.startsWith('-'));
  const text = files.length === 0 ? step.input : step.joined(files);
  if (written === undefined || text === undefined) return undefined;
  const isPlain = name === 'fgrep' || letters.includes('F');
  const pattern = (isPlain ? written.replace(/[\\.*[\]^$]/g, '\\$&') : written).replaceAll('/', '\\/');
  const script = `/${pattern}/${letters.includes('i') ? 'I' : ''}${letters.includes('v') ? '' : '!'}d`;
  const extended = name === 'egrep' || letters.includes('E');
  return sedOutput({ scripts: [script], extended, quiet: false, inPlace: false, files: [] }, text);
}
