import type { ShellCommand, ShellRedirect } from './model.ts';

/** Where the output of a pipeline goes. */
export interface WrittenTo {
  /** As the words say it. */
  readonly path: string;
  /** `>>`, `tee -a`: what is there already stays. */
  readonly appends: boolean;
}

/** The file that a pipeline's last command writes to, by `tee`, `dd` or by its redirections. */
export function writtenTo(commands: readonly ShellCommand[]): WrittenTo | undefined {
  const last = commands.at(-1);
  if (last?.name === 'tee') {
    const path = last.args.find((arg) => !arg.text.startsWith('-'))?.text;
    const appends = last.args.some(({ text }) => /^-\w*a|^--append$/.test(text));
    return path === undefined ? undefined : { path, appends };
  }
  if (last?.name === 'dd') {
    const path = last.args.find(({ text }) => text.startsWith('of='))?.text.slice('of='.length);
    if (path !== undefined)
      return {
        path,
        appends: last.args.some(({ text }) => /^(?:oflag|conv)=.*(?:append|notrunc)/.test(text)),
      };
  }
  return last === undefined ? undefined : redirectedTo(last.redirects);
}

/** The file that redirections send standard output to. */
export function redirectedTo(redirects: readonly ShellRedirect[]): WrittenTo | undefined {
  const out = redirects.find(
    ({ operator, fd }) => /^(?:>|>>|>\||&>|&>>)$/.test(operator) && (fd === undefined || fd === 1),
  );
  return out === undefined ? undefined : { path: out.target.text, appends: out.operator.endsWith('>>') };
}
