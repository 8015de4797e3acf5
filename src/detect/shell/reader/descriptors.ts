import type { ShellCommand } from '../model.ts';
import type { ScriptFiles } from './script-files.ts';

/** The file that stands for an open descriptor: `/dev/fd/3`. */
export function descriptorFile(descriptor: string): string {
  return `/dev/fd/${descriptor}`;
}

/** Whether a path stands for what another command prints, or an open file: `<(…)`, `/dev/fd/3`. */
export function isDescriptor(path: string): boolean {
  return /^(?:<\(|\/dev\/fd\/)/.test(path);
}

/** The standard input by name: what a program is told to read that way is what comes in. */
export function isStandardInput(path: string): boolean {
  return /^(?:-|\/dev\/(?:stdin|fd\/0)|\/proc\/(?:self|\$\$)\/fd\/0)$/.test(path);
}

/** `exec 3< FILE`, `bash /dev/fd/3 3< FILE`: what is read from a descriptor from then on is the file's text. */
export function openDescriptors({ name, args, redirects }: ShellCommand, files: ScriptFiles): void {
  const isExec = name === 'exec' && args.length === 0;
  for (const { operator, fd = 0, target, body } of redirects) {
    if (fd === 0 && !isExec) continue;
    const text = body ?? (operator === '<' ? files.text(target.text) : undefined);
    if (text !== undefined) files.write(descriptorFile(String(fd)), text, undefined);
  }
}
