import { quote } from '../../explain/program-text/call-arguments.ts';
import type { WorkedLanguage } from './around.ts';
import type { Machine } from './machine.ts';
import type { Call } from './parts.ts';
import {
  CUT_HOLE,
  Dict,
  hasHole,
  isFetched,
  joinedTexts,
  List,
  Own,
  Path,
  Process,
  shown,
  UNFOLLOWED,
  UNKNOWN,
  type Value,
} from './value.ts';

/** Functions that start programs, whatever they are called on. */
const STARTS =
  /^(?:system|popen[234]?|Popen|check_(?:call|output)|getoutput|getstatusoutput|exec[lv]p?e?|spawn[lv]p?e?|posix_spawnp?|create_subprocess_(?:shell|exec)|exec(?:Sync|File|FileSync)|spawnSync|execa(?:Command|Sync)?|startfile)$/;
/** And those that do so only as one of a module's. */
const STARTS_OF =
  /^(?:subprocess\.(?:run|call)|pty\.spawn|(?:child_process|cp|childProcess)\.(?:exec|spawn|fork)|shelljs\.exec|Bun\.spawn|Deno\.run|invoke\.run|sh\.sh)$/;
/** Names that mean other things as well: a command has to look like one. */
const MAY_START = /^(?:run|call|exec|spawn|execute|command|shell)$/;
const LOOKS_LIKE_SHELL =
  /\b(?:curl|wget)\b[^\n]{1,500}\|\s{0,9}(?:\/\w{1,9}){0,3}\/?(?:ba|da|z|k)?sh\b|\bbase64\b[^\n]{1,200}\|\s{0,9}(?:ba)?sh\b/;
const EVALUATES: Readonly<Record<WorkedLanguage, RegExp>> = {
  python: /^(?:eval|exec|compile|execfile)$/,
  node: /^(?:eval|Function|setTimeout|setInterval|vm\.\w{1,30}|(?:.{0,100}\.)?(?:_compile|runIn\w{1,20}Context))$/,
};
const SHELL = /^(?:\/\w{1,20}){0,4}\/?(?:ba|da|a|z|k)?sh$/;

/**
 * Notes the command or the code that a call hands on.
 *
 * @param name the function's, with its module's before it where that is known
 * @returns what was started, where it may be written to
 */
export function sink(machine: Machine, name: string, call: Call): Process | undefined {
  const last = name.slice(name.lastIndexOf('.') + 1);
  // `(() => {}).constructor(code)`
  const isMade = last === 'constructor' && call.base instanceof Own;
  const [told] = call.args;
  const isCode = isMade || EVALUATES[machine.language].test(name);
  if (isCode) evaluates(machine, last, call);
  const isNamed = STARTS.test(last) || STARTS_OF.test(name);
  if (isNamed || isCode) machine.handed++;
  machine.handsOn ||= isNamed || (isCode && !(told instanceof Own));
  // `exec` of what is not known is most often an expression's.
  if (!isNamed && (!MAY_START.test(last) || (last === 'exec' && !(call.base instanceof Path))))
    return undefined;
  machine.handsOn ||= typeof told === 'string' || told instanceof List || told === UNFOLLOWED;
  if (isNamed && told === UNFOLLOWED) machine.loses();
  if (isNamed && isFetched(told)) machine.noteFetched(call.at);
  const command = commandOf(last, call.args, call.named);
  if (command === undefined) return undefined;
  if (isNamed ? !isEmpty(command.text) : LOOKS_LIKE_SHELL.test(command.text))
    hand(machine, command.text, call.at);
  if (!isNamed) return undefined;
  const started = new Process(SHELL.test(command.first) && !command.text.includes(' -c'));
  const input = call.named.get('input') ?? optionOf(call.args, 'input');
  if (typeof input === 'string') write(machine, started, input, call.at);
  return started;
}

