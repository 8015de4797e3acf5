import { baseName } from '../../../base/base-name.ts';
import type { ShellCommand } from '../model.ts';
import { sedCall, sedOutput } from '../sed/sed.ts';
import { writtenTo } from '../written-to.ts';
import { MAX_VALUE, MAY_RUN } from './bounds.ts';
import type { Here } from './here.ts';

/** Files that one call of sed edits. */
const MAX_EDITED = 20;
/** Files that one call copies, or takes a file apart into. */
const MAX_COPIED = 1000;
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
  else if (/^(?:cp|mv|install|ln|rsync)$/.test(name)) copyFiles(args, here);
  else if (name === 'mount' && args.some((arg) => /^(?:--r?bind|bind|-B)$/.test(arg)))
    copyFiles(
      args.filter((arg) => arg !== 'bind'),
      here,
    );
  else if (name === 'hash' && args[0] === '-p' && args[1] && args[2])
    copyFiles([args[1], `/usr/local/sbin/${args[2]}`], here);
  else if (name === 'split') splitFile(args, here);
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

function copyFiles(args: readonly string[], { line, scope, state }: Here): void {
  const operands = args.filter(
    (arg, index) => !arg.startsWith('-') && !/^-\w{0,9}[mogtS]$/.test(args[index - 1] ?? ''),
  );
  const folder = /(?:^|\s)(?:-\w{0,9}t\s?|--target-directory=)(\S{1,500})/.exec(args.join(' '))?.[1];
  const to = folder ?? operands.pop();
  if (to === undefined) return;
  if (operands.length > MAX_COPIED) state.miss('unfollowed');
  for (const from of operands.slice(0, MAX_COPIED)) {
    const text = state.files.text(from);
    const within = `${to.replace(/\/$/, '')}/${baseName(from)}`;
    if (text === undefined) {
      // `cp -r DIR/. TO`, `cp DIR/* TO`: what lies in it; else it becomes the folder, or lies in it.
      const inside = /^([^*?[]{0,500})\/(?:\.|\*[^/]{0,60})?$/.exec(from)?.[1];
      state.files.copyFolder(inside ?? from, to.replace(/\/$/, ''));
      if (inside === undefined) state.files.copyFolder(from, within);
    }
    if (text === undefined || text.length > MAX_VALUE) continue;
    const isFolder = folder !== undefined || operands.length > 1 || to.endsWith('/');
    const target = isFolder ? within : to;
    state.files.copy(target, text);
    // Where a folder of that name is there, it lies in it.
    if (!isFolder) state.files.copy(within, text);
    // Where the system reads it, the copy means something else than the file it came from.
    if (ACTED_UPON.test(target)) state.carry(text, line, undefined, scope.via, target);
  }
}

/** `split -l 1 FILE PREFIX`: its pieces by the names that they get. */
function splitFile(args: readonly string[], { state }: Here): void {
  const told = (letter: string): number | undefined => {
    const count = new RegExp(`(?:^|\\s)-${letter}\\s?(\\d{1,7})(?=\\s|$)`).exec(args.join(' '))?.[1];
    return count === undefined ? undefined : Number(count);
  };
  const [file = '', prefix = 'x'] = args.filter(
    (arg, at) => !/^-./.test(arg) && !/^-[lbnaC]$/.test(args[at - 1] ?? ''),
  );
  const text = state.files.text(file);
  if (text === undefined || text.length > MAX_VALUE) return;
  const isNumbered = args.some((arg) => /^-\w{0,9}[dx]/.test(arg));
  const width = Math.min(10, told('a') ?? 2);
  const pieces = piecesOf(text, told('l'), told('b') ?? told('C'), told('n'));
  const taken = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (taken < text.length && MAY_RUN.test(text.slice(taken))) state.miss('unfollowed');
  for (const [at, piece] of pieces.entries())
    state.files.copy(prefix + (isNumbered ? String(at).padStart(width, '0') : lettersOf(at, width)), piece);
}

function piecesOf(
  text: string,
  lines: number | undefined,
  bytes: number | undefined,
  count: number | undefined,
): readonly string[] {
  const size = count === undefined ? bytes : Math.ceil(text.length / Math.max(1, count));
  if (size !== undefined && size > 0)
    return Array.from({ length: Math.min(MAX_COPIED, Math.ceil(text.length / size)) }, (_, at) =>
      text.slice(at * size, (at + 1) * size),
    );
  const all = text.split(/(?<=\n)/);
  const each = Math.max(1, lines ?? 1000);
  return Array.from({ length: Math.min(MAX_COPIED, Math.ceil(all.length / each)) }, (_, at) =>
    all.slice(at * each, (at + 1) * each).join(''),
  );
}

/** `aa`, `ab`: how split(1) counts. */
function lettersOf(at: number, width: number): string {
  let letters = '';
  for (let left = at, place = 0; place < width; place++, left = Math.floor(left / 26))
    letters = String.fromCharCode(97 + (left % 26)) + letters;
  return letters;
}
