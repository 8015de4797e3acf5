import type { Step } from './step.ts';

export const HEAD_AND_TAIL = { head: ends, tail: ends };

/** `tail -n +3`, `tail -c +120`, `head -n 5`, `tail -5`. */
function ends(step: Step): string | undefined {
  const file = countless(step.operands);
  const behind = step.behind(file ?? step.file());
  if (behind !== undefined) return behind;
  return part(step.name, step.args, file === undefined ? step.input : step.read(file));
}

/** The operand that is no count. */
function countless(operands: readonly string[]): string | undefined {
  return operands.find((operand) => operand !== '-' && !/^\+?\d+$/.test(operand));
}

function part(name: string, args: readonly string[], input: string | undefined): string | undefined {
  const told = /(?:^|\s)(?:-(?:[nc]|-lines=|-bytes=)?\s?)([+-]?\d{1,9})(?=\s|$)/.exec(args.join(' '));
  if (input === undefined || told?.[1] === undefined) return undefined;
  const bytes = /-c|--bytes/.test(told[0]);
  const count = Math.abs(Number(told[1]));
  const units = bytes ? [...input] : input.split(/(?<=\n)/);
  if (name === 'head') return units.slice(0, count).join('');
  return (told[1].startsWith('+') ? units.slice(count - 1) : units.slice(-count)).join('');
}
