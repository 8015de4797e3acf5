import type { ShellCommand } from '../../shell/model.ts';
import { TOLD } from './unclear.ts';

/** In a program of a line, what may run a file that it is given. */
const MAY_RUN =
  /eval|exec|system|spawn|subprocess|[Pp]open|__|`|\$\{|^\s*\$\w+$|[^|]\|[^|]|(?<!json\.)\bloads?\b|\brequire\b(?!\s{0,3}\(\s{0,3}["'][\w:@-]{1,60}["']\s{0,3}\))|\b(?:do|qx|import_module|include|source|compile|run\w{0,9}|call|vm|Function)\b/;
/** awk has no more than these, and a bar in an expression of its own is none of them. */
const AWK_MAY_RUN = /system|\bprintf?\b[^;}\n]{0,500}\||\|&?\s{0,9}getline|\|&|\$\{|^\s*\$\w+$/;
const TEXT = /"(?:[^"\\]|\\.){0,2000}"/g;

/** `awk 'PROGRAM' FILE`, `python3 -c 'PROGRAM' FILE`: the file is what the program works on, where nothing in it could run one. */
export function worksOnFiles({ args }: ShellCommand, language: string): boolean {
  if (language === 'shell') return false;
  const words = args.map(({ text }) => text);
  const option = words.findIndex((word) => TOLD.test(word));
  const isAwk = language === 'awk';
  if (isAwk ? words.some((word) => /^-\w{0,4}[fEi]|^--(?:file|exec|include)/.test(word)) : option < 0)
    return false;
  const program = isAwk
    ? words.find((word, at) => !word.startsWith('-') && !/^-[vF]$/.test(words[at - 1] ?? ''))
    : words[option + 1];
  if (program === undefined) return false;
  return isAwk ? !AWK_MAY_RUN.test(program.replaceAll(TEXT, '""')) : !MAY_RUN.test(program);
}
