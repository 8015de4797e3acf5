import { callCommand, quote, textVariables } from './call-arguments.ts';
import { LineIndex } from './line-index.ts';
import { isInPerlText, messageEnd } from './perl-message.ts';
import { isProgramComment, type ProgramLanguage } from './program-language.ts';
import { aliasCall, spawnAliases } from './spawn-aliases.ts';

/** A command line that a text of another language holds. */
export interface EmbeddedCommand {
  readonly text: string;
  readonly line: number;
}

interface CalledCommand extends EmbeddedCommand {
  /** Index of the call's name, or of the opening backtick. */
  readonly at: number;
}

const MAX_COMMANDS = 20_000;
/** Characters of arguments that are read of one text; beyond it, of each call only the beginning. */
const MAX_READ = 4 * 1024 * 1024;

/** Functions that hand a string, or a list of words, to a shell or the system. */
const SHELL_CALL =
  /\b(?:system|popen[23]?|exec(?:Sync|File|FileSync|l|lp|v|vp|ute)?|spawn(?:Sync|l|lp|v|vp)?|shell_exec|passthru|proc_open|run|call|check_(?:call|output)|getoutput|getstatusoutput|Popen|qx|backtick)\s*\(\s*(?:\[\s*)?(?=[fbru]{0,2}["'`])/g;
/** The same without brackets, as Perl and Ruby allow. */
const BARE_CALL = /\b(?:system|exec|spawn)\s+(?=["'])/g;
/** Rake's own. */
const RAKE_CALL = /(?<![\w.:@$'"])sh(?:\s*\(\s*|\s+)(?=["'])/g;
/** `Deno.run({ cmd: ["sh", "-c", …] })`. */
const DENO_RUN = /\bDeno\.run\s*\(\s*\{[^{}]{0,200}?\bcmd\s*:\s*\[\s*(?=["'`])/g;
/** `new Deno.Command("sh", { args: ["-c", …] })`. */
const DENO_COMMAND =
  /\bDeno\.Command\s*\(\s*(?:"([^"\n]{1,200})"|'([^'\n]{1,200})')\s*,\s*\{[^{}]{0,200}?\bargs\s*:\s*\[\s*(?=["'`])/g;
/** A shell's text in a template, as Bun, zx and execa have it: `$`…``. */
const TEMPLATE_CALL = /(?<![\w.$])\$(?:\.sync)?(?=`)/g;
/** `getattr(os, 'sys' + 'tem')("…")`, `require('child_process')['ex' + 'ec']("…")`: the name itself is put together. */
const MEMBER_CALL =
  /(?:\bgetattr\s*\(\s*(?:os|subprocess|pty|__import__\s*\([^()\n]{1,60}\))\s*,[^()\n]{1,120}\)|(?:\bchild_process["']\s*\)|\bchild_?[pP]rocess|\bcp)\s*\[[^\]\n]{1,120}\])\s*\(\s*(?:\[\s*)?(?=[fbru]{0,2}["'`])/g;
/** A first argument, or the first item of a list, that is text. */
const TEXT_FIRST = String.raw`\s*(?:\[\s*)?(?=[fbru]{0,2}["'\`])`;
const BACKTICKS = /(?<![\w$`])`([^`\n]{6,2000})`/g;

/** The first `max` commands that a program's calls name, in plain text or by names that stand for plain text. */
export function programCommands(
  text: string,
  language: ProgramLanguage,
  max = MAX_COMMANDS,
): readonly CalledCommand[] {
  const index = new LineIndex(text);
  const found: CalledCommand[] = [];
  // Most programs call nothing of the kind.
  let variables: ReadonlyMap<string, string> | undefined;
  const bare = language === 'perl' || language === 'ruby';
  const aliased = aliasCall(spawnAliases(text, language), TEXT_FIRST);
  const patterns = [
    SHELL_CALL,
    ...(bare ? [BARE_CALL] : [MEMBER_CALL]),
    ...(aliased === undefined ? [] : [aliased]),
    ...(language === 'ruby' ? [RAKE_CALL] : []),
    ...(language === 'node' ? [DENO_RUN, DENO_COMMAND, TEMPLATE_CALL] : []),
  ];
  const seen = new Set<number>();
  let left = MAX_READ;
  for (const pattern of patterns) {
    for (const match of text.matchAll(pattern)) {
      if (found.length >= max) break;
      if (seen.has(match.index)) continue;
      seen.add(match.index);
      const lineStart = index.lineStart(match.index);
      if (isProgramComment(text.slice(lineStart, lineStart + 200), language)) continue;
      const from = match.index + match[0].length;
      if (language === 'perl' && isInPerlText(text, match.index, from)) continue;
      variables ??= textVariables(text);
      const end = language === 'perl' ? messageEnd(text, from) : undefined;
      const { command: called, read } = callCommand(text.slice(0, end), from, variables, language, left);
      left -= read;
      const program = pattern === DENO_COMMAND ? (match[1] ?? match[2]) : undefined;
      const whole = program === undefined || called === undefined ? called : `${quote(program)} ${called}`;
      if (whole !== undefined && whole.length > 3) {
        found.push({ text: whole, line: index.lineAt(match.index), at: match.index });
      }
    }
  }
  if (bare || language === 'php') {
    for (const match of text.matchAll(BACKTICKS)) {
      if (found.length >= max) break;
      found.push({ text: match[1] ?? '', line: index.lineAt(match.index), at: match.index });
    }
  }
  return found;
}
