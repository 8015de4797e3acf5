import { quoteWord } from '../../config-texts.ts';
import { type Language, languageOfInterpreter } from '../../text/language.ts';
import type { ShellCommand } from '../model.ts';
import { linesRead } from '../setting-commands.ts';
import { joinVia } from '../via.ts';
import { isDescriptor } from './descriptors.ts';
import type { Here } from './here.ts';

/** Commands that take a line for the shell behind `-c`. */
const RUNS_LINE = /^(?:su|runuser|script|watch|flock|sg)$/;

/** Programs handed over as arguments: `sh -c`, `eval`, `su -c`, `python -c`, `. file`, and files that the script wrote. */
export function followArguments(command: ShellCommand, here: Here): void {
  const { line, scope, tree } = here;
  const args = command.args.map((arg) => arg.text);
  const decoded = command.args.find((arg) => arg.via !== undefined)?.via;
  const via = joinVia(scope.via, decoded);
  // What comes out of a command that is only known at run time is not read as a program.
  const readable = (index: number): boolean => command.args[index]?.inner.length === 0;
  switch (command.name) {
    case 'eval':
      if (command.args.every((_arg, index) => readable(index))) {
        tree.read(args.join(' '), line, via, scope.nesting + 1);
      }
      return;
    case '.':
    case 'source':
      if (args[0] === undefined) break;
      if (readable(0) || here.state.files.madeText(args[0]) !== undefined) readSourced(args[0], here);
      return;
    case 'alias':
      for (const arg of args) {
        const equals = arg.indexOf('=');
        if (equals > 0) tree.read(arg.slice(equals + 1), line, scope.via, scope.nesting + 1);
      }
      return;
    case 'mapfile':
    case 'readarray':
      callBack(args, here, command);
      return;
    case 'trap':
      if (args[0] === undefined) break;
      tree.read(args[0], line, scope.via, scope.nesting + 1);
      return;
    default:
  }
  const language = languageOfInterpreter(command.name);
  if (language === 'shell' || RUNS_LINE.test(command.name)) {
    const flag = args.findIndex((arg) => /^-(?:[a-z]*c|-command)$/.test(arg));
    const program = flag < 0 ? undefined : args[flag + 1];
    if (program !== undefined && readable(flag + 1)) run('shell', program, via, here);
    else if (language !== undefined) runWritten(language, args, here);
  } else if (language !== undefined) {
    const flag =
      command.name === 'deno'
        ? args.indexOf('eval')
        : args.findIndex((arg) => /^-(?:[a-z]*[cer]|-eval|E|-execute)$/.test(arg));
    const coded = /^(?:pwsh|powershell)$/.test(command.name) ? encodedCommand(args) : undefined;
    if (coded !== undefined) {
      run(language, coded, joinVia(via, 'base64'), here);
      return;
    }
    const program = language === 'awk' ? args.find((arg) => !arg.startsWith('-')) : args[flag + 1];
    if (program !== undefined && (flag >= 0 || language === 'awk')) {
      run(language, program, via, here);
    } else {
      runWritten(language, args, here);
    }
  } else {
    const program = madeProgram(command.program, here);
    if (program !== undefined && !isMarked(program, here)) runWritten('shell', [program], here);
  }
}

/** Where programs are looked for by their names alone, once a script has put one there. */
const PROGRAM_FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** The file that the script made for a command: by its path, or by its name in PATH. */
function madeProgram(program: string, { state }: Here): string | undefined {
  if (program === '' || program.includes('/')) return program;
  const { files, variables } = state;
  if (!files.hasMade) return undefined;
  const told = variables.values.get('PATH')?.split(':', 30) ?? [];
  return [...told, ...PROGRAM_FOLDERS]
    .map((folder) => `${folder}/${program}`)
    .find((path) => files.madeText(path) !== undefined);
}

/** Lines that `mapfile -C COMMAND` calls it with, one after another. */
const MAX_CALLED_BACK = 50;

function callBack(args: readonly string[], { line, scope, state, tree }: Here, command: ShellCommand): void {
  const at = args.findIndex((arg) => /^-\w{0,9}C$/.test(arg));
  const called = at < 0 ? undefined : args[at + 1];
  const [, lines = []] =
    called === undefined ? [] : (linesRead(command, (path) => state.files.text(path)) ?? []);
  if (lines.length > MAX_CALLED_BACK) state.miss('unfollowed');
  for (const [index, text] of lines.slice(0, MAX_CALLED_BACK).entries())
    tree.read(`${called} ${index} ${quoteWord(text)}`, line, scope.via, scope.nesting + 1);
}

/** PowerShell's `-EncodedCommand`: UTF-16 in base64. */
function encodedCommand(args: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => /^-(?:e|ec|en\w{0,12})$/i.test(arg));
  const coded = at < 0 ? undefined : args[at + 1];
  if (coded === undefined || !/^[A-Za-z0-9+/=]{8,100000}$/.test(coded)) return undefined;
  return Buffer.from(coded, 'base64').toString('utf16le');
}

/** A text that an interpreter is given: shell is read on, what another language says is carried. */
export function run(language: Language, program: string, via: string | undefined, here: Here): void {
  const { line, scope, state, tree } = here;
  if (language === 'shell') tree.read(program, line, via, scope.nesting + 1);
  else state.carry(program, line, language, via);
}

/** `. file`: its variables and functions count; what it runs is shown with the file itself. */
function readSourced(path: string, { line, scope, state, tree }: Here): void {
  const text = state.files.takeSourced(path);
  if (text === undefined) return;
  // What another command prints is no file of its own.
  const file = isDescriptor(path) ? undefined : path;
  tree.read(text, file === undefined ? line : 1, scope.via, scope.nesting + 1, file);
}

/** Whether a file says by its first line what runs it; then its text is read for what it says. */
function isMarked(path: string, { state }: Here): boolean {
  return state.files.madeText(path)?.startsWith('#!') !== false;
}

/** `cat > /tmp/x <<EOF …; sh /tmp/x`: what the script wrote itself, whatever it calls it, is a program here. */
function runWritten(language: Language, args: readonly string[], here: Here): void {
  const { scope, state } = here;
  const path = args.find((arg) => !arg.startsWith('-'));
  const written = path === undefined ? undefined : state.files.takeWritten(path);
  if (written === undefined) return;
  run(language, written.text, joinVia(scope.via, written.via), here);
}
