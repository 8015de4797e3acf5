import { callCommand, textVariables } from './call-arguments.ts';
import { LineIndex } from './line-index.ts';
import { isProgramComment, type ProgramLanguage } from './program-language.ts';

/** A command line that a text of another language holds. */
export interface EmbeddedCommand {
  readonly text: string;
  readonly line: number;
}

interface CalledCommand extends EmbeddedCommand {
  /** Index of the call's name, or of the opening backtick. */
  readonly at: number;
}

const MAX_COMMANDS = 2000;

/** Functions that hand a string, or a list of words, to a shell or the system. */
const SHELL_CALL =
  /\b(?:system|popen[23]?|exec(?:Sync|File|FileSync|l|lp|v|vp|ute)?|spawn(?:Sync|l|lp|v|vp)?|shell_exec|passthru|proc_open|run|call|check_(?:call|output)|getoutput|getstatusoutput|Popen|qx|backtick)\s*\(\s*(?:\[\s*)?(?=[fbru]{0,2}["'`])/g;
/** The same without brackets, as Perl and Ruby allow. */
const BARE_CALL = /\b(?:system|exec|spawn)\s+(?=["'])/g;
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
  for (const pattern of bare ? [SHELL_CALL, BARE_CALL] : [SHELL_CALL]) {
    for (const match of text.matchAll(pattern)) {
      if (found.length >= max) break;
      const lineStart = text.lastIndexOf('\n', match.index) + 1;
      if (isProgramComment(text.slice(lineStart, lineStart + 200), language)) continue;
      variables ??= textVariables(text);
      const whole = callCommand(text, match.index + match[0].length, variables, language);
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
