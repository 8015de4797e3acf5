import { baseName } from '../../../base/base-name.ts';
import type { ShellCommand } from '../model.ts';
import { sedCall, sedOutput } from '../sed/sed.ts';
import { MAX_VALUE, MAY_RUN } from './bounds.ts';
import type { Here } from './here.ts';

/** Files that one call makes. */
const MAX_FILES = 1000;
/** Steps of work that a substitution is. */
const WORK_OF_PATTERN = 20;

const EDITOR = /^(?:r?ed|ex|e?vim?|nvim)$/;

/** Whether a command changes files by what it reads. */
export function editsByInput({ name, args }: ShellCommand): boolean {
  return (
    /^(?:patch|csplit|r?ed)$/.test(name) ||
    (name === 'git' && args.some(({ text }) => /^(?:apply|am)$/.test(text)))
  );
}

/**
 * Files that `patch`, `git apply`, `ed` and `csplit` make, where what they are told is known.
 *
 * @param fed what is known that they read
 */
export function editedFiles(
  { name, args: words, redirects }: ShellCommand,
  fed: string | undefined,
  here: Here,
): void {
  const args = words.map(({ text }) => text);
  const input = (): string | undefined => {
    const { body, target } = redirects.findLast(({ operator }) => /^<(?:<[-<]?)?$/.test(operator)) ?? {};
    return body ?? (target === undefined ? fed : here.state.files.text(target.text));
  };
  if (name === 'patch') patchFiles(args, input, here);
  else if (name === 'git' && args.some((arg) => /^(?:apply|am)$/.test(arg))) patchFiles(args, input, here, 1);
  else if (EDITOR.test(name)) edScript(args, input, here);
  else if (name === 'csplit') csplitFile(args, input, here);
}

/** A value of an option: `-p1`, `-i FILE`, `--input=FILE`. */
function valueOf(args: readonly string[], short: string, long: string): string | undefined {
  for (const [at, arg] of args.entries()) {
    if (arg === `-${short}` || arg === `--${long}`) return args[at + 1];
    if (arg.startsWith(`--${long}=`)) return arg.slice(long.length + 3);
    if (arg.startsWith(`-${short}`)) return arg.slice(2);
  }
  return undefined;
}

function patchFiles(
  args: readonly string[],
  input: () => string | undefined,
  { line, scope, state }: Here,
  strips = 0,
): void {
  const named = valueOf(args, 'i', 'input');
  const operands = args.filter(
    (arg, at) =>
      !arg.startsWith('-') && !/^-[idopBDFVYz]$/.test(args[at - 1] ?? '') && !/^(?:apply|am)$/.test(arg),
  );
  const patches = named === undefined ? operands.slice(strips === 1 ? 0 : 1) : [named];
  const text = patches.map((path) => state.files.text(path)).find((one) => one !== undefined) ?? input();
  if (text === undefined) return;
  const sections = sectionsOf(text);
  if (text.length > MAX_VALUE || sections.length > MAX_FILES) {
    state.miss('unfollowed');
    return;
  }
  const strip = Number(valueOf(args, 'p', 'strip') ?? strips) || 0;
  const folder = valueOf(args, 'd', 'directory');
  const given = valueOf(args, 'o', 'output') ?? (strips === 1 ? undefined : operands[0]);
  for (const { path, hunks } of sections) {
    const stripped = path.split('/').slice(strip).join('/');
    const names = given === undefined ? [stripped, path, baseName(path)] : [given];
    const target = names.find((one) => state.files.text(one) !== undefined) ?? names[0] ?? '';
    const old = state.files.text(given ?? target) ?? '';
    // What `diff -e` writes is a script for ed.
    const isScript = path === '' && hunks.some((one) => /^\d{1,7}(?:,\d{1,7})?[acd]$/.test(one));
    const made = isScript ? edited(old, hunks, state).text : patched(old, hunks);
    state.stepsFor(made);
    if (state.isExhausted) return;
    for (const one of new Set([target, ...(given === undefined ? [stripped] : [])])) {
      const whole = folder === undefined ? one : `${folder}/${one}`;
      if (one === '' || made.length > MAX_VALUE) continue;
      state.files.make(whole, made);
      state.carry(made, line, undefined, scope.via, whole);
    }
  }
}

interface Section {
  readonly path: string;
  readonly hunks: readonly string[];
}

/** The files of a patch, with the lines behind their names; a patch without names is one. */
function sectionsOf(text: string): readonly Section[] {
  const sections: { path: string; hunks: string[] }[] = [];
  const lines = text.split('\n');
  for (const one of lines) {
    const path = /^(?:\+\+\+|\*\*\*) ([^\t\n]{1,500}?)(?:\t[^\n]{0,100})?$/.exec(one)?.[1];
    if (path !== undefined && !/^\d+,?\d* \*{4}$/.test(path) && path !== '/dev/null') {
      sections.push({ path: path.replace(/^"|"$/g, '').trim(), hunks: [] });
    } else sections.at(-1)?.hunks.push(one);
  }
  return sections.length > 0 ? sections : [{ path: '', hunks: lines }];
}

/** What a file holds with the lines that a patch adds, in the places that its hunks name. */
function patched(text: string, hunks: readonly string[]): string {
  const old = text === '' ? [] : text.split('\n');
  const made: string[] = [];
  // Contexts without such lines mark what is added by a sign and a blank.
  const isUnified = hunks.some((one) => one.startsWith('@@'));
  let from = 0;
  for (const one of hunks) {
    const at = /^@@ -(\d{1,7})(?:,\d{1,7})? /.exec(one)?.[1];
    if (at !== undefined) {
      const next = Math.max(from, Number(at) - 1);
      for (const kept of old.slice(from, next)) made.push(kept);
      from = next;
    } else if (/^(?:---|diff |index |Index: |===)/.test(one)) continue;
    else if (one.startsWith('+')) made.push(one.slice(isUnified ? 1 : 2));
    else if (/^[>!] /.test(one)) made.push(one.slice(2));
    else if (one.startsWith('-')) from++;
    else if (one.startsWith(' ')) {
      made.push(one.slice(1));
      from++;
    }
  }
  for (const kept of old.slice(from)) made.push(kept);
  return made.join('\n');
}

