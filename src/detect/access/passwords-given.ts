import type { ShellPipeline } from '../shell/model.ts';

/**
 * The accounts whose password a pipeline gives, so that whoever has the text has it: `echo root:secret | chpasswd`,
 * `printf 'secret\nsecret\n' | passwd root`.
 */
export function passwordsGiven({ commands }: ShellPipeline): readonly string[] {
  const last = commands.at(-1);
  if (last === undefined || !/^(?:chpasswd|passwd)$/.test(last.name)) return [];
  const before = commands.at(-2);
  const said =
    before !== undefined && /^(?:echo|printf)$/.test(before.name)
      ? before.args.map(({ text }) => text).filter((text) => !/^-[ne]{1,2}$/.test(text))
      : last.redirects.map(({ body }) => body ?? '');
  // What a variable or a command of the run decides is not in the image.
  const words = said.join(' ').replaceAll(String.raw`\n`, '\n');
  if (words.trim() === '' || /[$`]/.test(words)) return [];
  if (last.name === 'passwd') {
    const name = last.args.map(({ text }) => text).findLast((text) => !text.startsWith('-'));
    return [name ?? 'root'];
  }
  if (last.args.some(({ text }) => /^(?:-\w*e|--encrypted)$/.test(text))) return [];
  return words
    .split(/\s+/)
    .slice(0, 50)
    .flatMap((word) => /^([a-z_][\w.-]{0,31}):[^\s:*!]{1,64}$/.exec(word)?.[1] ?? []);
}