/** What is written to a program that was started. */
export function processMethod(
  machine: Machine,
  process: Process,
  member: string,
  call: Call,
): Value | undefined {
  const [text] = call.args;
  if (/^(?:communicate|write|end|send|sendline|writelines|exec|execute)$/.test(member)) {
    const whole = text instanceof List ? joinedTexts(text.items) : text;
    if (typeof whole === 'string') write(machine, process, whole, call.at);
    else if (text instanceof List && process.isShell) machine.loses();
  }
  return process;
}

function write(machine: Machine, { isShell }: Process, text: string, at: number): void {
  if (isShell) hand(machine, text, at);
}

function optionOf(args: readonly Value[], name: string): Value | undefined {
  const options = args.find((arg) => arg instanceof Dict);
  return options instanceof Dict ? options.get(name) : undefined;
}

function isEmpty(text: string): boolean {
  return !text.includes(CUT_HOLE) && text.replaceAll(/[\s'"\uE000-\uE002]/g, '').length < 3;
}

function hand(machine: Machine, text: string, at: number): void {
  if (text.includes(CUT_HOLE)) machine.loses();
  machine.note('commands', withVariables(text), at);
}

/** What is not known is a variable to whoever reads the command. */
function withVariables(text: string): string {
  return text.replaceAll(/[\uE000-\uE002]/g, '$unknown');
}

interface Command {
  readonly text: string;
  readonly first: string;
}

/** One text is a line for a shell; a list, or several texts, are words. */
function commandOf(
  name: string,
  args: readonly Value[],
  named: ReadonlyMap<string, Value>,
): Command | undefined {
  const given = args.filter((arg) => !(arg instanceof Dict));
  const [first = named.get('args') ?? named.get('cmd')] = given;
  const options = args.find((arg) => arg instanceof Dict);
  const told = options instanceof Dict ? options.get('cmd') : undefined;
  if (told instanceof List) return ofWords(told.items);
  if (first === undefined) return undefined;
  if (first instanceof List) return ofWords(first.items);
  // What is run is named once more as the first word of its own arguments.
  if (/^(?:exec|posix_spawn)/.test(name) && /[lv]p?e?$|^posix/.test(name)) {
    const [, second] = given;
    return ofWords(second instanceof List ? [first, ...second.items.slice(1)] : [first, ...given.slice(2)]);
  }
  if (/^spawn[lv]/.test(name)) {
    const [, program = first, words] = given;
    return ofWords(words instanceof List ? [program, ...words.items.slice(1)] : [program, ...given.slice(3)]);
  }
  const [, second] = given;
  if (second instanceof List) return ofWords([first, ...second.items]);
  if (typeof first !== 'string') return undefined;
  const rest = /create_subprocess_exec/.test(name) ? given.slice(1) : [];
  return rest.length > 0 ? ofWords([first, ...rest]) : { text: first, first: first.trim() };
}

function ofWords(words: readonly Value[]): Command | undefined {
  if (words.length === 0) return undefined;
  const first = shown(words[0] ?? UNKNOWN);
  const text = joinedTexts(words.slice(0, 5000), ' ', (word) => quoted(shown(word)));
  return { text: typeof text === 'string' ? text : `${quoted(first)} ${CUT_HOLE}`, first };
}

function quoted(word: string): string {
  return word
    .split(/([\uE000-\uE002])/)
    .filter((part) => part !== '')
    .map((part) => (hasHole(part) ? `"${part}"` : quote(part)))
    .join('');
}

/** Code of the program's own language; code of functions that JavaScript makes stands behind the names of their arguments. */
function evaluates(machine: Machine, name: string, { args, at }: Call): void {
  const code = /^(?:Function|constructor)$/.test(name) ? args.at(-1) : args[0];
  // What is compiled is not run yet.
  if (code === UNFOLLOWED && name !== 'compile') machine.loses();
  if (isFetched(code) && !/^(?:set|compile)/.test(name)) machine.noteFetched(at);
  if (typeof code !== 'string' || code.length < 8) return;
  if (code.includes(CUT_HOLE)) machine.loses();
  machine.note('codes', code.replaceAll(/[\uE000-\uE002]/g, 'unknown'), at);
}
