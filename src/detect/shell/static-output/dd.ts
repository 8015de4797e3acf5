import type { Step } from './step.ts';

export const DD = { dd };

function dd(step: Step): string | undefined {
  const path = step.args.find((arg) => arg.startsWith('if='))?.slice('if='.length);
  return step.behind(path) ?? copied(step.args, path === undefined ? step.input : step.read(path));
}

/** `dd skip=N bs=M`, of a text one character a byte. */
function copied(args: readonly string[], input: string | undefined): string | undefined {
  const told = (name: string): number | undefined => {
    const value = /^\d{1,9}$/.exec(
      args.find((arg) => arg.startsWith(`${name}=`))?.slice(name.length + 1) ?? '',
    );
    return value === null ? undefined : Number(value[0]);
  };
  const size = told('ibs') ?? told('bs') ?? 512;
  const from = (told('skip') ?? 0) * size;
  const count = told('count');
  return input?.slice(from, count === undefined ? undefined : from + count * size);
}
