import { baseName } from '../../../base/base-name.ts';
import type { ShellCommand, ShellPipeline } from '../../shell/model.ts';
import { languageOfInterpreter } from '../../text/language.ts';

/** What a shell is given by commands whose output nothing here works out. */
export interface Unclear {
  /** Files that they read, as they are written, a folder for a pattern; none where their words alone decide what comes out. */
  readonly reads: readonly string[];
}

/** Paths of a container's own making: what is there is no image's. */
const NAMED =
  /^(?!\/(?:dev|proc|sys|run|tmp|var\/run|var\/tmp)(?:\/|$))\/[\w.@%+,:=~*?[\]-][\w./@%+,:=~*?[\]-]{0,500}$/;
/** By a name that says nothing of its folder: with an ending, as others are words of a program's own. */
const NAMED_BESIDE = /^(?:\.{1,2}\/)?\w[\w@%+,~-]{0,100}(?:\/[\w.@%+,~-]{1,100}){0,8}\.[A-Za-z]\w{0,9}$/;
/** Programs that work something out of a text that they are told. */
const CALCULATORS = /^(?:dc|bc|expr|m4)$/;
/** They ask or change the system; a path among their words is no data. */
const NO_DATA =
  /^(?:ssh|scp|docker|podman|kubectl|make|test|\[|mkdir|chmod|chown|cp|mv|rm|ln|curl|wget|ssh-agent|ssh-add|dircolors|direnv|tset|resize|pkg-config|locale|getopt|gpg-agent|java|dirname)$/;
/** They print names, not what is in files. */
const NAMES = /^(?:ls|stat|readlink|basename|realpath|find)$/;
const SHOWS_FILES = /^(?:cat|head|tail|sed|awk|grep|base64|rev|tr)$/;
const LOOP = /^\s*(?:for|while|until)\b/;
const VALUES = /(?:\b\d{2,3}[ ,]{1,2}){24}/;
/** awk hands a shell what it takes out of its files, or puts together. */
const AWK_RUNS =
  /\|&?\s{0,9}["'](?:\/(?:usr\/)?bin\/)?(?:ba|da|a|z|k)?sh["'\s]|\bsystem\s{0,9}\(\s{0,9}(?!["'])/;

/**
 * Where the text comes from that commands print, when it is the image that decides it: files that they take apart, or a
 * program that they are told in their own words. Undefined where that is known, or comes from outside.
 *
 * @param piped whether a shell reads it from a pipe: of a substitution, names of files are what is meant
 */
export function unclearOutput(pipeline: ShellPipeline, piped: boolean): Unclear | undefined {
  const { commands, output, text } = pipeline;
  const [first] = commands;
  // Of a loop, what is known is its first round.
  const known = output !== undefined && !(LOOP.test(text) && commands.some(({ body }) => body.length > 0));
  if (first === undefined || known) return undefined;
  const all = commands.flatMap(withBody);
  const reads = all.flatMap((command) => filesRead(command, all, piped));
  if (reads.length > 0) return { reads: reads.slice(0, 5) };
  return isTold(first) || (first.body.length > 0 && VALUES.test(text)) ? { reads } : undefined;
}

/** awk that has a shell run what it prints: no other command is there to be seen. */
export function awkRuns(command: ShellCommand): Unclear | undefined {
  if (languageOfInterpreter(command.name) !== 'awk') return undefined;
  const [program = ''] = command.args.map(({ text }) => text).filter((text) => !text.startsWith('-'));
  if (!AWK_RUNS.test(program)) return undefined;
  const reads = filesRead(command, [command], true);
  return reads.length > 0 || /^\s*BEGIN\b/.test(program) ? { reads } : undefined;
}

