import type { ProgramLanguage } from '../../program-text/program-language.ts';
import { withoutOwnCommands } from './own-commands.ts';

/** How a program's text may get at what it is given, in any of the languages. */
const TAKES =
  /argv|\bARG[VF]\b|\$[@*_]|@_\b|\bshift\b|stdin|\binput\s{0,5}\(|<>|\barg\s{0,5}\[|arg_?parse|optparse|getopt|click|docopt|\bfire\b|typer|commander|yargs|minimist|parseArgs|fileinput|readFile|\bgets\b|read_?line|\bopen\b|\bio\.|\bgetline\b|\$0|\bNR\b|command_?line|\bargs\b/i;
/** How it may run a text, whatever else it is called for. */
const RUNS =
  /(?<!platform\.)\bsystem\b|popen|\bexec(?!ut)|\beval\b|spawn|subprocess|child_process|check_(?:call|output)|getoutput|getstatusoutput|\bFunction\s{0,5}\(|\bvm\.|passthru|\bfork\b|\bpty\b|__import__|import_module|getattr|builtins|run_(?:path|module)|\bDeno\.(?:Command|run)\b/;
/** How it may run a shell, or a program that is told in words. */
const RUNS_SHELL =
  /(?<!platform\.)\bsystem\b|popen|spawn|subprocess|child_process|check_(?:call|output)|get(?:status)?output|passthru|proc_open|\w_exec\b|exec(?:Sync|File|[lv]p?e?)\b|os\.execute|\bpty\b|\b(?:execa|zx|shelljs)\b|Deno\.Command/;
const ALSO_RUNS_SHELL: Readonly<Partial<Record<ProgramLanguage, RegExp>>> = {
  perl: /`|\bqx\b|\bexec\b|\bopen\b[^\n]{0,60}\|/,
  ruby: /`|%x|\bexec\b|\bopen\b[^\n]{0,60}\|/,
  php: /`|\bexec\b/,
};
/** And in languages that have these. */
const ALSO_RUNS: Readonly<Partial<Record<ProgramLanguage, RegExp>>> = {
  perl: /`|\bqx\b|\bopen\b[^\n]{0,60}\||\bdo\b|\brequire\b/,
  ruby: /`|\bopen\b[^\n]{0,60}\||\bsend\b|%x|\bload\b/,
  php: /`|\binclude|\brequire/,
  lua: /\bload(?:string|file)?\b|\bdofile\b|os\.execute/,
};
/** Of a language of which only such calls are read. */
const FOREIGN_RUNS =
  /`|\brun\b|process|shell|\bsh\b|\bcmd\b|\bcommand\b|\|\s{0,5}getline|\|&?\s{0,5}["']?(?:ba|da|k|z)?sh\b/i;

/** Where its text asks for all variables, or for one by a name that does not stand there; by a plain name, it is read where it stands. */
const SPEAKS_OF_ENVIRONMENT = /Deno\.env|environ|getenv|process\.env|ENV|_SERVER/;
const ENVIRONMENT = [
  /\bDeno\.env\b/,
  /\benvironb?\b(?!\s{0,3}(?:\.\w{1,20}\s{0,3}\(|\[)\s{0,3}["']\w{1,60}["']\s{0,3}[\]),])/,
  /getenv\s{0,3}\(\s{0,3}(?!["']\w{1,60}["']\s{0,3}[),])/,
  /\bprocess\.env\b(?!\.\w|\[\s{0,3}["']\w{1,60}["']\s{0,3}\])/,
  /%ENV|\$ENV\{(?!\s{0,3}["']?\w{1,60}["']?\s{0,3}\})/,
  /(?<![$%\w])ENV\b(?!\s{0,3}(?:\.\w{1,20}\s{0,3}\(?|\[)\s{0,3}["']\w{1,60}["']\s{0,3}[\]),])/,
  /\$_(?:ENV|SERVER)\b(?!\s{0,3}\[\s{0,3}["']\w{1,60}["']\s{0,3}\])/,
  /\bENVIRON\b/,
];

/** Whether a program's text gets at what it is given, and whether it runs something that may be that. */
export interface Handling {
  takes: boolean;
  runs: boolean;
  /** It is a shell, or a program with words, that it may run. */
  runsShell: boolean;
  /** Programs that it starts by name, with words of their own. */
  readonly starts: Set<string>;
  readsEnvironment: boolean;
  /** The program's files that this was noted of. */
  readonly files: Set<string>;
  /** Files of data that they name. */
  readonly data: Set<string>;
  /** Texts that its modules set names to. */
  readonly values: Set<string>;
  /** Whether a bound kept some of them, or of the files of data, out. */
  isCut: boolean;
}

export function newHandling(): Handling {
  return {
    takes: false,
    runs: false,
    runsShell: false,
    starts: new Set(),
    readsEnvironment: false,
    files: new Set(),
    data: new Set(),
    values: new Set(),
    isCut: false,
  };
}

/** Of texts that are not looked at again. */
export const HANDLES_ALL: Readonly<Pick<Handling, 'takes' | 'runs' | 'runsShell' | 'readsEnvironment'>> = {
  takes: true,
  runs: true,
  runsShell: true,
  readsEnvironment: true,
};

/** Notes of one of a program's texts what it may do with what it is given; `foreign` is one of which only calls are read. */
export function noteHandling(handling: Handling, text: string, language: ProgramLanguage | 'foreign'): void {
  handling.takes ||= TAKES.test(text);
  // Once it runs a shell of itself, what else it starts does not matter.
  if (!handling.runs || !handling.runsShell) {
    const also = language === 'foreign' ? FOREIGN_RUNS : ALSO_RUNS[language];
    const { rest, programs } = withoutOwnCommands(text, language);
    const runs = RUNS.test(rest) || also?.test(rest) === true;
    handling.runs ||= runs;
    handling.runsShell ||=
      language === 'foreign' ? runs : RUNS_SHELL.test(rest) || ALSO_RUNS_SHELL[language]?.test(rest) === true;
    for (const program of programs) handling.starts.add(program);
  }
  // Of these, values of variables are not worked out.
  if (language === 'foreign') handling.readsEnvironment ||= /getenv|ENV|environ|\benv\b/.test(text);
  handling.readsEnvironment ||=
    SPEAKS_OF_ENVIRONMENT.test(text) && ENVIRONMENT.some((pattern) => pattern.test(text));
}
