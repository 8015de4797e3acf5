import { compileGlob } from '../../base/glob.ts';
import type { ShellCommand, ShellPipeline } from '../shell/model.ts';
import { sedCall, sedOutput } from '../shell/sed/sed.ts';
import { writtenTo } from '../shell/written-to.ts';
import type { StartDisk } from './start-disk.ts';
import type { StartAct } from './start-file.ts';
import { unpackCall } from './unpack-call.ts';

/** Files of one command that are looked at. */
const MAX_OPERANDS = 50;

/** Does to the files what a pipeline does to them, as far as its words say so. */
export function applyPipeline(disk: StartDisk, pipeline: ShellPipeline, act: StartAct): void {
  const target = writtenTo(pipeline.commands);
  if (target !== undefined && pipeline.output !== undefined) {
    disk.write(target.path, pipeline.output, target.appends, act);
  }
  for (const command of pipeline.commands) applyCommand(disk, command, act);
  const unpacked = unpackCall(pipeline.commands);
  if (unpacked !== undefined) disk.unpack(unpacked.archive, unpacked.into, unpacked.strip, act);
}

function applyCommand(disk: StartDisk, command: ShellCommand, act: StartAct): void {
  const args = command.args.map(({ text }) => text);
  switch (command.name) {
    case 'cd':
    case 'pushd':
      if (args[0]?.startsWith('/') === true && disk.isFolder(args[0])) disk.cwd = args[0];
      return;
    case 'sed': {
      const call = sedCall(args);
      if (!call.inPlace) return;
      for (const path of call.files.slice(0, MAX_OPERANDS)) {
        disk.edit(path, (text) => sedOutput(call, text), act);
      }
      return;
    }
    case 'cp':
    case 'mv':
    case 'install':
    case 'rsync':
    case 'ln':
      copyFiles(disk, args, act);
      return;
    case 'dd':
      copyFiles(disk, [operandOf(args, 'if='), operandOf(args, 'of=')], act);
      return;
    case 'chmod': {
      const [mode = '', ...paths] = args.filter((arg) => !/^-[a-zA-Z-]/.test(arg));
      for (const path of paths.slice(0, MAX_OPERANDS)) disk.setMode(path, mode);
      return;
    }
    default:
  }
}

function operandOf(args: readonly string[], name: string): string {
  return args.find((arg) => arg.startsWith(name))?.slice(name.length) ?? '';
}

/** `cp a b`, `cp a b folder/`, `cp -t folder a b`, `install -m 644 a b`; `ln` gives the same bytes another name. */
function copyFiles(disk: StartDisk, args: readonly string[], act: StartAct): void {
  const mode = optionOf(args, /^-m$|^--mode$/, /^(?:-m|--mode=)(?=.)/);
  const folder = optionOf(args, /^-t$|^--target-directory$/, /^--target-directory=/);
  const operands = args.filter(
    (arg, index) =>
      !arg.startsWith('-') && !/^(?:-[mogtS]|--mode|--owner|--group)$/.test(args[index - 1] ?? ''),
  );
  const to = folder ?? operands.pop();
  if (to === undefined) return;
  const sources = operands.slice(0, MAX_OPERANDS).flatMap((from) => named(disk, from));
  for (const from of sources.slice(0, MAX_OPERANDS * 10)) {
    disk.copy(from, folder === undefined && sources.length === 1 ? to : `${to}/`, act);
    if (mode !== undefined) disk.setMode(to, mode);
  }
}

function optionOf(args: readonly string[], alone: RegExp, joined: RegExp): string | undefined {
  for (const [index, arg] of args.entries()) {
    if (alone.test(arg)) return args[index + 1];
    if (joined.test(arg)) return arg.replace(joined, '');
  }
  return undefined;
}

/** The files that a word names, where its last part is a pattern. */
function named(disk: StartDisk, word: string): readonly string[] {
  const slash = word.lastIndexOf('/');
  const pattern = word.slice(slash + 1);
  if (!/[*?]/.test(pattern) || slash < 0) return [word];
  const folder = word.slice(0, slash);
  const glob = compileGlob(pattern);
  return disk.namesIn(folder).flatMap((name) => (glob.matches(name) ? [`${folder}/${name}`] : []));
}