function filesRead(command: ShellCommand, all: readonly ShellCommand[], piped: boolean): readonly string[] {
  const { name, args, redirects } = command;
  const program = name === 'eval' ? (args[0]?.text ?? '') : '';
  // `eval "$PROGRAM" WORDS`: its first word is no file that is read.
  if (/^\/[\w./-]+$/.test(program))
    return filesRead({ ...command, name: baseName(program), args: args.slice(1) }, all, piped);
  if (NO_DATA.test(name)) return [];
  if (NAMES.test(name) && !piped && name !== 'readlink') return [];
  const words = args.map(({ text }) => text.replace(/^-{0,2}[\w-]{1,40}=(?=\/)/, ''));
  // `find DIR -exec cat {} +`, `find DIR | xargs cat`; its names by themselves are programs that are followed.
  if (
    name === 'find' &&
    !words.some((word, at) => word.startsWith('-exec') && SHOWS_FILES.test(words[at + 1] ?? '')) &&
    !all.some((other) => other.wrappers.includes('xargs') && SHOWS_FILES.test(other.name))
  )
    return [];
  const told = redirects.filter(({ operator }) => operator === '<').map(({ target }) => target.text);
  const language = languageOfInterpreter(name);
  // A program is read by itself, whatever it prints.
  const own = language !== undefined && language !== 'awk' && !words.some((word) => TOLD.test(word));
  const data = own ? words.slice(words.findIndex((word) => !word.startsWith('-')) + 1) : words;
  return [...told, ...data].filter((word) => NAMED.test(word) || NAMED_BESIDE.test(word)).map(withoutPattern);
}

/** The folder that a pattern begins with. */
function withoutPattern(path: string): string {
  const pattern = path.search(/[*?[]/);
  return pattern < 0 ? path : path.slice(0, path.lastIndexOf('/', pattern)) || '/';
}

/** `perl -e …`, `awk 'BEGIN {…}'`, `dc -e …`: nothing of it is given from outside. */
function isTold({ name, args, redirects }: ShellCommand): boolean {
  const words = args.map(({ text }) => text);
  if (args.some(({ inner }) => inner.length > 0)) return false;
  if (CALCULATORS.test(name)) return words.length > 0 || redirects.some(({ body }) => body !== undefined);
  const language = languageOfInterpreter(name);
  if (language === undefined || language === 'shell') return false;
  if (language === 'awk') return words.some((word) => /^\s*BEGIN\b/.test(word)) && !tellsOfKernel(words);
  return words.some((word) => TOLD.test(word)) && !words.some(readsOutside);
}

/** What the kernel tells of the machine; `/proc/self` has much of the image in it. */
const KERNEL_FILE = /^\/proc\/[a-z]{2,20}$/;
const LITERAL = /"(?:[^"\\]|\\.){0,200}"/g;

/** awk that names what it takes out of a file of the kernel's: no program can be put together of names and signs of equality. */
function tellsOfKernel(words: readonly string[]): boolean {
  const [program = '', file = '', ...more] = words;
  if (!KERNEL_FILE.test(file) || more.length > 0) return false;
  const literals = [...program.matchAll(LITERAL)].map(([text]) => text.slice(1, -1));
  if (
    /["\\`/]|\b(?:printf|sprintf|substr|g?sub|split|system|getline|toupper|tolower|ENVIRON)\b/.test(
      program.replace(LITERAL, ''),
    )
  )
    return false;
  return (
    literals.some((text) => text.endsWith('=')) && literals.every((text) => /^[\s,:]?\w{0,20}=?$/.test(text))
  );
}

/** Options with which an interpreter is told its program. */
export const TOLD = /^-[a-zA-Z]{0,4}[cenpr]$/;
const OUTSIDE = /\bENV\b|environ|getenv|process\.env|argv|ARGV|stdin|STDIN|\$_\b|<>/;

function readsOutside(word: string): boolean {
  return OUTSIDE.test(word);
}

function withBody(command: ShellCommand): readonly ShellCommand[] {
  return [command, ...command.body.flatMap(({ commands }) => commands.flatMap(withBody))].slice(0, 200);
}
