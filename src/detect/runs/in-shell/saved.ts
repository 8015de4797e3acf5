import { baseName } from '../../../base/base-name.ts';
import type { ShellCommand, ShellPipeline } from '../../shell/model.ts';
import { type Fetch, fetchOf, savedTo } from '../fetchers.ts';
import { decodes } from './decodes.ts';
import { type Unclear, unclearOutput } from './unclear.ts';

export interface Saved {
  readonly pipeline: ShellPipeline;
  /** Absent for what was decoded, not fetched. */
  readonly fetch?: Fetch;
  readonly unclear?: Unclear;
  readonly unpacked: boolean;
  readonly cloned: boolean;
}

export function remember(command: ShellCommand, pipeline: ShellPipeline, saved: Map<string, Saved>): void {
  if (saved.size > 500) return;
  const args = command.args.map((arg) => arg.text);
  if (command.name === 'git' && args[0] === 'clone') {
    const [url, folder] = args
      .slice(1)
      .filter(
        (arg, index, all) => !arg.startsWith('-') && !/^-(?:b|-branch|-depth)$/.test(all[index - 1] ?? ''),
      );
    const name =
      folder ??
      url
        ?.split('/')
        .at(-1)
        ?.replace(/\.git$/, '');
    const call = { ...command, name: 'curl', args: url === undefined ? [] : [{ text: url, inner: [] }] };
    const fetch = fetchOf(call);
    if (name && fetch !== undefined) saved.set(name, { pipeline, fetch, unpacked: false, cloned: true });
    return;
  }
  const fetch = fetchOf(command);
  if (fetch !== undefined) {
    const file = savedTo(command, pipeline);
    const unpack = pipeline.commands.find(({ name }) => /^(?:tar|bsdtar|unzip|gunzip|cpio)$/.test(name));
    if (unpack !== undefined) saved.set(folderOf(unpack), { pipeline, fetch, unpacked: true, cloned: false });
    else if (file !== undefined && file !== '-' && !NO_FILE.test(file) && !isAnyFile(command, fetch, file)) {
      saved.set(file, { pipeline, fetch, unpacked: false, cloned: false });
    }
    return;
  }
  const { writesTo = '/dev/null' } = pipeline;
  if (!NO_FILE.test(writesTo) && pipeline.commands.some(decodes)) {
    saved.set(writesTo, { pipeline, unpacked: false, cloned: false });
    return;
  }
  const unclear = NO_FILE.test(writesTo) ? undefined : unclearOutput(pipeline, false);
  if (unclear !== undefined) {
    saved.set(writesTo, { pipeline, unclear, unpacked: false, cloned: false });
    return;
  }
  const known = args.flatMap((arg) => lookUp(arg, saved));
  const first = known[0];
  if (first === undefined) return;
  if (/^(?:mv|cp|ln|install)$/.test(command.name)) {
    const target = args.filter((arg) => !arg.startsWith('-')).at(-1);
    if (target !== undefined)
      saved.set(target.endsWith('/') ? target + baseName(first.file) : target, first.saved);
  } else if (/^(?:tar|bsdtar|unzip|7z|7za|gunzip|xz|bzip2|cpio|gzip)$/.test(command.name)) {
    saved.set(folderOf(command), { ...first.saved, unpacked: true });
  }
}

/** What is written there is in no file afterwards. */
const NO_FILE = /^\/dev\/(?:null|std|fd|tty|tcp|udp)/;

/**
 * TeX Live's `"$prog @args < $in > $out"`: of a program that is given all of it, each name is one that is not known, and
 * those two are not the same file, as the next one is not.
 */
function isAnyFile({ redirects }: ShellCommand, { url }: Fetch, file: string): boolean {
  if (url !== undefined || file !== '$unknown') return false;
  return redirects.some(({ operator, target }) => operator === '<' && target.text === file);
}

/** Where an archive is unpacked to: `-C dir`, `-d dir`, or the working directory. */
function folderOf(command: ShellCommand): string {
  const args = command.args.map((arg) => arg.text);
  const option = args.findIndex((arg) => /^-(?:C|d|-directory)$/.test(arg));
  const single = /^(?:gunzip|xz|bzip2|gzip)$/.test(command.name)
    ? args.find((arg) => !arg.startsWith('-'))?.replace(/\.(?:gz|xz|bz2)$/, '')
    : undefined;
  return single ?? (option >= 0 ? args[option + 1] : undefined) ?? '.';
}

export function lookUp(
  path: string,
  saved: ReadonlyMap<string, Saved>,
): readonly { file: string; saved: Saved }[] {
  const name = baseName(path);
  for (const [file, entry] of saved) {
    const inFolder = (entry.unpacked || entry.cloned) && path.startsWith(`${file.replace(/\/$/, '')}/`);
    if (file === path || inFolder || (name.length > 0 && baseName(file) === name && !entry.unpacked))
      return [{ file, saved: entry }];
  }
  return [];
}
