import { baseName } from '../../../base/base-name.ts';
import type { ShellCommand } from '../model.ts';
import { sedCall, sedOutput } from '../sed/sed.ts';
import { writtenTo } from '../written-to.ts';
import { MAX_VALUE } from './bounds.ts';
import type { Here } from './here.ts';

/** Files that one call of sed edits. */
const MAX_EDITED = 20;
/** Files that the system, a server or cron reads by itself. */
const ACTED_UPON =
  /(?:^|\/)(?:authorized_keys2?|passwd|shadow|crontab|rc\.local|ld\.so\.preload)$|\/(?:cron[^/]*|profile\.d|systemd)\//;

/** A file that a pipeline's output goes to. */
export function writeFile(
  target: string,
  commands: readonly ShellCommand[],
  output: string,
  via: string | undefined,
  { line, state }: Here,
): void {
  if (target === '' || target === '/dev/null' || /^\/dev\/(?:std|fd|tty)|^\/proc\//.test(target)) return;
  const appends = writtenTo(commands)?.appends === true;
  const whole = (appends ? (state.files.madeText(target) ?? '') : '') + output;
  state.files.write(target, whole, via);
  if (appends) state.carryAdded(whole, line, via, target);
  else state.carry(whole, line, undefined, via, target);
}

/** Files that a command copies or edits in place, where their text is known. */
export function moveFiles({ name, args: words }: ShellCommand, here: Here): void {
  const args = words.map(({ text }) => text);
  if (name === 'sed') editFiles(args, here);
  else if (/^(?:cp|mv|install|ln)$/.test(name)) copyFile(args, here);
}

function editFiles(args: readonly string[], { line, scope, state }: Here): void {
  const call = sedCall(args);
  if (!call.inPlace) return;
  for (const path of call.files.slice(0, MAX_EDITED)) {
    const text = state.files.text(path);
    state.stepsFor(text);
    const edited = text === undefined || text.length > MAX_VALUE ? undefined : sedOutput(call, text);
    if (edited === undefined) continue;
    state.files.make(path, edited);
    state.carry(edited, line, undefined, scope.via, path);
  }
}

function copyFile(args: readonly string[], { line, scope, state }: Here): void {
  const operands = args.filter(
    (arg, index) => !arg.startsWith('-') && !/^-[mogt]$/.test(args[index - 1] ?? ''),
  );
  const [from, to] = operands;
  if (operands.length !== 2 || from === undefined || to === undefined) return;
  const target = to.endsWith('/') ? to + baseName(from) : to;
  const text = state.files.text(from);
  if (text === undefined || text.length > MAX_VALUE) return;
  state.files.copy(target, text);
  // Where the system reads it, the copy means something else than the file it came from.
  if (ACTED_UPON.test(target)) state.carry(text, line, undefined, scope.via, target);
}