/** `ed FILE`, `ex -s -c COMMAND FILE`: the lines that it is told to put in, and what its substitutions make of them. */
function edScript(
  args: readonly string[],
  input: () => string | undefined,
  { line, scope, state }: Here,
): void {
  const told = args.flatMap((arg, at) =>
    /^-\w{0,4}c$/.test(args[at - 1] ?? '') ? arg : /^\+./.test(arg) ? arg.slice(1) : [],
  );
  const path = args.find((arg, at) => !/^[-+]/.test(arg) && !/^-\w{0,4}c$/.test(args[at - 1] ?? '')) ?? '';
  const script = [...told, input() ?? ''].join('\n');
  if (script.trim() === '') return;
  if (script.length > MAX_VALUE) {
    state.miss('unfollowed');
    return;
  }
  const { text, written } = edited(state.files.text(path) ?? '', script.split('\n'), state);
  for (const target of [...written].slice(0, MAX_FILES).map((one) => one || path)) {
    if (target === '' || text.length > MAX_VALUE) continue;
    state.files.make(target, text);
    state.carry(text, line, undefined, scope.via, target);
  }
}

/** What a text is with what a script of ed puts in, and the files that it is written to; '' for its own. */
function edited(
  before: string,
  script: readonly string[],
  state: Here['state'],
): { readonly text: string; readonly written: ReadonlySet<string> } {
  let text = before;
  let block: string[] | undefined;
  const written = new Set<string>();
  for (const one of script) {
    if (text.length > MAX_VALUE || state.isExhausted) {
      state.miss('unfollowed');
      break;
    }
    if (block !== undefined) {
      if (one === '.') {
        state.stepsFor(text);
        text = `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${block.join('\n')}\n`;
        block = undefined;
      } else block.push(one);
      continue;
    }
    const command = one.replace(/^[:\s]{0,20}[\d,$%.;+-]{0,20}\s{0,5}/, '');
    if (/^[aic](?:ppend|nsert|hange)?!?$/.test(command)) block = [];
    else if (/^s[^\w\s]/.test(command)) {
      // Each looks at the whole text.
      state.stepsFor(text);
      for (let i = 0; i < WORK_OF_PATTERN; i++) state.step();
      text = substituted(text, command) ?? text;
    }
    const read = /^r(?:ead)?\s{1,5}([^!\s]\S{0,500})$/.exec(command)?.[1];
    if (read !== undefined) text += state.files.text(read) ?? '';
    const target = /^(?:w|W|wq|write|saveas|x)!?\s{1,5}([^!\s]\S{0,500})$/.exec(command)?.[1];
    if (target !== undefined || /^(?:w|wq|x|write|update)!?$/.test(command)) written.add(target ?? '');
  }
  return { text, written };
}

function substituted(text: string, command: string): string | undefined {
  return sedOutput(sedCall(['-e', command]), text);
}

/** `csplit FILE 3 /x/ …`: where it splits by patterns, a piece may be all that is left. */
function csplitFile(args: readonly string[], input: () => string | undefined, { state }: Here): void {
  const prefix = valueOf(args, 'f', 'prefix') ?? 'xx';
  const format = valueOf(args, 'b', 'suffix-format');
  const digits = Math.min(10, Number(valueOf(args, 'n', 'digits') ?? 2) || 2);
  const [file = '-', ...patterns] = args.filter(
    (arg, at) =>
      !/^-[^\d]/.test(arg) && !/^-[fbn]$|^--(?:prefix|digits|suffix-format)$/.test(args[at - 1] ?? ''),
  );
  const text = file === '-' ? input() : state.files.text(file);
  if (text === undefined) return;
  if (text.length > MAX_VALUE) {
    state.miss('unfollowed');
    return;
  }
  const lines = text.split(/(?<=\n)/);
  const pieces: string[] = [];
  let from = 0;
  let rest: string | undefined;
  for (const pattern of [...patterns, undefined].slice(0, MAX_FILES)) {
    if (rest === undefined && /^\d{1,7}$/.test(pattern ?? '')) {
      const until = Math.max(from, Number(pattern) - 1);
      pieces.push(lines.slice(from, until).join(''));
      from = until;
      continue;
    }
    rest ??= lines.slice(from).join('');
    const repeats = /^\{(\d{1,4}|\*)\}$/.exec(pattern ?? '')?.[1];
    const count = repeats === undefined ? 1 : Math.min(MAX_FILES, Number(repeats) || lines.length);
    for (let i = 0; i < count && pieces.length < MAX_FILES; i++) pieces.push(rest);
  }
  if (pieces.length >= MAX_FILES && MAY_RUN.test(rest ?? text)) state.miss('unfollowed');
  for (const [at, piece] of pieces.entries()) {
    const number = String(at).padStart(digits, '0');
    const name =
      format === undefined ? number : format.replace(/%[\d#.]{0,9}[duoxX]/, number.replace(/^0+(?=\d)/, ''));
    state.files.copy(prefix + name, piece);
    if (format !== undefined) state.files.copy(prefix + format.replace(/%[\d#.]{0,9}[duoxX]/, number), piece);
  }
}
